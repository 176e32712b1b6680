"""The titles of screens about one conversation."""

from __future__ import annotations

from ...data.session.session import Session


def title_forms(session: Session, place: str) -> tuple[str, str]:
    """Return forms of a title: the other's name, the title of the talk, and this place.

    The second form is without the title of the talk.
    """
    conversation = session.conversation
    names = [each.name for each in conversation.partners if each.id != session.me]
    long, short = [*names, conversation.header.title, place], [*names, place]
    return " · ".join(filter(None, long)), " · ".join(filter(None, short))
