"""A replica with its journal and its file, and the order in which they are written.

An update is written to the journal before listeners are notified. The file is written later, as a
whole; the journal drops updates only when a save that contains them is on disk. The journal of a
session that was killed is replayed when the file is opened next.

File and journals together always hold the whole document: a journal begins with whatever the
replica holds that is in no file and no other journal.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING

from ..crdt.replica import Replica, random_client
from ..crdt.yjs_document import EMPTY_DOCUMENT
from ..model.changes import Changes
from ..system.folder_lock import lock_folder
from ..system.private_folder import make_private_folder
from .ancestry import ancestry
from .changes_on_disk import is_replaced, move_replacement_aside, read_changes
from .conversation_file import ConversationFile, FileContent
from .encryption.keyring import USUAL_KEYS, Keyring
from .journal.discard import discard_orphaned
from .journal.journal import Journal
from .journal.journal_reader import JournalFile
from .loader import PrivateFile, is_private
from .open_marker import mark_open, unmark
from .owner_check import refuse_other_owner
from .recovery import previous_document, replay_journals
from .siblings import journal_folder

if TYPE_CHECKING:
    from .checkpoints import Checkpoints
    from .encryption.seal import Seal


@dataclass(frozen=True, slots=True)
class Save:
    """A save under way.

    `position` is that of the journal up to which the save makes it superfluous.
    """

    content: FileContent
    position: int
    version: int


class DurableReplica:
    """One replica with its journal and its file.

    `open` reads an existing conversation, `create` makes a new one. Call every method in the
    replica's thread, except `write` and `fsync_journal`.
    """

    def __init__(
        self, path: Path, replica: Replica, file: ConversationFile, *, read_only: bool = False
    ) -> None:
        self.path = path
        self._read_only = read_only
        self.replica = replica
        self._file = file
        self._journal: Journal | None = None
        self._unjournaled: list[bytes] = []
        """Updates in no file and no journal; `record` writes them before the next one."""
        self._orphaned_journals: list[JournalFile] = []
        self._version = 0
        self._saved_version = 0
        self._written_version = 0
        self._write_lock = threading.Lock()
        self._prepare_lock = threading.Lock()
        self._conversation_file: ConversationFile | None = None
        """The conversation's own file, until a private file has been prepared beside it."""
        self._owner_file = path
        """The file whose owner every new file has to have."""
        self.recovered = 0
        """How many updates were recovered from journals of other sessions."""
        self.unrelated_journals: list[JournalFile] = []
        """Journals of another conversation beside the file; nothing of them was applied."""
        self.damaged_journals: list[Path] = []
        """Journals that are partly unreadable; the updates before the damage were applied."""
        self._open_marker: FileIO | None = None
        self.has_unsaved_edits = False
        """Whether its user changed something that no session has saved."""

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        read_only: bool = False,
        private: bool = False,
        clock: Callable[[], datetime] = datetime.now,
        keyring: Keyring = USUAL_KEYS,
    ) -> DurableReplica:
        """Read the conversation at `path`, its journals and the changes made in it by hand.

        With `read_only` nothing is ever written, not even a journal; `private` also allows a
        private preparation. `clock` returns local time.

        Raises DamagedFile, PrivateFile or another StorageError; the files are unchanged then.
        """
        file = ConversationFile(path, clock, keyring=keyring)
        marker = None if read_only or private else mark_open(path)
        try:
            replica, by_hand = file.load(
                random_client(), lambda: previous_document(path, keyring=keyring)
            )
        except BaseException:
            unmark(path, marker)
            raise
        if is_private(replica.fields) and not private:
            unmark(path, marker)
            raise PrivateFile(path)
        keeper = cls(path, replica, file, read_only=read_only)
        keeper._open_marker = marker
        if by_hand:
            # The file may be changed by hand again before it is saved.
            keeper.queue_update(replica.document())
            keeper.has_unsaved_edits = True
        keeper._replay()
        return keeper

    @classmethod
    def open_private(
        cls, path: Path, shared: DurableReplica | None = None, *, keyring: Keyring = USUAL_KEYS
    ) -> DurableReplica | None:
        """Read the private preparation at `path`; None if there is none.

        Until its first save it is in journals only. `shared` is the conversation that it belongs
        to; without it nothing is ever written. Raises StorageError.
        """
        # The file after the journals: the first save writes the file before it drops the journal.
        if not path.exists():
            keeper = cls(
                path, Replica(), ConversationFile(path, keyring=keyring), read_only=shared is None
            )
            if shared is not None:
                keeper._attach_to(shared)
            keeper._replay()
            if not path.exists():
                if not keeper.replica.fields:
                    keeper._version = 0  # nothing to save
                known = (
                    keeper.replica.fields
                    or keeper.damaged_journals
                    or not keeper.replica.is_complete
                )
                return keeper if known else None
        return cls.open(path, read_only=shared is None, private=True, keyring=keyring)

    @classmethod
    def create(
        cls,
        path: Path,
        replica: Replica,
        *,
        clock: Callable[[], datetime] = datetime.now,
        seal: Seal | None = None,
        keyring: Keyring = USUAL_KEYS,
    ) -> DurableReplica:
        """Create a conversation at `path` from a replica, in a folder with mode 0700.

        With a `seal` its files are encrypted. Nothing is written yet but the folder. Raises
        StorageError.
        """
        file = ConversationFile(path, clock, seal, keyring=keyring)
        make_private_folder(path.parent)
        keeper = cls(path, replica, file)
        keeper._open_marker = mark_open(path)
        keeper.queue_update(replica.document())
        return keeper

    def create_private(self, path: Path) -> DurableReplica:
        """Create an empty private preparation for this conversation at `path`.

        If the conversation is encrypted, it is encrypted too, for its user's own keys only. The
        disk is not accessed before the first update is recorded.
        """
        keeper = DurableReplica(path, Replica(), ConversationFile(path, keyring=self.keyring))
        keeper._attach_to(self)
        return keeper

    def _attach_to(self, conversation: DurableReplica) -> None:
        self._conversation_file, self._owner_file = conversation._file, conversation.path

    def apply_and_queue(self, update: bytes) -> Changes:
        """Apply an update; write it with the next one that is recorded, or with the next save.

        Raises ReplicaError on foreign bytes.
        """
        changes = self.replica.apply(update)
        self.queue_update(update)
        return changes

    def queue_update(self, update: bytes) -> None:
        """Write an update of the replica with the next one recorded, or with the next save."""
        self._version += 1
        if update != EMPTY_DOCUMENT:
            self._unjournaled.append(update)

    def prepare_folder(self) -> None:
        """Prepare a private file's folder and seal; `record` and `write` do so themselves.

        Call it to learn beforehand whether they can write. Raises StorageError.
        """
        with self._prepare_lock:
            if self._conversation_file is None:
                return
            self._conversation_file.refresh_seal()
            if self._conversation_file.seal is not None:
                self._file.seal = self._conversation_file.seal.for_own_keys(keyring=self.keyring)
            make_private_folder(self.path.parent)
            self._open_marker = mark_open(self.path)
            self._conversation_file = None

    @property
    def is_dirty(self) -> bool:
        """Whether the replica has changes that are not in the file."""
        return self._version != self._saved_version

    @property
    def keyring(self) -> Keyring:
        """The keys that may open its files."""
        return self._file.keyring

    @property
    def seal(self) -> Seal | None:
        """The seal of an encrypted conversation; None for a plain one."""
        return self._file.seal

    @property
    def checkpoints(self) -> Checkpoints:
        """The saved moments of the notes."""
        return self._file.checkpoints

    def add_checkpoints(self, checkpoints: Checkpoints) -> None:
        """Add the saved moments of another copy; the next save writes them."""
        self._file.add_checkpoints(checkpoints)
        self._version += 1

    def record(self, update: bytes) -> None:
        """Append an update to the journal. Raises StorageError if that fails.

        After a failure it is written before the next update, which depends on it.
        """
        self._version += 1
        if self._read_only:
            return
        self._unjournaled.append(update)
        self.prepare_folder()
        if self._journal is None:
            self._journal = self._create_journal()
        self._journal.append_all(self._unjournaled)
        self._unjournaled.clear()

    def _create_journal(self) -> Journal:
        # Under the folder's lock, so that the conversation cannot be encrypted between
        # `refresh_seal` and the creation of the journal.
        with lock_folder(make_private_folder(self.path.parent)):
            self._file.refresh_seal()
            told = refuse_other_owner(self._owner_file)
            folder = make_private_folder(journal_folder(self.path))
            if not told:
                refuse_other_owner(self._owner_file, folder)
            named = ancestry(self.replica).clients
            return Journal.create(folder, self.replica.client, self.seal, named)

    def fsync_journal(self) -> None:
        """Flush the journal to the disk. May run in any thread. Raises StorageError."""
        if self._journal is not None:
            self._journal.fsync()

    def prepare_save(self) -> Save:
        """Return what the next `write` has to write."""
        mark = self._journal.position() if self._journal is not None else 0
        return Save(self._file.content_of(self.replica), mark, self._version)

    def write(self, save: Save) -> None:
        """Write the file, unless a later save was written already. May run in any thread.

        Raises ChangedOnDisk or another StorageError.
        """
        self.prepare_folder()
        with self._write_lock:
            if save.version >= self._written_version:
                self._file.write(save.content)
                self._written_version = save.version

    def complete_save(self, save: Save) -> None:
        """Drop from the journals what `write` has saved.

        Drop nothing while an update waits for a missing one: the saved document lacks it.
        """
        self._saved_version = max(self._saved_version, save.version)
        if not self.replica.is_complete:
            return
        if save.version >= self._version:
            self._unjournaled.clear()
        if self._journal is not None:
            self._journal.truncate(save.position)
        if self._orphaned_journals:
            discard_orphaned(
                [journal.path for journal in self._orphaned_journals], keyring=self.keyring
            )
            self._orphaned_journals = []

    def read_changes_on_disk(self) -> bytes:
        """Adopt the file, which was changed on disk; return as one update what the replica lacks.

        A file that was removed has no changes: the next save writes it again. Raises
        UnrelatedHistory if it is another conversation, StorageError if it is unreadable; the file
        is left as it is then.
        """
        return read_changes(self._file, self.replica)

    @property
    def rebuilt(self) -> bool:
        """Whether the file had no document, so that it was rebuilt from its tables."""
        return self._file.rebuilt

    @property
    def is_replaced(self) -> bool:
        """Whether the file on disk is another conversation now; False if it is unreadable."""
        return is_replaced(self._file, self.replica)

    def move_unrelated_aside(self) -> Path:
        """Rename the other conversation that is at the path now; return its new path.

        The next save writes this conversation again. Raises StorageError, also if a program has
        that other conversation open: the two would replace each other's file in turn.
        """
        moved = move_replacement_aside(self._file, self.replica)
        self._version += 1
        return moved

    def close(self) -> None:
        """Close the journal; remove it if the file holds all of it."""
        if self._journal is not None:
            self._journal.close(remove=not self.is_dirty and self.replica.is_complete)
            self._journal = None
        with suppress(OSError):  # not empty, or never made
            journal_folder(self.path).rmdir()
        unmark(self.path, self._open_marker)
        self._open_marker = None

    def _replay(self) -> None:
        found = replay_journals(self.path, self.replica, keyring=self.keyring)
        self.recovered = found.recovered
        self.unrelated_journals = found.unrelated_journals
        self.damaged_journals = found.damaged_journals
        self._orphaned_journals = found.orphaned_journals
        self.has_unsaved_edits = self.has_unsaved_edits or found.has_own_edits
        self._version += found.needs_save
