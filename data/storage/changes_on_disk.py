"""The file of an open conversation after another program changed, replaced or removed it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from ..crdt.replica import Replica, random_client
from ..crdt.yjs_document import EMPTY_DOCUMENT
from ..errors import StorageError
from ..system.file_errors import display_path
from ..system.file_identity import file_identity
from .conversation_file import ConversationFile
from .journal.journal_reader import read_journals
from .json_storage import ChangedOnDisk
from .siblings import journal_folder
from .unrelated.ancestry import ancestry, is_unrelated, may_belong_to, refuse_unrelated
from .unrelated.separation import move_document_aside


def read_changes(file: ConversationFile, replica: Replica) -> bytes:
    """Adopt the file as it is on disk now; return as one update all that the replica lacks.

    A file that was removed has no changes: the next save writes it again. Raises UnrelatedHistory
    if it is another conversation, and StorageError if it is unreadable; `file` is unchanged then.
    """
    if file.is_missing():
        return EMPTY_DOCUMENT
    found, other = _load_current(file)
    refuse_unrelated(replica, other, file.path)
    file.adopt(found)
    return other.update_since(replica.state_vector)


def is_replaced(file: ConversationFile, replica: Replica) -> bool:
    """Return whether the file on disk is another conversation now; False if it is unreadable."""
    with suppress(StorageError):
        identity = file_identity(file.path)
        if identity is not None and identity != file.file_identity:
            return is_unrelated(replica, _load_current(file)[1])
    return False


def move_replacement_aside(file: ConversationFile, replica: Replica) -> Path:
    """Rename the other conversation that is at the file's path now; return its new path.

    Raises StorageError, also if a program has that other conversation open: the two would replace
    each other's file in turn. Raises ChangedOnDisk if it is this conversation again.
    """
    here = ancestry(replica)
    for journal in read_journals(journal_folder(file.path), keyring=file.keyring):
        if journal.in_use and not may_belong_to(journal.frames, journal.document_clients, here):
            raise StorageError("unrelated_history.open", file=display_path(file.path))
    found, other = _load_current(file)
    if not is_unrelated(replica, other):
        raise ChangedOnDisk(file.path)
    moved = move_document_aside(file.path, found.file_identity, other, keyring=file.keyring)
    file.is_missing()
    return moved


def _load_current(file: ConversationFile) -> tuple[ConversationFile, Replica]:
    """Load the file as it is on disk now, without adopting it. Raises StorageError."""
    found = ConversationFile(file.path, keyring=file.keyring)
    return found, found.load(random_client(), lambda: file.document)[0]
