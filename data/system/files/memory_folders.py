"""Folders in memory: for files that must not be written to a disk in plain text."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ...errors import UsageError
from ..paths import is_folder, real_path
from .file_errors import write_error
from .private_folder import make_private_folder

_MEMORY_FILE_SYSTEMS = ("tmpfs", "ramfs")
_DEFAULT_ROOTS = ("/dev/shm",)  # noqa: S108 - only a folder of our own in it
"""Where Linux has files in memory, besides $XDG_RUNTIME_DIR."""
_PREFIX = "afspraak-"


def new_memory_folder(path: Path) -> Path:
    """Make a folder in memory (0700) for the conversation at `path`; see `memory_folders`.

    It is inside a folder of a random name: other users can list the parent, and learn nothing from
    it. Raises UsageError if no folder is in memory, StorageError if it cannot be made.
    """
    for root in _memory_roots():
        try:
            # Not a fixed name: another user might have made it first.
            outer = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=root))
        except OSError as error:
            raise write_error(root, error) from error
        return make_private_folder(outer / _digest(path))
    raise UsageError("lock.no_memory")


def memory_folders(path: Path) -> list[Path]:
    """Return the folders that `new_memory_folder` made for the conversation at `path`."""
    name = _digest(path)
    return [folder / name for folder in _own_folders() if is_folder(folder / name)]


def move_memory_folders(path: Path, target: Path) -> None:
    """Let the folders of the conversation at `path` be those of `target`. Raises StorageError."""
    for folder in memory_folders(path):
        try:
            folder.rename(folder.with_name(_digest(target)))
        except OSError as error:
            raise write_error(folder, error) from error


def _own_folders() -> Iterator[Path]:
    for root in _memory_roots():
        try:
            names = sorted(os.listdir(root))  # noqa: PTH208 - names are enough
        except OSError:
            continue
        for name in names:
            if name.startswith(_PREFIX) and _is_private_and_ours(Path(root, name)):
                yield Path(root, name)


def _is_private_and_ours(folder: Path) -> bool:
    try:
        status = folder.lstat()
    except OSError:
        return False
    private = stat.S_ISDIR(status.st_mode) and not stat.S_IMODE(status.st_mode) & 0o077
    return private and status.st_uid == os.geteuid()


def _memory_roots() -> Iterator[str]:
    for folder in dict.fromkeys((os.environ.get("XDG_RUNTIME_DIR", ""), *_DEFAULT_ROOTS)):
        if (
            folder.startswith("/")
            and os.access(folder, os.W_OK)
            and _file_system_type(folder) in _MEMORY_FILE_SYSTEMS
        ):
            yield folder


def _file_system_type(folder: str) -> str:
    """Return the type of the file system of a folder, as on Linux; "" if unknown."""
    best, found = "", ""
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    real = os.path.realpath(folder)
    for line in mounts.splitlines():
        _, mount_point, kind, *_ = line.split(" ")
        inside = (
            os.path.commonpath([real, mount_point]) == mount_point
            if mount_point.startswith("/")
            else False
        )
        if inside and len(mount_point) >= len(best):
            best, found = mount_point, kind
    return found


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(real_path(path))).hexdigest()[:32]
