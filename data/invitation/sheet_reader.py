"""Reading a preparation sheet that comes back filled in, through whatever editor it went.

Pure: it says what the sheet tells, and changes nothing. Everything that somebody typed ends up in
an answer or in `loose`; nothing is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import islice

from ..i18n.catalogue import LANGUAGES, catalogue
from ..model.conversation import RATINGS, Conversation, Rating
from ..text.sanitize import clean_line, clean_text
from .sheet_marks import (
    ASKING,
    LABEL,
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

_SURE = 3
"""So many of our words in a row are ours; fewer may be somebody's own."""
_MOST_BOXES = 100
"""Boxes after these at one question are somebody's own text."""
_FEW = 4
"""What has fewer words than this is only recognised where it fills its lines."""

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
    """What a filled-in sheet tells. Texts are clean and without blanks around them."""

    partner: str
    """Who filled it in: partner id."""
    is_misdirected: bool = False
    """Whether it says that it was made for another conversation, or for somebody else."""
    recognised: int = 0
    """How many places to answer were found."""
    answers: dict[str, str] = field(default_factory=dict)
    """Item id -> answer."""
    ratings: dict[str, Rating] = field(default_factory=dict)
    """Item id -> the one box that is ticked."""
    progress: dict[str, str] = field(default_factory=dict)
    """Agreement id -> how it is going."""
    unassigned_texts: list[str] = field(default_factory=list)
    """What stands outside any question, or at one that is no longer there."""
    unclear: dict[str, list[Rating]] = field(default_factory=dict)
    """Item id -> the boxes that are ticked, where those are several, or boxes are gone."""

    @property
    def empty(self) -> bool:
        """Whether nothing was filled in."""
        told = (self.answers, self.ratings, self.progress, self.unassigned_texts, self.unclear)
        return not any(told)


def read_sheet(text: str, conversation: Conversation, invited: str) -> FilledSheet:
    """What a sheet tells that came back.

    `invited` is the partner it counts for where the sheet itself does not tell.
    """
    text = _unquoted(clean_text(text))
    found = list(marks(text))
    whose = next((mark.id for mark in found if mark.kind == "sheet"), "")
    partner = whose.partition(".")[0]
    if conversation.partner(partner) is None:
        partner = invited
    returned = FilledSheet(partner, bool(whose) and whose != sheet_id(conversation, partner))
    known = {(part.kind, part.id): part for part in parts(conversation, partner)}
    found += _unmarked(text, known, found)
    found.sort()
    if not any(mark.kind == "sheet" for mark in found):
        found.insert(0, Mark(0, 0, "sheet", sheet_id(conversation, partner), ""))
    elif before := text[: found[0].start].strip():
        returned.unassigned_texts.append(before)
    ends = [mark.start for mark in found[1:]] + [len(text)]
    for mark, end in zip(found, ends, strict=True):
        part = known.get((mark.kind, mark.id))
        if part is None and mark.kind == "sheet":
            part = next(iter(known.values()))
        _take(returned, mark, text[mark.end : end], part, conversation)
    return returned


def _unquoted(text: str) -> str:
    """The text without the `>` that a mail program put before every line of it."""
    quoted = [text.rfind("\n", 0, mark.start) + 1 for mark in marks(text)]
    if quoted and all(text.startswith(">", start) for start in quoted):
        return re.sub(r"^> ?", "", text, flags=re.MULTILINE)
    return text


def _take(
    returned: FilledSheet, mark: Mark, text: str, part: Part | None, conversation: Conversation
) -> None:
    """Take in one part of the sheet."""
    ours = part.text if part else ""
    if mark.kind not in ASKING:
        if added := _added(text, ours, mark.digest):
            returned.unassigned_texts.append(added)
        return
    label = LABEL.search(text)
    asked, answer = (text[: label.start()], text[label.end() :]) if label else (text, "")
    added = _added(asked, ours, mark.digest)
    if label is None and (again := LABEL.match(added)):
        added = added[again.end() :]
    answer = "\n".join(told for told in (added.strip(), answer.strip()) if told)
    item = conversation.item(mark.id) if mark.kind == "item" else None
    agreement = conversation.agreement(mark.id) if mark.kind == "agreement" else None
    if item is None and agreement is None:
        lines = (clean_line(line.strip("# ")) for line in asked.split("\n"))
        title = next(filter(None, lines), mark.id)
        if answer or any(ticked for ticked, _ in boxes(asked)):
            # Of a question that is gone, all is kept: also which box is ticked.
            kept = asked.strip() if not answer or digest(asked) != mark.digest else title
            returned.unassigned_texts.append("\n".join(dict.fromkeys([kept, answer])).strip())
        return
    returned.recognised += 1
    if item is not None and item.kind == "competency":
        _take_rating(returned, item.id, asked)
    target = returned.progress if agreement else returned.answers
    if answer:
        before = target.get(mark.id, "")
        target[mark.id] = f"{before}\n{answer}" if before else answer


