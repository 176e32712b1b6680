"""The chapters of the notes and of the appreciation in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ...i18n.catalogue import Catalogue
from ...ids import PartnerId
from ...model.conversation import Conversation, NoteLine
from ...text.lazy_pattern import lazy_pattern
from ..edition import Edition
from ..markup.entries import entry, typed_label
from ..names import Names
from ..wording import appreciation_lines, notes_without_appreciation, sections
from .containment import acts_outside, as_text, contained, contained_line
from .turns import DELIMITER, Heading, Turn, split, with_closed_code, with_typed_headings_below
from .untouched import is_untouched
from .whose import label_of

HIGHEST_LEVEL = 3
"""The level of the highest heading of the notes, under the chapter at level 2."""
_LOWEST_LEVEL = 6
_BEGINS_BLOCK = lazy_pattern(
    r" {0,3}(?:[-+*](?:\s|$)|\d{1,9}[.)](?:\s|$)|>|#|`{3}|~{3}|\||\[|[-=_*]+[-=_*\s]*$)|\s{4}"
)
_CLOSING_HASHES = lazy_pattern(r"(?:^|(?<=\s))(#+)$")
_LAST_BRACKET = lazy_pattern(r" (\([^()]*\))$")
_UNDERLINE = lazy_pattern(r" {0,3}=+\s*")


def appreciation(conversation: Conversation, edition: Edition, words: Catalogue) -> Iterator[str]:
    """Yield the chapter with the lines of appreciation."""
    lines = appreciation_lines(conversation)
    if not lines:
        return
    name = _name(Names(conversation, edition, words), edition)
    yield f"## {words('minutes.appreciation')}"
    yield "\n".join(entry(name(by), text) for by, text in lines)


def notes(conversation: Conversation, edition: Edition, words: Catalogue) -> Iterator[str]:
    """Yield the chapter of the notes; none if they are as the conversation was begun with."""
    lines = notes_without_appreciation(conversation)
    if is_untouched(lines, sections(conversation)):
        return
    held = with_typed_headings_below(lines)
    found = split(held if edition.authors else _unsigned(held))
    parts = [part for each in found for part in _contained(each)]
    yield f"## {words('minutes.notes')}"
    yield words("minutes.notes.told")
    yield from _Chapter(_joined(parts), Names(conversation, edition, words), edition, words)


def _unsigned(lines: Sequence[NoteLine]) -> list[NoteLine]:
    """Return the lines without their writers."""
    return [NoteLine(line.text) for line in with_closed_code(lines)]


def _name(names: Names, edition: Edition) -> Callable[[PartnerId], str]:
    if edition.authors:
        return lambda by: typed_label(names.short(by))
    return lambda _by: typed_label(names.together)


def _contained(part: Heading | Turn) -> Iterator[Heading | Turn]:
    """Yield a part; a turn that would act outside itself as text."""
    if isinstance(part, Turn) and acts_outside(contained([line.text for line in part.lines])):
        yield from as_text(part)
    else:
        yield part


def _joined(parts: Sequence[Heading | Turn]) -> list[Heading | Turn]:
    """Return the parts with one turn for two that follow each other and have one writer."""
    joined: list[Heading | Turn] = []
    for part in parts:
        last = joined[-1] if joined else None
        if not (isinstance(part, Turn) and isinstance(last, Turn)):
            joined.append(part)
        elif len(part.writers) == 1 and part.writers == last.writers:
            joined[-1] = Turn((*last.lines, NoteLine(""), *part.lines))
        else:
            joined.append(part)
    return joined


class _Chapter:
    """The blocks of the chapter."""

    def __init__(
        self,
        parts: Sequence[Heading | Turn],
        names: Names,
        edition: Edition,
        words: Catalogue,
    ) -> None:
        self._parts, self._words = parts, words
        self._name, self._names = _name(names, edition), names
        levels = [part.level for part in parts if isinstance(part, Heading)]
        self._shift = max(1, HIGHEST_LEVEL - min(levels, default=HIGHEST_LEVEL))

    def __iter__(self) -> Iterator[str]:
        turns: list[str] = []
        for part, following in zip(self._parts, [*self._parts[1:], None], strict=True):
            if isinstance(part, Turn):
                turns.append(self._turn(part))
                continue
            if turns:
                yield "\n".join(turns)
            turns = []
            yield self._heading(part)
            if not part.by and not isinstance(following, Turn):
                yield f"*{self._words('minutes.notes.empty')}*"
        if turns:
            yield "\n".join(turns)

    def _heading(self, heading: Heading) -> str:
        text = _CLOSING_HASHES.sub(r"\\\1", contained_line(heading.text)) or "…"
        if heading.by:
            text += f" ({typed_label(self._names.short(heading.by))})"
        elif text.endswith(")"):  # it may look like a name of ours
            text = _LAST_BRACKET.sub(r" \\\1", text)
        return f"{'#' * min(_LOWEST_LEVEL, heading.level + self._shift)} {text}"

    def _turn(self, turn: Turn) -> str:
        lines = contained([line.text for line in turn.lines])
        label = f"- **{label_of(turn, self._name, self._words)}:**"
        if _begins_with_paragraph(lines):
            first, below = f"{label} {lines[0].strip()}", lines[1:]
        else:
            first, below = label, ["", *lines]
        return "\n".join([first, *(f"  {line}" if line else "" for line in below)])


def _begins_with_paragraph(lines: Sequence[str]) -> bool:
    following = lines[1] if len(lines) > 1 else ""
    is_head = bool(following.strip()) and bool(
        DELIMITER.fullmatch(following) or _UNDERLINE.fullmatch(following)
    )
    return not is_head and not _BEGINS_BLOCK.match(lines[0])
