"""Read a filled-in preparation sheet, whatever editor it went through.

A pure function. All typed text is returned, in an answer or in `unassigned_texts`; nothing is
dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import islice

from ..i18n.catalogue import LANGUAGES, catalogue
from ..ids import PartnerId, RowId
from ..model.conversation import RATINGS, Conversation, Rating
from ..text.sanitize import clean_line, clean_text
from .sheet_dialects import as_sent
from .sheet_marks import (
    ASKING,
    LABEL,
    SHEET_RATINGS,
    Mark,
    Part,
    PartKind,
    Word,
    boxes,
    digest,
    marks,
    without_boxes,
    words,
)
from .sheet_writer import parts, sheet_id

_MIN_RUN = 3
"""The fewest consecutive words of our sheet that count as ours; fewer may have been typed."""
_MAX_BOXES = 100
"""The most boxes that are read at one question; more are typed text."""
_END_WORDS = 7
"""The words at the beginning of the end that are the same for every date."""
_MIN_WORDS = 4
"""A part with fewer words is recognised only if they fill whole lines."""

_RATINGS: tuple[tuple[tuple[str, ...], Rating], ...] = tuple(
    (
        tuple(word.text for word in words(catalogue(language)(f"conversation.rating.{rating}"))),
        rating,
    )
    for language in LANGUAGES
    for rating in RATINGS
)


@dataclass(slots=True)
class FilledSheet:
    """The content of a filled-in sheet. Texts are cleaned and stripped."""

    partner: PartnerId
    """The id of the partner who filled it in."""
    is_misdirected: bool = False
    """Whether it was made for another conversation or person."""
    recognised: int = 0
    """The number of questions found, answered or not."""
    answers: dict[RowId, str] = field(default_factory=dict)
    """Item id -> answer."""
    ratings: dict[RowId, Rating] = field(default_factory=dict)
    """Item id -> the one box that is ticked."""
    progress: dict[RowId, str] = field(default_factory=dict)
    """Agreement id -> how it is going."""
    unassigned_texts: list[str] = field(default_factory=list)
    """Text outside any question, or at one that no longer exists."""
    unclear: dict[RowId, list[Rating]] = field(default_factory=dict)
    """Item id -> the ratings that are ticked, if it is unclear which one is meant.

    Several are ticked, a ticked box has no known rating beside it, or boxes are missing.
    """

    @property
    def empty(self) -> bool:
        """Whether nothing was filled in."""
        contents = (self.answers, self.ratings, self.progress, self.unassigned_texts, self.unclear)
        return not any(contents)


def read_sheet(text: str, conversation: Conversation, invited: PartnerId) -> FilledSheet:
    """Return the content of a filled-in sheet.

    `invited` is the id of the partner who filled it in, if the sheet does not say so. A misdirected
    sheet is read too.
    """
    text = as_sent(_unquoted(clean_text(text)))
    found = list(marks(text))
    found_id = next((mark.id for mark in found if mark.kind == "sheet"), "")
    partner = PartnerId(found_id.partition(".")[0])
    if conversation.partner(partner) is None:
        partner = invited
    returned = FilledSheet(partner, bool(found_id) and found_id != sheet_id(conversation, partner))
    parts_by_key = {(part.kind, part.id): part for part in parts(conversation, partner)}
    found += _find_unmarked(text, parts_by_key, found)
    found.sort()
    if not any(mark.kind == "sheet" for mark in found):
        found.insert(0, Mark(0, 0, "sheet", sheet_id(conversation, partner), ""))
    elif before := text[: found[0].start].strip():
        returned.unassigned_texts.append(before)
    ends = [mark.start for mark in found[1:]] + [len(text)]
    for mark, end in zip(found, ends, strict=True):
        part = parts_by_key.get((mark.kind, mark.id))
        if part is None and mark.kind == "sheet":
            part = next(iter(parts_by_key.values()))
        _add_part(returned, mark, text[mark.end : end], part, conversation)
    return returned


def _unquoted(text: str) -> str:
    """Return the text without a mail program's `>` before each line."""
    quoted = [text.rfind("\n", 0, mark.start) + 1 for mark in marks(text)]
    if quoted and all(text.startswith(">", start) for start in quoted):
        return re.sub(r"^> ?", "", text, flags=re.MULTILINE)
    return text


def _add_part(
    returned: FilledSheet, mark: Mark, text: str, part: Part | None, conversation: Conversation
) -> None:
    """Add one part of the sheet to the result."""
    our_text = part.text if part else ""
    if mark.kind not in ASKING:
        if added := _typed_text(text, our_text, mark.digest):
            returned.unassigned_texts.append(added)
        return
    label = LABEL.search(text)
    question, answer = (text[: label.start()], text[label.end() :]) if label else (text, "")
    added = _typed_text(question, our_text, mark.digest)
    if label is None and (again := LABEL.match(added)):
        added = added[again.end() :]
    answer = "\n".join(part_text for part_text in (added.strip(), answer.strip()) if part_text)
    row_id = RowId(mark.id)
    item = conversation.item(row_id) if mark.kind == "item" else None
    agreement = conversation.agreement(row_id) if mark.kind == "agreement" else None
    if item is None and agreement is None:
        lines = (clean_line(line.strip("# ")) for line in question.split("\n"))
        title = next(filter(None, lines), mark.id)
        if answer or any(ticked for ticked, _ in boxes(question)):
            # The question was deleted: return everything, the ticked box too.
            leftover = question.strip() if not answer or digest(question) != mark.digest else title
            returned.unassigned_texts.append("\n".join(dict.fromkeys([leftover, answer])).strip())
        return
    returned.recognised += 1
    if item is not None and item.kind == "competency":
        _add_rating(returned, item.id, question)
    target = returned.progress if agreement else returned.answers
    if answer:
        before = target.get(row_id, "")
        target[row_id] = f"{before}\n{answer}" if before else answer


