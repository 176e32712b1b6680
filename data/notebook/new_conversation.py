"""Make a conversation from the values that a person fills in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..i18n.catalogue import catalogue
from ..ids import PartnerId
from ..kinds.kept_kind import header_values
from ..kinds.kind import Kind, initial_notes
from ..minutes.wording import written_date
from ..model.checklist.competencies import with_competencies
from ..model.conversation import (
    CONVERSATION_KINDS,
    ROLES,
    Conversation,
    Header,
    NoteLine,
    Partner,
    Role,
)
from ..model.fields import to_fields
from ..model.rows.conversation_rows import to_conversation
from ..system.clock import local_zone, utc_now
from ..templates.kind_place import builtin_kind

_DATE_IN_TITLE = "{date}"
"""A kind whose minutes have the date in their title is held several times a year."""


@dataclass(frozen=True, slots=True)
class NewConversation:
    """The values from which a conversation is made; `minutes` is the planned duration."""

    me: Role
    my_name: str
    other_name: str
    kind: str = "planning"
    language: str = "en"
    date: date | None = None
    time: str = ""
    minutes: int = 60
    title: str = ""
    place: str = ""
    department: str = ""
    job: str = ""
    goals: str = ""
    competencies: tuple[str, ...] = ()
    """Names replacing the template's competencies; empty keeps them."""


def build_conversation(beginning: NewConversation, kind: Kind | None = None) -> Conversation:
    """Return a new conversation: partners, checklist, and notes with the checklist's sections.

    What it needs of its kind is copied into it. Without `kind` it is the built-in one that
    `beginning` names.
    """
    kind = kind or builtin_kind(beginning.kind, beginning.language)
    checklist = with_competencies(
        kind.checklist(), beginning.competencies, kind.language, kind.competency_items()
    )
    names = {
        role: beginning.my_name if role == beginning.me else beginning.other_name for role in ROLES
    }
    conversation = Conversation(
        header=Header(
            title=beginning.title.strip() or title_by_kind(kind, beginning.date),
            kind=kind.id,
            language=kind.language,
            date=beginning.date,
            time=beginning.time,
            minutes=beginning.minutes,
            place=beginning.place,
            period=_period(kind.id, beginning.date),
            department=beginning.department,
            job=beginning.job.rstrip(),
            goals=beginning.goals.rstrip(),
            created=utc_now(),
            zone=local_zone() or "UTC",
            **header_values(kind),
        ),
        partners=tuple(Partner(PartnerId(role), names[role], role) for role in ROLES),
        checklist=checklist,
    )
    notes = (NoteLine(line) for line in initial_notes(checklist).split("\n"))
    return to_conversation(to_fields(conversation), notes)  # with clean texts


def _period(kind: str, day: date | None) -> str:
    """Return the year that a conversation of the yearly round is about; "" for other kinds.

    The title of the minutes has it, so that two planning conversations are told apart in a file.
    """
    return str(subject_year(kind, day)) if kind in CONVERSATION_KINDS else ""


def title_by_kind(kind: Kind, day: date | None) -> str:
    """Return the title of a conversation of this kind, held on `day` if that is known.

    A kind that is held several times a year has the day in its title: `One-on-one 3 March 2027`.
    """
    if (
        day is not None
        and kind.id not in CONVERSATION_KINDS
        and _DATE_IN_TITLE in kind.record.title
    ):
        return f"{kind.title} {written_date(day, catalogue(kind.language))}"
    return default_title(kind.id, kind.language, day, kind.title)


def default_title(kind: str, language: str, day: date | None, name: str = "") -> str:
    """Return `planning 2027`: the kind, and the year that the conversation is about.

    `name` is what a kind is called that is not one of the year. A planning conversation in the last
    quarter plans the year after; the other kinds are about the year itself.
    """
    if kind in CONVERSATION_KINDS or not name:
        shown = kind if kind in CONVERSATION_KINDS else "other"
        name = catalogue(language)(f"conversation.kind.{shown}")
    return f"{name} {subject_year(kind, day)}"


def subject_year(kind: str, day: date | None) -> int:
    """Return the year that a conversation held on `day`, or else today, is about."""
    day = day or date.today()  # noqa: DTZ011 - a local calendar date
    return day.year + (kind == "planning" and day.month >= 10)
