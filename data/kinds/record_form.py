"""What the kind of a conversation says of its minutes: title, footer, file version, notice.

It belongs to the conversation, not to the kind as it is now: a company that rewrites its kind
changes no conversation that was begun.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from ..i18n.catalogue import Catalogue, catalogue
from ..ids import EMPLOYEE, MANAGER
from ..lazy_dataclass import dataclass
from ..model.conversation import CONVERSATION_KINDS, Conversation, Role
from ..text.lazy_pattern import lazy_pattern
from .role_words import role_words

PLACES = ("title", "period", "date", "employee", "manager")
"""The names that a form of the title or the footer may have between braces."""

_PLACE = lazy_pattern(r" ?\{(" + "|".join(PLACES) + r")\}")


class Chapter(StrEnum):
    """A chapter that the file version of minutes may have, in the order of the minutes."""

    SUMMARY = "summary"
    AGREEMENTS = "agreements"
    COMPETENCIES = "competencies"
    APPRECIATION = "appreciation"
    NOTES = "notes"
    POINTS = "points"
    REACTIONS = "reactions"
    SIGNATURES = "signatures"


USUAL_CHAPTERS = (
    Chapter.SUMMARY,
    Chapter.AGREEMENTS,
    Chapter.COMPETENCIES,
    Chapter.APPRECIATION,
    Chapter.REACTIONS,
    Chapter.SIGNATURES,
)
"""The file version of a conversation that was begun before kinds were data."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What becomes of the answers and the minutes, for who is asked to write about themselves."""

    purpose: str
    readers: str
    keep: str
    """How long they are kept."""
    rights: str
    never: str = ""
    """What does not belong in them; empty if that is not said."""


@dataclass(frozen=True, slots=True)
class RecordForm:
    """The form of the minutes of one conversation."""

    name: str
    """What the kind is called, with a capital: the first word of the title."""
    title: str
    """The form of the title, with `PLACES` between braces."""
    footer: str
    """The form of the text at the foot of each printed page."""
    file_chapters: tuple[Chapter, ...]
    """The chapters of the file version; empty if there is no file version."""
    notice: Notice
    roles: Mapping[Role, str]
    """What the two partners are called, with a capital."""

    @property
    def has_file_version(self) -> bool:
        """Whether there is a file version of the minutes."""
        return bool(self.file_chapters)

    def title_of(self, conversation: Conversation) -> str:
        """Return the title of the minutes, in one line; the name of the kind if it is empty."""
        return self._filled(self.title, conversation) or self.name

    def footer_of(self, conversation: Conversation) -> str:
        """Return the text at the foot of each printed page; may be empty."""
        return self._filled(self.footer, conversation)

    def _filled(self, form: str, conversation: Conversation) -> str:
        """Fill in the places; one without a value goes with the blank and sign before it."""
        header = conversation.header
        values = {
            "title": self.name,
            "period": header.period,
            "date": _day(header.date, catalogue(header.language)) if header.date else "",
            "employee": conversation.name_of(EMPLOYEE) or self.roles["employee"],
            "manager": conversation.name_of(MANAGER) or self.roles["manager"],
        }

        def fill(place: re.Match[str]) -> str:
            blank = " " if place[0].startswith(" ") else ""
            return blank + values[place[1]] if values[place[1]] else ""

        return " ".join(_PLACE.sub(fill, form).split()).rstrip(" ,:;·")


def record_form_of(conversation: Conversation) -> RecordForm:
    """Return the form of the minutes of a conversation: what it keeps of its kind.

    One that was begun before kinds were data has the form that was usual then.
    """
    header = conversation.header
    words = catalogue(header.language)
    if not header.kind_title:
        return _usual_form(header.kind, words)
    kept = header.record_file.split()
    return RecordForm(
        name=header.kind_title,
        title=header.record_title,
        footer=header.record_footer,
        file_chapters=tuple(chapter for chapter in Chapter if chapter in kept),
        notice=Notice(
            header.notice_purpose,
            header.notice_readers,
            header.notice_keep,
            header.notice_rights,
            header.notice_never,
        ),
        roles=role_words({"manager": header.role_manager, "employee": header.role_employee}, words),
    )


def _usual_form(found: str, words: Catalogue) -> RecordForm:
    kind = found if found in CONVERSATION_KINDS else "other"
    notice = Notice(
        purpose=words(f"record_form.purpose.{kind}"),
        readers=words("record_form.readers"),
        keep=words("record_form.keep"),
        rights=words("record_form.rights"),
        never=words("record_form.never"),
    )
    return RecordForm(
        name=words(f"record_form.name.{kind}"),
        title=words("record_form.title"),
        footer=words("record_form.footer"),
        file_chapters=USUAL_CHAPTERS,
        notice=notice,
        roles=role_words({}, words),
    )


def _day(day: date, words: Catalogue) -> str:
    """Return a date as the minutes write it: 3 December 2026."""
    month = words(f"minutes.month.{day.month}")
    return words("minutes.date", day=day.day, month=month, year=day.year)