def _add_rating(returned: FilledSheet, item: RowId, question: str) -> None:
    """Add the rating of the ticked box, if there is only one."""
    ticked: dict[Rating, None] = {}
    strange = False
    seen = 0
    for on, end in islice(boxes(question), _MAX_BOXES):
        named = _rating_at([word.text for word in words(question[end : end + 100])][:4])
        seen += named is not None
        if on and named:
            ticked[named] = None
        strange = strange or (on and not named)
    if len(ticked) == 1 and not strange:
        returned.ratings[item] = next(iter(ticked))
    elif ticked or strange or seen < len(SHEET_RATINGS):
        returned.unclear[item] = list(ticked)


def _rating_at(named: Sequence[str]) -> Rating | None:
    """Return the rating whose words `named` begins with, in any language; None if none."""
    return next(
        (r for rating_words, r in _RATINGS if tuple(named[: len(rating_words)]) == rating_words),
        None,
    )


def _typed_text(text: str, our_text: str, expected_digest: str) -> str:
    """Return the text typed into a part; `our_text` is the part as we wrote it.

    Nothing was typed if the text has the digest `expected_digest` ("" if unknown). A line with any
    word that is not ours is returned whole.
    """
    if expected_digest and digest(text) == expected_digest:
        return ""
    plain = without_boxes(text)
    found_words, written = words(plain), words(without_boxes(our_text))
    our_words = [word.text for word in written]
    has_boxes = any(True for _ in boxes(our_text))
    if our_words and [word.text for word in found_words[: len(our_words)]] == our_words:
        text = text[found_words[len(our_words) - 1].end :]
        typed_lines = (
            line for line in text.split("\n") if not (has_boxes and _is_box_of_rating(line))
        )
        return "\n".join(typed_lines).strip()
    matcher = SequenceMatcher(None, [word.text for word in found_words], our_words, autojunk=False)
    typed = [True] * len(found_words)
    for block in matcher.get_matching_blocks():
        is_long = block.size >= _MIN_RUN or block.size == len(our_words)
        if is_long or (
            _are_lines(found_words, block.a, block.size)
            and _are_lines(written, block.b, block.size)
        ):
            typed[block.a : block.a + block.size] = [False] * block.size
    return "\n".join(_lines_with(text, found_words, typed, has_boxes=has_boxes)).strip()


def _are_lines(some: Sequence[Word], at: int, size: int) -> bool:
    """Return whether these words are whole lines."""
    return size > 0 and some[at].first and some[at + size - 1].last


def _is_box_of_rating(line: str) -> bool:
    """Return whether a line has nothing but a box and a rating, also one without a box now."""
    found = [(end, [word.text for word in words(line[end:])]) for _, end in boxes(line)]
    return len(found) == 1 and any(tuple(found[0][1]) == of_rating for of_rating, _ in _RATINGS)


def _lines_with(
    text: str, found_words: list[Word], typed: list[bool], *, has_boxes: bool
) -> Iterator[str]:
    """Yield the lines with a typed word, and wordless lines of more than Markdown marks.

    With `has_boxes` those with a box of a rating are ours, whatever the boxes are now.
    """
    offset = 0
    starts = {word.start: flag for word, flag in zip(found_words, typed, strict=True)}
    for line in text.split("\n"):
        if has_boxes and _is_box_of_rating(line):
            offset += len(line) + 1
            continue
        inside = [is_typed for at in range(offset, offset + len(line))
                  if (is_typed := starts.get(at)) is not None]  # fmt: skip
        if any(inside) or (not inside and re.sub(r"[\s#>*_=-]", "", without_boxes(line))):
            yield line
        offset += len(line) + 1


def _find_unmarked(
    text: str, known: dict[tuple[PartKind, str], Part], found: Sequence[Mark]
) -> Iterator[Mark]:
    """Yield marks for the parts whose mark is missing, found by their questions."""
    present = {(mark.kind, mark.id) for mark in found}
    missing = [part for key, part in known.items() if key not in present and part.kind != "sheet"]
    if not missing:
        return
    found_words = words(without_boxes(text))
    word_positions: dict[str, list[int]] = {}
    for number, word in enumerate(found_words):
        if word.first:
            word_positions.setdefault(word.text, []).append(number)
    for part in missing:
        for needle in _needles(part):
            index = next(
                (at for at in word_positions.get(needle[0], ()) if _is_at(found_words, at, needle)),
                None,
            )
            if index is not None:
                start = text.rfind("\n", 0, found_words[index].start) + 1
                yield Mark(start, start, part.kind, part.id, "")
                break


def _needles(part: Part) -> list[list[str]]:
    """Return the word lists that identify a part, the longest first.

    All of it, or its question; of the end, which has a date, also its beginning.
    """
    _, _, question = part.text.partition("\n")
    texts = (part.text, question) if part.kind in ASKING else (part.text,)
    found = [
        needle for text in texts if (needle := [word.text for word in words(without_boxes(text))])
    ]
    return [*found, found[0][:_END_WORDS]] if part.kind == "end" else found


def _is_at(found_words: Sequence[Word], at: int, needle: Sequence[str]) -> bool:
    if [word.text for word in found_words[at : at + len(needle)]] != list(needle):
        return False
    return len(needle) >= _MIN_WORDS or found_words[at + len(needle) - 1].last
