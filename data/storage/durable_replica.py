"""Keeping one replica safe: its journal, its file, and the order in which they are written.

An update is in the journal before anybody is told of it. The file is written later, whole; only
when a save that contains them is on disk are the journal's updates dropped. What a session that was
killed left in its journal is taken in at the next opening.

File and journals together always hold the whole document: a journal begins with whatever the
replica holds that no file and no other journal does.
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
from ..crdt.replica_errors import ReplicaError
from ..crdt.yjs_document import EMPTY_DOCUMENT
from ..errors import StorageError
from ..i18n.catalogue import tr
from ..model.changes import Changes
from ..system.atomic_files import (
    display_path,
    file_identity,
    lock_folder,
    make_private_folder,
    previous_copy,
    write_error,
)
from ..system.ownership import refuse_in_other_users_notebook, refuse_other_users_file
from .ancestry import ancestry, is_unrelated, may_belong_to, refuse_unrelated
from .conversation_file import ConversationFile, FileContent, read_document
from .foreign import move_document_aside
from .journal.journal import Journal, JournalFile, discard_orphaned, read_journals
from .json_storage import ChangedOnDisk
from .loader import PrivateFile, is_private
from .open_marker import mark_open, unmark
from .siblings import journal_folder, private_path

if TYPE_CHECKING:
    from .checkpoints import Checkpoints
    from .encryption.seal import Seal


@dataclass(frozen=True, slots=True)
class Save:
    """A save under way: what to write, and how much of the journal it makes superfluous."""

    content: FileContent
    position: int
    version: int


class DurableReplica:
    """One replica with its journal and its file.

    `Keeper.open` reads what is there, `Keeper.begin` makes a new one. Everything but `write` and
    `sync` belongs to the replica's thread.
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
        """Updates that no file and no journal holds; the next that is recorded takes them along."""
        self._orphaned_journals: list[JournalFile] = []
        self._version = 0
        self._saved_version = 0
        self._written_version = 0
        self._write_lock = threading.Lock()
        self._prepare_lock = threading.Lock()
        self._conversation_file: ConversationFile | None = None
        """The conversation's own file, while this is to begin beside it."""
        self._owner_file = path
        """The file whose owner everything that is kept here is to have."""
        self.recovered = 0
        """How many updates of a session that was killed were taken in."""
        self.unrelated_journals: list[JournalFile] = []
        """Journals beside the file that belong to another conversation: nothing was taken in."""
        self.damaged_journals: list[Path] = []
        """Journals in which something could not be read; the updates before it were."""
        self._open_marker: FileIO | None = None
        self.has_unsaved_edits = False
        """Whether its user did something here that no session of theirs saved to the end."""

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        read_only: bool = False,
        private: bool = False,
        clock: Callable[[], datetime] = datetime.now,
    ) -> DurableReplica:
        """Read the conversation at `path`, its journals and what was changed in it by hand.

        With `read_only` nothing is ever written, not even a journal; with `private` it may be
        somebody's private preparation. `clock` tells local time.

        Raises DamagedFile, PrivateFile or another StoreError; the files are left as they are.
        """
        file = ConversationFile(path, clock)
        marker = None if read_only or private else mark_open(path)
        try:
            replica, by_hand = file.load(random_client(), lambda: _previous_document(path))
        except BaseException:
            unmark(path, marker)
            raise
        if is_private(replica.fields) and not private:
            unmark(path, marker)
            raise PrivateFile(path)
        keeper = cls(path, replica, file, read_only=read_only)
        keeper._open_marker = marker
        if by_hand:
            # The file may be changed by hand once more before it is saved.
            keeper.queue_update(replica.document())
            keeper.has_unsaved_edits = True
        keeper._replay()
        return keeper

    @classmethod
    def open_private(
        cls, path: Path, shared: DurableReplica | None = None
    ) -> DurableReplica | None:
        """Read the private preparation at `path`; None where nothing of one was ever kept.

        Until its first save it is in journals alone. `shared` keeps the conversation that it
        belongs to; without it nothing is ever written. Raises StoreError.
        """
        # In this order: whoever saves the file for the first time drops their journal after it.
        if not path.exists():
            keeper = cls(path, Replica(), ConversationFile(path), read_only=shared is None)
            if shared is not None:
                keeper._attach_to(shared)
            keeper._replay()
            if not path.exists():
                if not keeper.replica.fields:
                    keeper._version = 0  # there is nothing that could be saved
                known = (
                    keeper.replica.fields
                    or keeper.damaged_journals
                    or not keeper.replica.is_complete
                )
                return keeper if known else None
        return cls.open(path, read_only=shared is None, private=True)

    @classmethod
    def create(
        cls,
        path: Path,
        replica: Replica,
        *,
        clock: Callable[[], datetime] = datetime.now,
        seal: Seal | None = None,
    ) -> DurableReplica:
        """Keep a new conversation at `path`, in a folder for its user alone, locked with a `seal`.

        Raises StoreError.
        """
        file = ConversationFile(path, clock, seal)
        make_private_folder(path.parent)
        keeper = cls(path, replica, file)
        keeper._open_marker = mark_open(path)
        keeper.queue_update(replica.document())
        return keeper

    def create_private(self, path: Path) -> DurableReplica:
        """Keep a new, empty private preparation for this conversation at `path`.

        Where this is locked it is too, for its user's own keys alone. The disk is not asked before
        something is to be kept there: a first answer is taken in wherever any other is.
        """
        keeper = DurableReplica(path, Replica(), ConversationFile(path))
        keeper._attach_to(self)
        return keeper

    def _attach_to(self, conversation: DurableReplica) -> None:
        self._conversation_file, self._owner_file = conversation._file, conversation.path

    def apply_and_queue(self, update: bytes) -> Changes:
        """Apply an update that is to be kept with the next one that is recorded, or with a save.

        Raises ReplicaError on foreign bytes.
        """
        changes = self.replica.apply(update)
        self.queue_update(update)
        return changes

    def queue_update(self, update: bytes) -> None:
        """Keep an update that the replica holds, with the next one recorded or with a save."""
        self._version += 1
        if update != EMPTY_DOCUMENT:
            self._unjournaled.append(update)

    def prepare_folder(self) -> None:
        """What comes before anything is kept; needless to call, but to know. Raises StoreError."""
        with self._prepare_lock:
            if self._conversation_file is None:
                return
            self._conversation_file.refresh_seal()
            if self._conversation_file.seal is not None:
                self._file.seal = self._conversation_file.seal.for_own_keys()
            make_private_folder(self.path.parent)
            self._open_marker = mark_open(self.path)
            self._conversation_file = None

    @property
    def is_dirty(self) -> bool:
        """Whether the file lacks something that the replica holds."""
        return self._version != self._saved_version

    @property
    def seal(self) -> Seal | None:
        """What seals a locked conversation; None for a plain one."""
        return self._file.seal

    @property
    def checkpoints(self) -> Checkpoints:
        """When the notes became what they were."""
        return self._file.checkpoints

    def add_checkpoints(self, checkpoints: Checkpoints) -> None:
        """Have the moments of another copy as well, from the next save on."""
        self._file.add_checkpoints(checkpoints)
        self._version += 1

    def record(self, update: bytes) -> None:
        """Put an update in the journal. Raises StoreError when it cannot be kept there.

        It goes there with the next one then: what follows would be of no use without it.
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
        """Under the folder's lock: nobody locks the conversation just after the look at it."""
        with lock_folder(make_private_folder(self.path.parent)):
            self._file.refresh_seal()
            _refuse_in_other_users_notebook(self._owner_file)
            folder = make_private_folder(journal_folder(self.path))
            _refuse_in_other_users_notebook(self._owner_file, folder)
            named = ancestry(self.replica).clients
            return Journal.create(folder, self.replica.client, self.seal, named)

    def fsync_journal(self) -> None:
        """Bring the journal to the disk itself. May run in another thread. Raises StoreError."""
        if self._journal is not None:
            self._journal.fsync()

    def prepare_save(self) -> Save:
        """What is to be saved now."""
        mark = self._journal.position() if self._journal is not None else 0
        return Save(self._file.content_of(self.replica), mark, self._version)

    def write(self, save: Save) -> None:
        """Write the file, unless a later save has been written already. May run in any thread.

        Raises ChangedOnDisk or another StoreError.
        """
        self.prepare_folder()
        with self._write_lock:
            if save.version >= self._written_version:
                self._file.write(save.content)
                self._written_version = save.version

    def complete_save(self, save: Save) -> None:
        """After `write`: the journal need not keep what the file now holds.

        While an update waits for one that is missing, the document does not hold it, so all stays.
        """
        self._saved_version = max(self._saved_version, save.version)
        if not self.replica.is_complete:
            return
        if save.version >= self._version:
            self._unjournaled.clear()
        if self._journal is not None:
            self._journal.truncate(save.position)
        if self._orphaned_journals:
            discard_orphaned([journal.path for journal in self._orphaned_journals])
            self._orphaned_journals = []

    def read_changes_on_disk(self) -> bytes:
        """The file was changed on disk: what it holds, as an update to take in.

        A file that was taken away holds nothing and is written again.
        Raises ForeignDocument where it is another conversation, and StoreError where it cannot be
        read; it is left as it is then.
        """
        if self._file.is_missing():
            return EMPTY_DOCUMENT
        found, other = self._load_current_file()
        refuse_unrelated(self.replica, other, self.path)
        self._file.adopt(found)
        return other.update_since(self.replica.state_vector)

    @property
    def rebuilt(self) -> bool:
        """Whether the file had no document any more, and was made again from its tables."""
        return self._file.rebuilt

    @property
    def is_replaced(self) -> bool:
        """Whether another conversation stands at the path now; False where that cannot be read."""
        with suppress(StorageError):
            there = file_identity(self.path)
            if there is not None and there != self._file.file_identity:
                return is_unrelated(self.replica, self._load_current_file()[1])
        return False

    def _load_current_file(self) -> tuple[ConversationFile, Replica]:
        """What stands at the path now; nothing of it is adopted. Raises StoreError."""
        found = ConversationFile(self.path)
        return found, found.load(random_client(), lambda: self._file.document)[0]

    def move_unrelated_aside(self) -> Path:
        """Keep another conversation that stands at the path under a name of its own; return that.

        The next save writes this one again. Raises StoreError, also while that other conversation
        is open in a program: each would drive out the other.
        """
        here = ancestry(self.replica)
        for journal in read_journals(journal_folder(self.path)):
            if journal.in_use and not may_belong_to(journal.frames, journal.document_clients, here):
                raise StorageError(tr("unrelated_history.open", file=display_path(self.path)))
        found, other = self._load_current_file()
        if not is_unrelated(self.replica, other):
            raise ChangedOnDisk(self.path)  # it is another one again
        kept = move_document_aside(self.path, found.file_identity, other)
        self._file.is_missing()
        self._version += 1
        return kept

    def close(self) -> None:
        """Let go of the journal; it goes away when the file holds all of it."""
        if self._journal is not None:
            self._journal.close(remove=not self.is_dirty and self.replica.is_complete)
            self._journal = None
        with suppress(OSError):  # others' journals may be there, or none ever were
            journal_folder(self.path).rmdir()
        unmark(self.path, self._open_marker)
        self._open_marker = None

    def _replay(self) -> None:
        here = ancestry(self.replica)
        for journal in read_journals(journal_folder(self.path)):
            if not may_belong_to(journal.frames, journal.document_clients, here):
                self.unrelated_journals.append(journal)
                continue
            if journal.damaged:
                self.damaged_journals.append(journal.path)
            for update in journal.frames:
                try:
                    changes = self.replica.apply(update)
                except ReplicaError:
                    self.damaged_journals.append(journal.path)
                    break
                if changes:
                    self.recovered += 1
            if journal.client in self.replica.clocks_by_client:
                self.has_unsaved_edits = True
            if not journal.in_use:
                if journal.path not in self.damaged_journals:
                    self._orphaned_journals.append(journal)
                self._version += 1


def _previous_document(path: Path) -> str | None:
    """The document of the previous copy, where something beside the file builds on its history.

    It is needed where somebody removed the document from the file. Else the file is made again from
    its tables alone, so that two who do so get the same conversation.
    """
    if not journal_folder(path).is_dir() and not private_path(path).exists():
        return None
    return read_document(previous_copy(path))


def _refuse_in_other_users_notebook(file: Path, made: Path | None = None) -> None:
    """Raise StoreError where what is new beside `file` would be in another user's notebook.

    `made` is a new folder there, which is taken away again. See `refuse_anothers`.
    """
    try:
        if made is None:
            refuse_in_other_users_notebook(file)
        else:
            refuse_other_users_file(file.stat(), made.stat(), file.parent.stat())
    except FileNotFoundError:
        return
    except OSError as error:
        if made is not None:
            with suppress(OSError):
                made.rmdir()
        raise write_error(file, error) from error
