"""Read the minutes back, to check that they say what is in the conversation."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

from ..i18n.catalogue import catalogue
from ..ids import NOBODY
from ..kinds.record_form import Chapter
from ..model.conversation import ChecklistItem, Conversation, NoteLine
from ..text.markdown import parse
from ..text.sanitize import clean_line, clean_text
from .edition import Edition
from .left_out import is_discussed
from .names import ORDER
from .notes.untouched import is_untouched
from .reading.reader import read_minutes, without_front_matter
from .wording import (
    appreciation_lines,
    approvals,
    item_text,
    labelled,
    notes_without_appreciation,
    progress,
    sections,
)
from .writing.competencies import rated_items
from .writing.moments import earlier
from .writing.preparation import discussed_items, parked_items
from .writing.writer import compose

_TEXTS = ("text", "owner", "measure", "steps", "support", "support_by", "budget", "based_on")


def difference(text: str, conversation: Conversation, edition: Edition) -> str:
    """Return the first part in which minutes differ from the conversation, or ""."""
    read = read_minutes(text)
    if read is None:
        return "text"
    for part, (chapter, told) in _PARTS.items():
        if chapter is not None and not edition.has(chapter):
            continue
        if list(told(conversation, edition)) != list(told(read.conversation, edition)):
            return part
    if compose(*read) != text:
        return "text"
    return "foreign" if _has_html(text) else ""


def _has_html(text: str) -> bool:
    if "<" not in text:
        return False
    return any(
        token.type == "html_block"
        or any(child.type in ("html_inline", "image") for child in token.children or ())
        for token in parse(without_front_matter(text))
    )


def _header(conversation: Conversation, _edition: Edition) -> Iterator[object]:
    header = conversation.header
    time = clean_line(header.time)
    yield from (header.date, time, header.next_on)
    yield _words(earlier(header.previous, header, catalogue(header.language)))
    yield header.minutes if header.date or time else 0
    for name in ("title", "place", "department", "period", "job", "goals"):
        yield _words(getattr(header, name))
    yield from (clean_line(conversation.name_of(by)) for by in ORDER)


def _summary(conversation: Conversation, _edition: Edition) -> Iterator[object]:
    yield _words(conversation.header.in_short)


def _agreements(conversation: Conversation, edition: Edition) -> Iterator[object]:
    for label, row in labelled(conversation, catalogue(conversation.header.language)):
        yield label, row.kind, row.status, row.due, row.evaluate_on
        yield row.support_due, row.support_done
        yield [_words(getattr(row, name)) for name in _TEXTS]
        if not edition.is_file:
            yield from ((_words(entry.text), entry.percent) for entry in progress(row))


def _competencies(conversation: Conversation, _edition: Edition) -> Iterator[object]:
    """Yield names and ratings, then the answers by name: which of two namesakes is not told."""
    answers: dict[str, list[object]] = {}
    for item in rated_items(conversation):
        name = _words(item_text(item))
        yield name, [item.ratings.get(by, "undiscussed") for by in ORDER]
        told = answers.setdefault(repr(name), [])
        if is_discussed(item) and any(found := _answers(item)):
            told.append(found)
    yield from answers.items()


def _points(conversation: Conversation, edition: Edition) -> Iterator[object]:
    for _, items in discussed_items(conversation):
        yield [(_words(item_text(item)), _answers(item)) for item in items]
    for _, items in [] if edition.is_file else parked_items(conversation):
        yield from (_words(item_text(item)) for item in items)


def _notes(conversation: Conversation, edition: Edition) -> Iterator[object]:
    """Yield who wrote which words: signs may have got a backslash, and code an end."""
    lines = notes_without_appreciation(conversation) if edition.has(Chapter.NOTES) else []
    if is_untouched(lines, sections(conversation)):
        lines = []
    lines += [NoteLine(text, by) for by, text in appreciation_lines(conversation)]
    for line in lines:
        by = line.by if edition.authors and line.by in ORDER else NOBODY
        if words := _letters(line.text):
            yield by, words


def _approvals(conversation: Conversation, _edition: Edition) -> Iterator[object]:
    for approval in approvals(conversation):
        yield approval.partner, approval.stance, bool(approval.entered_for)
        yield _words(approval.remark)


def _answers(item: ChecklistItem) -> list[list[str]]:
    return [_words(item.remarks.get(by, "")) for by in ORDER]


def _words(text: str) -> list[str]:
    """Return the words of a text: marks of lists, and blank lines, may be written otherwise."""
    return clean_line(text).replace("•", "-").split()


def _letters(text: str) -> str:
    composed = unicodedata.normalize("NFC", clean_text(text))
    return "".join(filter(str.isalnum, composed))


_PARTS: dict[str, tuple[Chapter | None, Callable[[Conversation, Edition], Iterator[object]]]] = {
    "header": (None, _header),
    "summary": (Chapter.SUMMARY, _summary),
    "agreements": (Chapter.AGREEMENTS, _agreements),
    "competencies": (Chapter.COMPETENCIES, _competencies),
    "points": (Chapter.POINTS, _points),
    "notes": (Chapter.APPRECIATION, _notes),
    "approvals": (Chapter.REACTIONS, _approvals),
}
"""The parts that are compared: the chapter that they stand in, and what they say."""
