"""Write a copy of a conversation to another folder, if its own cannot be written.

The copy is a complete conversation: it can be opened there, and `merge` merges it back.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..errors import StorageError
from ..i18n.catalogue import Message
from ..ids import Slug
from ..notebook.summary import SUFFIX
from ..session.session import Session
from ..storage.database import ConversationDatabase
from ..storage.json_storage import DurableStorage
from ..storage.siblings import is_free, private_path
from ..system.files.atomic_files import remove, write_new_file
from ..system.files.descriptors import fsync_descriptor
from ..system.files.file_errors import display_path, write_error
from ..system.files.folder_lock import lock_folder
from ..system.paths import is_folder, user_path


def copy_target(text: str, slug: Slug) -> Path:
    """Return the file for a typed path: a folder becomes `<slug>.json` in it, a name gets `.json`.

    Raises UsageError for `~login` of an unknown login.
    """
    path = user_path(text.strip())
    if is_folder(path):
        path /= slug
    return path if path.name.endswith(SUFFIX) else path.with_name(path.name + SUFFIX)


def write_obstacle(path: Path) -> Message | None:
    """Return the message why nothing can be written to `path`; None if no reason is known."""
    if not is_free(path):
        return Message("save_copy.exists", file=display_path(path))
    if not is_folder(path.parent):
        reason = Message("storage.reason.missing")
        return Message("storage.not_written", file=display_path(path.parent), reason=reason)
    return None


def write_copy(session: Session, path: Path) -> None:
    """Write the whole conversation as it is now to `path`, for its owner alone (0600).

    Private preparation is written beside it; if the conversation is locked, both files are. Nothing
    is ever overwritten. Raises StorageError, and then no file remains.
    """
    if reason := write_obstacle(path):
        raise StorageError(reason)
    shared, private = session.replicas.current_tables()
    written: list[Path] = []
    try:
        for target, tables, seal in (
            (path, shared, session.seal),
            (
                private_path(path),
                private,
                session.seal and session.seal.for_own_keys(keyring=session.user.keyring),
            ),
        ):
            if tables is not None:
                database = ConversationDatabase(
                    target, seal, storage=_NewFile, keyring=session.user.keyring
                )
                database.replace(tables)
                database.save()
                written.append(target)
    except StorageError:
        for target in written:
            with suppress(OSError):
                target.unlink()
        raise


class _NewFile(DurableStorage):
    """A storage that makes a new file, and never replaces one."""

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Write the tables to a new file. Raises StorageError, also if there is a file already."""
        body = self.encode(data)
        with lock_folder(self.path.parent) as folder:
            try:
                write_new_file(self.path.name, body, folder)
                fsync_descriptor(folder)
            except FileExistsError:
                raise StorageError("save_copy.exists", file=display_path(self.path)) from None
            except OSError as error:
                with suppress(OSError):  # it is ours: an existing one raises FileExistsError
                    remove(self.path.name, folder)
                raise write_error(self.path, error) from error