def _take_rating(returned: FilledSheet, item: str, asked: str) -> None:
    """The rating of which the box is ticked, where it is one only."""
    ticked: dict[Rating, None] = {}
    strange = False
    seen = 0
    for on, end in islice(boxes(asked), _MOST_BOXES):
        named = _rating_at([word.text for word in words(asked[end : end + 100])][:4])
        seen += named is not None
        if on and named:
            ticked[named] = None
        strange = strange or (on and not named)
    if len(ticked) == 1 and not strange:
        returned.ratings[item] = next(iter(ticked))
    elif ticked or strange or seen < len(RATINGS):
        returned.unclear[item] = list(ticked)


def _rating_at(named: Sequence[str]) -> Rating | None:
    """The rating that these words begin with."""
    return next((r for told, r in _RATINGS if tuple(named[: len(told)]) == told), None)


def _added(text: str, ours: str, told: str) -> str:
    """What somebody added to a part that we wrote, where `told` is the digest of its words.

    Lines that hold anything but our words are kept whole.
    """
    if told and digest(text) == told:
        return ""
    plain = without_boxes(text)
    here, written = words(plain), words(without_boxes(ours))
    mine = [word.text for word in written]
    if mine and [word.text for word in here[: len(mine)]] == mine:
        return text[here[len(mine) - 1].end :].strip()
    matcher = SequenceMatcher(None, [word.text for word in here], mine, autojunk=False)
    foreign = [True] * len(here)
    for block in matcher.get_matching_blocks():
        if block.size >= _SURE or block.size == len(mine):
            foreign[block.a : block.a + block.size] = [False] * block.size
    return "\n".join(_lines_with(text, here, foreign)).strip()


def _lines_with(text: str, here: list[Word], foreign: list[bool]) -> Iterator[str]:
    """The lines in which a foreign word stands, and those without a word that are no Markdown."""
    place = 0
    starts = {word.start: strange for word, strange in zip(here, foreign, strict=True)}
    for line in text.split("\n"):
        inside = [strange for at in range(place, place + len(line))
                  if (strange := starts.get(at)) is not None]  # fmt: skip
        if any(inside) or (not inside and re.sub(r"[\s#>*_=-]", "", without_boxes(line))):
            yield line
        place += len(line) + 1


def _unmarked(
    text: str, known: dict[tuple[PartKind, str], Part], found: Sequence[Mark]
) -> Iterator[Mark]:
    """Where parts begin of which the mark is gone: by what was asked there."""
    present = {(mark.kind, mark.id) for mark in found}
    missing = [part for key, part in known.items() if key not in present and part.kind != "sheet"]
    if not missing:
        return
    here = words(without_boxes(text))
    places: dict[str, list[int]] = {}
    for number, word in enumerate(here):
        if word.first:
            places.setdefault(word.text, []).append(number)
    for part in missing:
        for needle in _needles(part):
            place = next((at for at in places.get(needle[0], ()) if _is_at(here, at, needle)), None)
            if place is not None:
                start = text.rfind("\n", 0, here[place].start) + 1
                yield Mark(start, start, part.kind, part.id, "")
                break


def _needles(part: Part) -> list[list[str]]:
    """The words by which a part may be known, most telling first: all of it, or its question."""
    _, _, asked = part.text.partition("\n")
    texts = (part.text, asked) if part.kind in ASKING else (part.text,)
    return [told for text in texts if (told := [word.text for word in words(without_boxes(text))])]


def _is_at(here: Sequence[Word], at: int, needle: Sequence[str]) -> bool:
    if [word.text for word in here[at : at + len(needle)]] != list(needle):
        return False
    return len(needle) >= _FEW or here[at + len(needle) - 1].last
