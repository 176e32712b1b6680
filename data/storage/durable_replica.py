"""A replica with its journal and its file, and the order in which they are written.

An update is written to the journal before listeners are notified. The file is written later, as a
whole; the journal drops updates only when a save that contains them is on disk. The journal of a
session that was killed is replayed when the file is opened next.

File and journals together always hold the whole document: a journal begins with all updates of the
replica that are in no file and no other journal.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..crdt.replica import Replica, random_client
from ..crdt.snapshot import Snapshot, decode_snapshot
from ..crdt.yjs_document import EMPTY_DOCUMENT
from ..errors import StorageError
from ..lazy_dataclass import dataclass
from ..model.changes import Changes
from ..system.files.file_identity import file_identity
from ..system.files.private_folder import make_private_folder
from ..system.paths import exists
from .changes_on_disk import FoundOnDisk, RemovedFile, move_replacement_aside, read_changes
from .conversation_file import ConversationFile, FileContent
from .encryption.keyring import USUAL_KEYS, Keyring
from .journal.discard import discard_orphaned
from .journal.session_journal import SessionJournal
from .loader import PrivateFile, is_private
from .open_file import OpenFile
from .read_back import read_back
from .recovery import Recovery, previous_document, replay_journals
from .siblings import journal_folder

if TYPE_CHECKING:
    from .checkpoints import Checkpoints
    from .encryption.seal import Seal


@dataclass(frozen=True, slots=True)
class Save:
    """A save under way.

    `position` is the journal's end at that time: the save makes all frames before it superfluous.
    `applied_updates` counts the updates of others in it.
    """

    content: FileContent
    position: int
    version: int
    applied_updates: int


class DurableReplica:
    """One replica with its journal and its file.

    `open` reads an existing conversation, `create` makes a new one. Call every method in the
    replica's thread, except `write` and `fsync_journal`.
    """

    def __init__(self, replica: Replica, opened: OpenFile, *, read_only: bool = False) -> None:
        """With `read_only` nothing is ever written, not even a journal."""
        self.path = opened.file.path
        self.replica = replica
        self.recovery = Recovery()
        """The result of replaying the journals of earlier sessions beside the file."""
        self._read_only = read_only
        self.opened = opened
        self._file = opened.file
        self._journal = SessionJournal(lambda: opened.create_journal(replica))
        self._version = 0
        self._saved_version = 0
        self._written_version = 0
        self._read_back_updates = replica.applied_updates
        self._write_lock = threading.Lock()
        self._is_removed = False

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
        opened = OpenFile(ConversationFile(path, clock, keyring=keyring))
        if not read_only and not private:
            opened.mark()
        try:
            replica, by_hand = opened.file.load(
                random_client(), lambda: previous_document(path, keyring=keyring)
            )
            if is_private(replica.fields) and not private:
                raise PrivateFile(path)
        except BaseException:
            opened.unmark()
            raise
        durable = cls(replica, opened, read_only=read_only)
        if by_hand:
            # The file may be changed by hand again before it is saved.
            durable.queue_update(replica.document())
        durable._replay()
        durable.recovery.has_unsaved_edits |= by_hand
        return durable

    @classmethod
    def open_private(
        cls, path: Path, shared: DurableReplica | None = None, *, keyring: Keyring = USUAL_KEYS
    ) -> DurableReplica | None:
        """Read the private preparation at `path`; None if there is none.

        Before its first save it is in journals only. `shared` is its conversation; without that
        nothing is ever written. Raises StorageError.
        """
        # Read the file after the journals: the first save writes it before it drops the journal.
        if not exists(path):
            conversation = None if shared is None else shared.opened.file
            opened = OpenFile(ConversationFile(path, keyring=keyring), conversation)
            durable = cls(Replica(), opened, read_only=shared is None)
            durable._replay()
            if not exists(path):
                replica = durable.replica
                if not replica.fields:
                    durable._version = 0  # nothing to save
                found = replica.fields or durable.recovery.damaged_journals
                return durable if found or not replica.is_complete else None
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
        opened = OpenFile(ConversationFile(path, clock, seal, keyring=keyring))
        make_private_folder(path.parent)
        opened.mark()
        durable = cls(replica, opened)
        durable.queue_update(replica.document())
        return durable

    def create_private(self, path: Path) -> DurableReplica:
        """Create an empty private preparation for this conversation at `path`.

        If the conversation is encrypted, it is encrypted too, for its user's own keys only. The
        disk is not accessed before the first update is recorded.
        """
        file = ConversationFile(path, keyring=self.keyring)
        return DurableReplica(Replica(), OpenFile(file, self.opened.file))

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
            self._journal.queue(update)

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
        """The checkpoints of the notes."""
        return self._file.checkpoints

    def add_checkpoints(self, checkpoints: Checkpoints) -> None:
        """Add the checkpoints of another copy; the next save writes them."""
        self._file.add_checkpoints(checkpoints)
        self._version += 1

    def keep_last_checkpoint(self) -> None:
        """Keep the state before the next save in the history, however soon that is."""
        self._file.keeps_last_checkpoint = True

    def record(self, update: bytes) -> None:
        """Append an update to the journal. Raises StorageError if that fails.

        After a failure it is written before the next update, which depends on it.
        """
        self._version += 1
        if self._read_only:
            return
        if self._journal.is_removed:
            self._journal.renew(self.replica.document())
        self._journal.append(update)

    def fsync_journal(self) -> None:
        """Flush the journal to the disk. May run in any thread. Raises StorageError."""
        self._journal.fsync()

    def prepare_save(self) -> Save:
        """Return the content for the next `write`."""
        position = self._journal.position
        content = self._file.content_of(self.replica)
        return Save(content, position, self._version, self.replica.applied_updates)

    def write(self, save: Save) -> None:
        """Write the file, unless a later save was written already. May run in any thread.

        If it contains new updates of others, it is read back first. Raises ChangedOnDisk or another
        StorageError.
        """
        self.opened.prepare()
        with self._write_lock:
            if save.version >= self._written_version:
                if save.applied_updates != self._read_back_updates:
                    read_back(save.content, self.path)
                    self._read_back_updates = save.applied_updates
                self._file.write(save.content)
                self._written_version = save.version

    def complete_save(self, save: Save) -> None:
        """Drop from the journals the updates that `write` has saved.

        A journal of an ended session stays while an update in it waits for a missing one: the saved
        document lacks it. In the session's own journal nothing waits.
        """
        self._saved_version = max(self._saved_version, save.version)
        if save.version >= self._version:
            self._journal.forget_queued()
        self._journal.truncate(save.position)
        recovery = self.recovery
        waiting = recovery.waiting_journals(self.replica)
        saved = [journal.path for journal in recovery.orphaned_journals if journal not in waiting]
        discard_orphaned(saved, keyring=self.keyring)
        recovery.orphaned_journals = waiting

    @property
    def is_changed_on_disk(self) -> bool:
        """Whether the file is not the one that was read or written last. Raises StorageError."""
        return self._is_removed or file_identity(self.path) != self._file.file_identity

    @property
    def is_removed(self) -> bool:
        """Whether the file was found to be gone, and nobody decided yet to write it again."""
        return self._is_removed

    def merge_changes_on_disk(self) -> tuple[Changes, FoundOnDisk]:
        """Adopt the file, which was changed on disk; return the changes, and what was in it.

        Raises RemovedFile if the file is gone: then the journal gets the whole document, and
        nothing is saved before `allow_recreation`. Raises UnrelatedHistory if it is another
        conversation, StorageError if it is unreadable; the file stays unchanged then.
        """
        try:
            found = read_changes(self._file, self.replica)
        except RemovedFile as error:
            raise RemovedFile(error.path, is_journaled=self._journal_removed()) from None
        self._is_removed = False
        changes = self.replica.apply(found.update)
        is_in_file = found.snapshot == decode_snapshot(self.replica.snapshot)
        if is_in_file and not found.by_hand and self._needs_no_save:
            self._journal.forget_queued()
            self._journal.truncate(self._journal.position)
            self._saved_version = self._version
        else:
            self.queue_update(found.update)
        return changes, found

    @property
    def _needs_no_save(self) -> bool:
        """Whether a save would make no journal of an ended session superfluous."""
        recovery = self.recovery
        waiting = recovery.waiting_journals(self.replica)
        return len(waiting) == len(recovery.orphaned_journals)

    def _journal_removed(self) -> bool:
        """Write the whole document to the journal, once; return whether it is where the file was.

        It is not if the folder was removed or moved.
        """
        if not self._is_removed:
            self._is_removed = True
            self._version += 1
            with suppress(StorageError):
                self.record(self.replica.document())
        return exists(journal_folder(self.path))

    def allow_recreation(self) -> None:
        """Let the next save write the file again if it was removed: its user wants that."""
        if self._is_removed:
            self._is_removed = False
            self._file.forget_written()

    @property
    def rebuilt(self) -> bool:
        """Whether the file had no document, so that it was rebuilt from its tables."""
        return self._file.rebuilt

    @property
    def by_hand(self) -> Snapshot:
        """What was changed by hand in the file since this program wrote it."""
        return self._file.by_hand

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
        self._journal.close(remove=not self.is_dirty)
        self.opened.close()

    def _replay(self) -> None:
        self.recovery = replay_journals(self.path, self.replica, keyring=self.keyring)
        self._version += self.recovery.needs_save
