"""A file that a session has open: its folder, owner, seal and open marker."""

from __future__ import annotations

import threading
from contextlib import suppress
from io import FileIO
from pathlib import Path

from ..crdt.replica import Replica
from ..system.files.file_errors import write_error
from ..system.files.folder_lock import lock_folder
from ..system.files.ownership import refuse_in_other_users_notebook, refuse_other_users_file
from ..system.files.private_folder import make_private_folder
from .conversation_file import ConversationFile
from .journal.journal import Journal
from .open_marker import mark_open, unmark
from .siblings import journal_folder
from .unrelated.ancestry import ancestry


class OpenFile:
    """A conversation's or private file that a session has open."""

    def __init__(
        self, file: ConversationFile, conversation: ConversationFile | None = None
    ) -> None:
        """Bind to `file`; if that is a new private file, `conversation` is the conversation's."""
        self.file = file
        self._marker: FileIO | None = None
        self._conversation = conversation
        """The conversation's own file, until the private file has been prepared beside it."""
        self._owner_file = (conversation or file).path
        """The file whose owner all new files must have."""
        self._prepare_lock = threading.Lock()

    def mark(self) -> None:
        """Mark the file as open. Raises StorageError while it is being erased."""
        self._marker = mark_open(self.file.path)

    def unmark(self) -> None:
        """Remove the open marker."""
        unmark(self.file.path, self._marker)
        self._marker = None

    def prepare(self) -> None:
        """Prepare a new private file, in any thread; do nothing for others. Raises StorageError."""
        with self._prepare_lock:
            if self._conversation is None:
                return
            self._conversation.refresh_seal()
            if self._conversation.seal is not None:
                self.file.seal = self._conversation.seal.for_own_keys(keyring=self.file.keyring)
            self.mark()
            self._conversation = None

    def create_journal(self, replica: Replica) -> Journal:
        """Create the journal of the session of this replica.

        Raises StorageError, also if the folder of the file is gone: it may be on another disk.
        """
        self.prepare()
        path = self.file.path
        # Under the folder's lock, so that the conversation cannot be encrypted between
        # `refresh_seal` and the creation of the journal.
        with lock_folder(path.parent):
            self.file.refresh_seal()
            checked = _refuse_other_owner(self._owner_file)
            folder = make_private_folder(journal_folder(path))
            if not checked:
                _refuse_other_owner(self._owner_file, folder)
            clients = ancestry(replica).clients
            return Journal.create(folder, replica.client, self.file.seal, clients)

    def close(self) -> None:
        """Remove the open marker, and the folder of journals if it is empty."""
        with suppress(OSError):  # not empty, or never made
            journal_folder(self.file.path).rmdir()
        self.unmark()


def _refuse_other_owner(file: Path, made: Path | None = None) -> bool:
    """Raise StorageError if a new file beside `file` would be in another user's notebook.

    `made` is a folder just made there; it is removed in that case. Nothing is checked if `file`
    does not exist. Return False if that can only be determined with a `made` folder. See
    `refuse_other_users_file`.
    """
    try:
        if made is None:
            return refuse_in_other_users_notebook(file)
        refuse_other_users_file(file.stat(), made.stat(), file.parent.stat())
    except FileNotFoundError:
        pass  # the file is new as well
    except OSError as error:
        if made is not None:
            with suppress(OSError):
                made.rmdir()
        raise write_error(file, error) from error
    return True
