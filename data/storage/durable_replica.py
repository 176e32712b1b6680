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

from ..crdt.replica import EMPTY_DOCUMENT, Replica, ReplicaError, random_client
from ..errors import StoreError
from ..i18n.catalogue import tr
from ..model.changes import Changes
from ..system.atomic_files import identity, locked, previous_copy, private_folder, shown, unwritable
from ..system.ownership import refuse_anothers, refuse_in_anothers_notebook
from .ancestry import ancestry, fits, is_foreign, refuse_foreign
from .conversation_file import ConversationFile, FileContent, document_in
from .foreign import set_aside
from .journal.journal import Journal, JournalFile, discard, read_journals
from .json_storage import ChangedOnDisk
from .loader import PrivateFile, is_private
from .open_marker import marked_open, unmark
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
        self._unkept: list[bytes] = []
        """Updates that no file and no journal holds; the next that is recorded takes them along."""
        self._left_behind: list[JournalFile] = []
        self._version = 0
        self._saved_version = 0
        self._written_version = 0
        self._writing = threading.Lock()
        self._readying = threading.Lock()
        self._shared: ConversationFile | None = None
        """The conversation's own file, while this is to begin beside it."""
        self._belongs_to = path
        """The file whose owner everything that is kept here is to have."""
        self.recovered = 0
        """How many updates of a session that was killed were taken in."""
        self.foreign: list[JournalFile] = []
        """Journals beside the file that belong to another conversation: nothing was taken in."""
        self.damaged: list[Path] = []
        """Journals in which something could not be read; the updates before it were."""
        self._open: FileIO | None = None
        self.unsaved = False
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
        mark = None if read_only or private else marked_open(path)
        try:
            replica, by_hand = file.load(random_client(), lambda: _earlier(path))
        except BaseException:
            unmark(path, mark)
            raise
        if is_private(replica.fields) and not private:
            unmark(path, mark)
            raise PrivateFile(path)
        keeper = cls(path, replica, file, read_only=read_only)
        keeper._open = mark
        if by_hand:
            # The file may be changed by hand once more before it is saved.
            keeper.owe(replica.document())
            keeper.unsaved = True
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
                keeper._begin_beside(shared)
            keeper._replay()
            if not path.exists():
                if not keeper.replica.fields:
                    keeper._version = 0  # there is nothing that could be saved
                known = keeper.replica.fields or keeper.damaged or not keeper.replica.is_complete
                return keeper if known else None
        return cls.open(path, read_only=shared is None, private=True)

    @classmethod
    def begin(
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
        private_folder(path.parent)
        keeper = cls(path, replica, file)
        keeper._open = marked_open(path)
        keeper.owe(replica.document())
        return keeper

    def beside(self, path: Path) -> DurableReplica:
        """Keep a new, empty private preparation for this conversation at `path`.

        Where this is locked it is too, for its user's own keys alone. The disk is not asked before
        something is to be kept there: a first answer is taken in wherever any other is.
        """
        keeper = DurableReplica(path, Replica(), ConversationFile(path))
        keeper._begin_beside(self)
        return keeper

    def _begin_beside(self, conversation: DurableReplica) -> None:
        self._shared, self._belongs_to = conversation._file, conversation.path

    def take_in(self, update: bytes) -> Changes:
        """Apply an update that is to be kept with the next one that is recorded, or with a save.

        Raises ReplicaError on foreign bytes.
        """
        changes = self.replica.apply(update)
        self.owe(update)
        return changes

    def owe(self, update: bytes) -> None:
        """Keep an update that the replica holds, with the next one recorded or with a save."""
        self._version += 1
        if update != EMPTY_DOCUMENT:
            self._unkept.append(update)

    def make_ready(self) -> None:
        """What comes before anything is kept; needless to call, but to know. Raises StoreError."""
        with self._readying:
            if self._shared is None:
                return
            self._shared.look_again()
            if self._shared.seal is not None:
                self._file.seal = self._shared.seal.mine()
            private_folder(self.path.parent)
            self._open = marked_open(self.path)
            self._shared = None

    @property
    def changed(self) -> bool:
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

    def remember(self, moments: Checkpoints) -> None:
        """Have the moments of another copy as well, from the next save on."""
        self._file.remember(moments)
        self._version += 1

    def record(self, update: bytes) -> None:
        """Put an update in the journal. Raises StoreError when it cannot be kept there.

        It goes there with the next one then: what follows would be of no use without it.
        """
        self._version += 1
        if self._read_only:
            return
        self._unkept.append(update)
        self.make_ready()
        if self._journal is None:
            self._journal = self._begin_journal()
        self._journal.append_all(self._unkept)
        self._unkept.clear()

    def _begin_journal(self) -> Journal:
        """Under the folder's lock: nobody locks the conversation just after the look at it."""
        with locked(private_folder(self.path.parent)):
            self._file.look_again()
            _refuse_beside_anothers(self._belongs_to)
            folder = private_folder(journal_folder(self.path))
            _refuse_beside_anothers(self._belongs_to, folder)
            named = ancestry(self.replica).clients
            return Journal.create(folder, self.replica.client, self.seal, named)

    def sync(self) -> None:
        """Bring the journal to the disk itself. May run in another thread. Raises StoreError."""
        if self._journal is not None:
            self._journal.sync()

    def prepare(self) -> Save:
        """What is to be saved now."""
        mark = self._journal.position() if self._journal is not None else 0
        return Save(self._file.content_of(self.replica), mark, self._version)

    def write(self, save: Save) -> None:
        """Write the file, unless a later save has been written already. May run in any thread.

        Raises ChangedOnDisk or another StoreError.
        """
        self.make_ready()
        with self._writing:
            if save.version >= self._written_version:
                self._file.write(save.content)
                self._written_version = save.version

    def settle(self, save: Save) -> None:
        """After `write`: the journal need not keep what the file now holds.

        While an update waits for one that is missing, the document does not hold it, so all stays.
        """
        self._saved_version = max(self._saved_version, save.version)
        if not self.replica.is_complete:
            return
        if save.version >= self._version:
            self._unkept.clear()
        if self._journal is not None:
            self._journal.truncate(save.position)
        if self._left_behind:
            discard([journal.path for journal in self._left_behind])
            self._left_behind = []

    def refresh(self) -> bytes:
        """The file was changed on disk: what it holds, as an update to take in.

        A file that was taken away holds nothing and is written again.
        Raises ForeignDocument where it is another conversation, and StoreError where it cannot be
        read; it is left as it is then.
        """
        if self._file.gone():
            return EMPTY_DOCUMENT
        found, other = self._found()
        refuse_foreign(self.replica, other, self.path)
        self._file.adopt(found)
        return other.since(self.replica.state_vector)

    @property
    def rebuilt(self) -> bool:
        """Whether the file had no document any more, and was made again from its tables."""
        return self._file.rebuilt

    @property
    def replaced(self) -> bool:
        """Whether another conversation stands at the path now; False where that cannot be read."""
        with suppress(StoreError):
            there = identity(self.path)
            if there is not None and there != self._file.found:
                return is_foreign(self.replica, self._found()[1])
        return False

    def _found(self) -> tuple[ConversationFile, Replica]:
        """What stands at the path now; nothing of it is adopted. Raises StoreError."""
        found = ConversationFile(self.path)
        return found, found.load(random_client(), lambda: self._file.document)[0]

    def yield_place(self) -> Path:
        """Keep another conversation that stands at the path under a name of its own; return that.

        The next save writes this one again. Raises StoreError, also while that other conversation
        is open in a program: each would drive out the other.
        """
        here = ancestry(self.replica)
        for journal in read_journals(journal_folder(self.path)):
            if journal.alive and not fits(journal.frames, journal.named, here):
                raise StoreError(tr("unrelated_history.open", file=shown(self.path)))
        found, other = self._found()
        if not is_foreign(self.replica, other):
            raise ChangedOnDisk(self.path)  # it is another one again
        kept = set_aside(self.path, found.found, other)
        self._file.gone()
        self._version += 1
        return kept

    def close(self) -> None:
        """Let go of the journal; it goes away when the file holds all of it."""
        if self._journal is not None:
            self._journal.close(remove=not self.changed and self.replica.is_complete)
            self._journal = None
        with suppress(OSError):  # others' journals may be there, or none ever were
            journal_folder(self.path).rmdir()
        unmark(self.path, self._open)
        self._open = None

    def _replay(self) -> None:
        here = ancestry(self.replica)
        for journal in read_journals(journal_folder(self.path)):
            if not fits(journal.frames, journal.named, here):
                self.foreign.append(journal)
                continue
            if journal.damaged:
                self.damaged.append(journal.path)
            for update in journal.frames:
                try:
                    changes = self.replica.apply(update)
                except ReplicaError:
                    self.damaged.append(journal.path)
                    break
                if changes:
                    self.recovered += 1
            if journal.client in self.replica.clocks_by_client:
                self.unsaved = True
            if not journal.alive:
                if journal.path not in self.damaged:
                    self._left_behind.append(journal)
                self._version += 1


def _earlier(path: Path) -> str | None:
    """The document of the previous copy, where something beside the file builds on its history.

    It is needed where somebody removed the document from the file. Else the file is made again from
    its tables alone, so that two who do so get the same conversation.
    """
    if not journal_folder(path).is_dir() and not private_path(path).exists():
        return None
    return document_in(previous_copy(path))


def _refuse_beside_anothers(file: Path, made: Path | None = None) -> None:
    """Raise StoreError where what is new beside `file` would be in another user's notebook.

    `made` is a new folder there, which is taken away again. See `refuse_anothers`.
    """
    try:
        if made is None:
            refuse_in_anothers_notebook(file)
        else:
            refuse_anothers(file.stat(), made.stat(), file.parent.stat())
    except FileNotFoundError:
        return
    except OSError as error:
        if made is not None:
            with suppress(OSError):
                made.rmdir()
        raise unwritable(file, error) from error
