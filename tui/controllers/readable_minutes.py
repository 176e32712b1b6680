"""The minutes of an open conversation, to read on the screen."""

from __future__ import annotations

from ...data.errors import AfspraakError
from ...data.exchange.export import session_minutes
from ...data.minutes.edition import Version
from ...data.session.session import Session
from ...widgets.language import tr


def readable_minutes(session: Session, version: Version = Version.FULL) -> str:
    """Return the minutes of a session in Markdown; the reason if they cannot be written."""
    try:
        return session_minutes(session, version)
    except AfspraakError as error:
        return tr(error.message)
