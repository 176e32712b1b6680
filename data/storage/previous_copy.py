"""Putting the previous copy of a file back in its place."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..system.atomic_files import (
    free_name,
    link_or_copy,
    previous_copy,
    regular_status,
    resolve_link,
    write_atomically,
)
from ..system.file_errors import read_error, write_error
from ..system.folder_lock import lock_folder
from ..system.ownership import is_other_users
from .encryption.seal import BrokenSeal, unseal_if_sealed
from .json_storage import DamagedFile, read_bytes
from .strict_json import Damage, parse_tables


def restore_previous(path: Path | str) -> Path | None:
    """Put the previous copy back in the place of a damaged file; nothing gets lost.

    The damaged file stays beside it as `<name>.damaged` (numbered when taken), and so does the
    previous copy. Returns where the damaged file went, None when there was none. Raises DamagedFile
    when the previous copy is no good either, StoreError when there is none or writing fails.
    """
    real = resolve_link(Path(path))
    previous = previous_copy(real)
    with lock_folder(real.parent) as folder:
        try:
            data, _ = read_bytes(previous)
            parse_tables(unseal_if_sealed(data, previous)[0])
        except FileNotFoundError as error:
            raise read_error(previous, error) from error
        except (Damage, BrokenSeal) as damage:
            raise DamagedFile(previous, str(damage)) from None
        if is_other_users(real):
            # It may be neither read nor linked to.
            with move_damaged_aside(real, folder) as kept:
                write_atomically(real, data)
            return kept
        kept = _damaged_name(real, folder)
        if kept is not None:
            try:
                link_or_copy(real.name, kept.name, folder, 0o600)
            except OSError as error:
                raise write_error(kept, error) from error
        write_atomically(real, data)
    return kept


@contextmanager
def move_damaged_aside(path: Path, folder: int) -> Iterator[Path | None]:
    """Rename a damaged file to `<name>.damaged`, and back where what is done meanwhile fails.

    `folder` is the folder of `path`, open and locked. Gives where the file went, None where there
    was none. Raises StoreError.
    """
    kept = _damaged_name(path, folder)
    if kept is not None:
        try:
            os.rename(path.name, kept.name, src_dir_fd=folder, dst_dir_fd=folder)
        except OSError as error:
            raise write_error(kept, error) from error
    try:
        yield kept
    except BaseException:
        if kept is not None and not os.path.lexists(path):
            os.rename(kept.name, path.name, src_dir_fd=folder, dst_dir_fd=folder)
        raise


def _damaged_name(path: Path, folder: int) -> Path | None:
    """Where a damaged file goes; None where there is none. Raises StoreError for another thing."""
    try:
        # A folder or a device is not ours to move away.
        there = regular_status(path.name, folder) is not None
    except OSError as error:
        raise read_error(path, error) from error
    return free_name(path) if there else None
