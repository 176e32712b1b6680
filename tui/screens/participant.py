"""Ask which partner the user is, if a conversation does not know it yet."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App

from ...data.errors import StorageError
from ...data.ids import PartnerId
from ...data.storage.saving.status import Saving
from ..environment import environment_of
from ..formatting.clock import today

if TYPE_CHECKING:
    from ...data.model.conversation import Conversation
    from ...data.session.session import Session


def ask_participant(
    app: App[Any], conversation: Conversation, answered: Callable[[PartnerId | None], None]
) -> None:
    """Ask which partner the user is; call `answered` with its id, or with None if they cancel."""
    from ..forms.participant import ParticipantForm

    app.push_screen(ParticipantForm(conversation, today()), answered)


def remember(session: Session, me: PartnerId) -> None:
    """Set the participant of a session, and save it unless it is read-only."""
    session.set_partner(me)
    if session.save_status.state is not Saving.READ_ONLY:
        with suppress(StorageError):  # the save status shows that it is not saved
            session.save()


def with_participant(app: App[Any], path: Path, then: Callable[[], None]) -> None:
    """Call `then` once the user's partner in the conversation at `path` is known.

    It is not called if the user cancels. Raises StorageError if the conversation cannot be read.
    """
    from ...data.session.session import Session

    read_only = Session.open_read_only(path, user=environment_of(app).user)
    if read_only.me is not None:
        then()
        return

    def answered(me: PartnerId | None) -> None:
        if me is not None:
            with suppress(StorageError):  # `then` fails likewise, and reports it
                session = Session.open(path, user=environment_of(app).user)
                remember(session, me)
                session.close()
            then()

    ask_participant(app, read_only.conversation, answered)
