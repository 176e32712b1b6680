"""What an edition of the minutes leaves out of the conversation, as its last chapter tells it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import StrEnum

from ..i18n.catalogue import Catalogue
from ..ids import EMPLOYEE, MANAGER, PartnerId
from ..kinds.record_form import Chapter
from ..model.conversation import ChecklistItem, Conversation
from ..text.sanitize import clean_line
from .wording import is_competency

_SEPARATOR = ", "


class LeftOut(StrEnum):
    """Something that is left out; its words are `minutes.left_out.<value>`, without a comma."""

    NOTES = "notes"
    PREPARATION = "preparation"
    """All of it."""
    OTHER_PREPARATION = "other_preparation"
    """All but what was shared at competencies that were discussed."""
    UNDISCUSSED = "undiscussed"
    """The preparation that was not discussed."""
    COURSE = "course"
    """The progress of agreements."""
    REMINDERS = "reminders"
    UNRATED = "unrated"
    """Competencies without a rating."""
    RATINGS = "ratings"
    """Ratings that only one of the two sees yet."""


def left_out_of(
    conversation: Conversation, chapters: Collection[Chapter], *, is_file: bool
) -> tuple[LeftOut, ...]:
    """Return what an edition with these chapters leaves out, in order."""
    return tuple(_left_out(conversation, chapters, is_file=is_file))


def _left_out(
    conversation: Conversation, chapters: Collection[Chapter], *, is_file: bool
) -> Iterator[LeftOut]:
    if Chapter.NOTES not in chapters:
        yield LeftOut.NOTES
    if Chapter.POINTS in chapters:
        yield LeftOut.UNDISCUSSED
    elif Chapter.COMPETENCIES in chapters and any(map(tells_remarks, conversation.checklist)):
        yield LeftOut.OTHER_PREPARATION
    else:
        yield LeftOut.PREPARATION
    if is_file:
        yield LeftOut.COURSE
    yield from (LeftOut.REMINDERS, LeftOut.UNRATED)
    if any(item.rated for item in conversation.checklist):
        yield LeftOut.RATINGS


def write_left_out(left_out: Collection[LeftOut], words: Catalogue) -> str:
    """Return what was left out, in words."""
    return _SEPARATOR.join(words(f"minutes.left_out.{each}") for each in left_out)


def read_left_out(text: str, words: Catalogue) -> tuple[LeftOut, ...]:
    """Return what a text says was left out; other words are passed over."""
    known = {words(f"minutes.left_out.{each}"): each for each in LeftOut}
    return tuple(known[part] for part in text.split(_SEPARATOR) if part in known)


def tells_remarks(item: ChecklistItem) -> bool:
    """Return whether what was shared at a competency is in the minutes."""
    is_rated = any(rates(item, by) for by in (EMPLOYEE, MANAGER))
    has_remarks = any(clean_line(item.remarks.get(by, "")) for by in (EMPLOYEE, MANAGER))
    return is_competency(item) and is_rated and has_remarks and is_discussed(item)


def is_discussed(item: ChecklistItem) -> bool:
    """Return whether a competency was discussed, so that what was shared at it may be told.

    It is ticked, or both have rated it and nobody parked it.
    """
    if item.state == "open":
        return all(rates(item, by) for by in (EMPLOYEE, MANAGER))
    return item.state == "done"


def rates(item: ChecklistItem, by: PartnerId) -> bool:
    """Return whether a partner gave a rating."""
    return item.ratings.get(by, "undiscussed") != "undiscussed"
