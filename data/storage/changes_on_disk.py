"""The file of an open conversation after another program changed, replaced or removed it."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path
from typing import NamedTuple

from ..crdt.replica import Replica, random_client
from ..crdt.snapshot import Snapshot, decode_snapshot
from ..errors import StorageError
from ..i18n.catalogue import Message
from ..system.files.file_errors import display_path
from ..system.paths import exists
from .conversation_file import ConversationFile
from .journal.journal_reader import read_journals
from .json_storage import ChangedOnDisk
from .siblings import journal_folder
from .unrelated.ancestry import ancestry, is_unrelated, may_belong_to, refuse_unrelated
from .unrelated.separation import move_document_aside


class RemovedFile(StorageError):
    """The file was removed or renamed while it was open. Only its user decides to write it again.

    `path` is the file.
    """

    def __init__(self, path: Path, *, is_journaled: bool = True) -> None:
        """`is_journaled`: whether a journal where the file was holds the whole document."""
        super().__init__("storage.removed", file=display_path(path))
        self.cause = Message(f"storage.reason.removed.{'kept' if is_journaled else 'lost'}")
        self.path = path
        self.is_journaled = is_journaled


class FoundOnDisk(NamedTuple):
    """The file of a replica as another program left it."""

    update: bytes
    """All that the replica lacks, as one update."""
    snapshot: Snapshot
    """The document in the file, with the changes that were made by hand."""
    by_hand: bool
    """Whether the tables were changed by hand, so that the document in the file lacks changes."""
    is_older: bool
    """Whether an earlier state of the file was put back, such as a backup: nothing in it is new."""


def read_changes(file: ConversationFile, replica: Replica) -> FoundOnDisk:
    """Adopt the file as it is on disk now, and return what is in it.

    Raises RemovedFile if it is not there any more, UnrelatedHistory if it is another conversation,
    and StorageError if it is unreadable; `file` is unchanged then.
    """
    if not exists(file.path):
        raise RemovedFile(file.path)
    found, other, by_hand = _load_current(file)
    refuse_unrelated(replica, other, file.path)
    snapshot = decode_snapshot(other.snapshot)
    is_new = bool(snapshot.difference(decode_snapshot(replica.snapshot)))
    is_older = not is_new and bool(_snapshot_of(file.document).difference(snapshot))
    file.adopt(found)
    return FoundOnDisk(other.update_since(replica.state_vector), snapshot, by_hand, is_older)


def move_replacement_aside(file: ConversationFile, replica: Replica) -> Path:
    """Rename the other conversation that is at the file's path now; return its new path.

    Raises StorageError, also if a program has that other conversation open: the two would replace
    each other's file in turn. Raises ChangedOnDisk if it is this conversation again.
    """
    here = ancestry(replica)
    for journal in read_journals(journal_folder(file.path), keyring=file.keyring):
        if journal.in_use and not may_belong_to(journal.frames, journal.document_clients, here):
            raise StorageError("unrelated_history.open", file=display_path(file.path))
    found, other, _ = _load_current(file)
    if not is_unrelated(replica, other):
        raise ChangedOnDisk(file.path)
    moved = move_document_aside(file.path, found.file_identity, other, keyring=file.keyring)
    file.forget_written()
    return moved


def _snapshot_of(document: str | None) -> Snapshot:
    """Return the snapshot of a document in base64; an empty one if there is none."""
    replica = Replica()
    if document is not None:
        replica.apply(b64decode(document))
    return decode_snapshot(replica.snapshot)


def _load_current(file: ConversationFile) -> tuple[ConversationFile, Replica, bool]:
    """Load the file as it is on disk now, without adopting it; as `ConversationFile.load`."""
    found = ConversationFile(file.path, keyring=file.keyring)
    return found, *found.load(random_client(), lambda: file.document)
