"""Discarding the journals of ended sessions, or setting them aside."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from ...system.files.atomic_files import free_name
from ...system.files.file_errors import write_error
from ...system.files.folder_lock import lock_folder
from ...system.paths import is_folder
from ..encryption.keyring import USUAL_KEYS, Keyring
from .journal_files import is_in_use
from .journal_format import scan_journal


def discard_orphaned(paths: Iterable[Path], *, keyring: Keyring = USUAL_KEYS) -> list[Path]:
    """Remove journals that no session holds, once a save with their frames is on disk.

    Pass only journals that were orphaned when they were read: nobody appends to them any more.
    A journal in use is not removed. A damaged one is renamed to `<name>.damaged`, as it may hold
    more than could be read, and is ignored from then on; return the new paths. Raises StorageError.
    """
    renamed = []
    for path in paths:
        if not is_folder(path.parent):
            continue
        with lock_folder(path.parent) as folder:
            if is_in_use(path) is not False:
                continue
            try:
                if scan_journal(path, keyring=keyring).damaged:
                    renamed.append(_rename(path, folder))
                else:
                    os.unlink(path.name, dir_fd=folder)
            except OSError as error:
                raise write_error(path, error) from error
    return renamed


def rename_aside(path: Path) -> Path:
    """Rename a journal of an ended session to `<name>.damaged`: it is ignored from then on.

    Return its new path; the same path if a session holds it now. Raises StorageError.
    """
    with lock_folder(path.parent) as folder:
        try:
            return path if is_in_use(path) else _rename(path, folder)
        except OSError as error:
            raise write_error(path, error) from error


def _rename(path: Path, folder: int) -> Path:
    aside = free_name(path)
    os.rename(path.name, aside.name, src_dir_fd=folder, dst_dir_fd=folder)
    return aside
