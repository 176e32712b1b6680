"""Restore the previous copy of a file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..system.files.atomic_files import (
    free_name,
    link_or_copy,
    previous_copy,
    regular_status,
    resolve_link,
    write_atomically,
)
from ..system.files.file_errors import read_error, write_error
from ..system.files.folder_lock import lock_folder
from ..system.files.ownership import is_other_users
from .encryption.keyring import USUAL_KEYS, Keyring
from .encryption.seal import BrokenSeal, unseal_if_sealed
from .json_storage import DamagedFile, read_bytes
from .strict_json import Damage, parse_tables


def restore_previous(path: Path | str, *, keyring: Keyring = USUAL_KEYS) -> Path | None:
    """Replace a damaged file by its previous copy.

    The damaged file stays beside it as `<name>.damaged` (numbered if that exists), and so does the
    previous copy. Return the damaged file's new path, None if there was no file. Raises DamagedFile
    if the previous copy is damaged too, StorageError if there is none or writing fails.
    """
    real = resolve_link(Path(path))
    previous = previous_copy(real)
    with lock_folder(real.parent) as folder:
        try:
            data, _ = read_bytes(previous)
            parse_tables(unseal_if_sealed(data, previous, keyring=keyring)[0])
        except FileNotFoundError as error:
            raise read_error(previous, error) from error
        except (Damage, BrokenSeal) as damage:
            raise DamagedFile(previous, damage.message) from None
        if is_other_users(real):
            # It may be neither readable nor linkable.
            with move_damaged_aside(real, folder) as damaged_path:
                write_atomically(real, data)
            return damaged_path
        damaged_path = _damaged_name(real, folder)
        if damaged_path is not None:
            try:
                link_or_copy(real.name, damaged_path.name, folder)
            except OSError as error:
                raise write_error(damaged_path, error) from error
        write_atomically(real, data)
    return damaged_path


@contextmanager
def move_damaged_aside(path: Path, folder: int) -> Iterator[Path | None]:
    """Rename a damaged file to `<name>.damaged`; undo that if the block raises.

    `folder` is the folder of `path`, open and locked. Yield the new path, None if there was no
    file. Raises StorageError.
    """
    damaged_path = _damaged_name(path, folder)
    if damaged_path is not None:
        try:
            os.rename(path.name, damaged_path.name, src_dir_fd=folder, dst_dir_fd=folder)
        except OSError as error:
            raise write_error(damaged_path, error) from error
    try:
        yield damaged_path
    except BaseException:
        if damaged_path is not None and not os.path.lexists(path):
            os.rename(damaged_path.name, path.name, src_dir_fd=folder, dst_dir_fd=folder)
        raise


def _damaged_name(path: Path, folder: int) -> Path | None:
    """Return a free name for a damaged file; None without one. Raises StorageError."""
    try:
        # Never move a folder or a device away.
        exists = regular_status(path.name, folder) is not None
    except OSError as error:
        raise read_error(path, error) from error
    return free_name(path) if exists else None
