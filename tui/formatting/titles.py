"""The titles of the desk, and of screens about one conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...data.i18n.date_format import format_date
from ...data.ids import PartnerId
from ...data.model.conversation import Conversation
from ...widgets.language import spoken, tr
from .clock import today

if TYPE_CHECKING:
    from ...data.session.session import Session


def desk_titles(conversation: Conversation, me: PartnerId | None) -> list[str]:
    """Return forms of the title of the desk: the other's name, the title, date and time.

    In the shorter forms the weekday goes, then the time, then the date.
    """
    header = conversation.header
    names = [p.name for p in conversation.partners if p.id != me]
    day, language = header.date, spoken().language
    when = format_date(day, language, today=today(), width="weekday") if day else ""
    short = format_date(day, language, today=today()) if day else ""
    if day == today():
        when = short = tr("relative.today")
    parts = [*names, header.title]
    forms = (f"{when} {header.time}".strip(), f"{short} {header.time}".strip(), short, "")
    return [" · ".join(part for part in (*parts, form) if part) for form in forms]


def title_forms(session: Session, place: str) -> tuple[str, str]:
    """Return forms of a title: the other's name, the title of the talk, and this place.

    The second form is without the title of the talk.
    """
    conversation = session.conversation
    names = [each.name for each in conversation.partners if each.id != session.me]
    long, short = [*names, conversation.header.title, place], [*names, place]
    return " · ".join(filter(None, long)), " · ".join(filter(None, short))
