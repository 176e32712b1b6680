"""What a conversation shows before it is open: read from its tables, without the document.

Opening a conversation needs the CRDT library, which takes longer to import than a first picture
should. The tables say the same, unless journals wait beside the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..errors import AfspraakError
from ..ids import PartnerId, RowId
from ..model.checklist.hidden_ratings import own_hidden_ratings, with_hidden_ratings
from ..model.checklist.private_answers import answers_of
from ..model.conversation import Conversation
from ..model.fields import CREATED_KEY, Fields
from ..model.notes import Notes
from ..model.rows.conversation_rows import to_conversation
from ..storage.database import ConversationDatabase
from ..storage.loader import ValidatedFile, is_private, read_validated
from ..storage.saving.status import SaveStatus, Saving, status_at_opening
from ..storage.siblings import journal_folder, private_path
from ..storage.unrelated.private_link import linked_creation
from ..system.paths import exists
from .participant import recognise
from .private_fields import FIRST_LOOK_KEY
from .user import User

if TYPE_CHECKING:
    from .session import Session

_NONE: Fields = {}


class ShownConversation(NamedTuple):
    """What a screen shows of a conversation at its beginning."""

    conversation: Conversation
    """Without its notes."""
    seen: Conversation
    """With the ratings of `me` that the other does not see yet."""
    notes: Notes
    fields: Fields
    private_answers: Mapping[RowId, str]
    me: PartnerId
    status: SaveStatus

    @classmethod
    def of(cls, session: Session) -> ShownConversation:
        """Return that of an open session; the notes and the fields are live."""
        return cls(
            session.conversation,
            session.conversation_as_seen(),
            session.notes,
            session.fields,
            session.private_answers(),
            session.require_partner(),
            session.save_status,
        )


def read_shown(path: Path, user: User) -> ShownConversation | None:
    """Read the conversation at `path` from its tables; nothing is written.

    None where only opening it can tell what it shows: it cannot be read, journals wait beside it,
    or the user has to be asked something first.
    """
    private_file = private_path(path)
    with suppress(AfspraakError, OSError):
        if exists(journal_folder(path)) or exists(journal_folder(private_file)):
            return None
        content = _read(path, user)
        private = _read(private_file, user).fields if exists(private_file) else _NONE
        created = content.fields.get(CREATED_KEY)
        if private and not (created and created == linked_creation(private)):
            return None  # it may belong to another conversation
        conversation = to_conversation(content.fields)
        me = recognise(conversation, private, user=user)
        if me is None or private.get(FIRST_LOOK_KEY) or is_private(content.fields):
            return None
        return ShownConversation(
            conversation,
            with_hidden_ratings(conversation, own_hidden_ratings(private, me), me),
            Notes.of_lines(content.notes),
            content.fields,
            answers_of(private, me),
            me,
            status_at_opening(path, SaveStatus(Saving.SAVED, None)),
        )
    return None


def _read(path: Path, user: User) -> ValidatedFile:
    return read_validated(ConversationDatabase(path, keyring=user.keyring))
