"""Make, find and remove the shared folders of this machine."""

from __future__ import annotations

import errno
import json
import os
import pwd
import secrets
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ...errors import RemoteError, UsageError
from ...ids import Login
from ...system.paths import exists
from ...system.people import Person, real_name_of
from ...system.user import login_of
from ...text.lazy_pattern import lazy_pattern
from ...text.sanitize import clean_line
from ..shares import NO_METADATA, Restoration, Share, ShareMetadata
from . import parents
from .posix_acl import access_list, grant_access
from .private_place import refuse_private_place
from .write_guard import write_guard

_SHARE_NAME = lazy_pattern(parents.PREFIX + "[0-9a-f]{16}")
_METADATA_FILE = "offer.json"
_MAX_METADATA_BYTES = 16_384

_ATTEMPTS = 5
"""The most attempts to remove a folder to which others may still be writing."""

_UNUSABLE = (OSError, ValueError, AttributeError, TypeError, RecursionError)
"""The exceptions that reading a shared folder can raise: another user may have made it."""


def shared_parent() -> Path:
    """Return the folder in which to make shared ones: $AFSPRAAK_SHARED, or the first usable one."""
    if os.environ.get("AFSPRAAK_SHARED"):
        return parents.parent_folders()[0]
    for parent in parents.PARENT_FOLDERS:
        with suppress(OSError):
            mode = parent.stat().st_mode
            if stat.S_ISDIR(mode) and mode & stat.S_ISVTX and os.access(parent, os.W_OK):
                return parent
    return parents.PARENT_FOLDERS[-1]


def uid_of(login: Login) -> int:
    """Return the user id of a login. Raises UsageError if this machine does not know it."""
    try:
        return pwd.getpwnam(login).pw_uid
    except (KeyError, ValueError):
        raise UsageError("sharing.no_login", login=clean_line(login)) from None


def list_shares() -> list[Share]:
    """Return the shares of this user and those of others for this user, by owner and title."""
    return sorted(_find_shares(), key=lambda share: (share.owner, share.metadata.title, share.id))


def is_owner(folder: Path) -> bool:
    """Return whether this user owns the folder at this path."""
    with suppress(OSError):
        return folder.stat(follow_symlinks=False).st_uid == os.geteuid()
    return False


def owner_of(folder: Path) -> Person | None:
    """Return the owner of the folder at this path, as the system knows them; None without one."""
    with suppress(OSError):
        user = folder.stat(follow_symlinks=False).st_uid
        return Person(login_of(user), real_name_of(user))
    return None


def delete_share(folder: Path) -> None:
    """Delete a shared folder if this user owns it; do nothing otherwise."""
    with suppress(OSError):
        if not is_owner(folder):
            return
        # Renamed first, so that nobody adds files meanwhile.
        renamed = folder.with_name(f".{folder.name}")
        folder.rename(renamed)
        _remove(renamed)


def finish_deletions() -> None:
    """Delete what is left of shares of this user whose deletion was interrupted."""
    for parent in parents.parent_folders():
        with suppress(OSError), os.scandir(parent) as entries:
            for entry in entries:
                is_left = _SHARE_NAME.fullmatch(entry.name.removeprefix(".")) is not None
                if is_left and entry.name.startswith(".") and is_owner(Path(entry.path)):
                    _remove(Path(entry.path))


def _remove(folder: Path) -> None:
    for _ in range(_ATTEMPTS):
        shutil.rmtree(folder, ignore_errors=True)
        if not exists(folder):
            return


def create_share(user: int, metadata: ShareMetadata) -> Path:
    """Make a folder for a conversation that only this user and `user` (a user id) may enter.

    Raises RemoteError.
    """
    finish_deletions()
    parent = shared_parent()
    refuse_private_place(parent)
    folder = parent / f"{parents.PREFIX}{secrets.token_hex(8)}"
    with write_guard(folder):
        folder.mkdir(mode=0o700)
        try:
            _fill(folder, user, metadata)
        except (OSError, RemoteError):
            delete_share(folder)
            raise
    return folder


def restore_share(folder: Path, restoration: Restoration) -> None:
    """Make what is lacking of a share of this user at its path: the folder, its list, the metadata.

    Do nothing if another owns what is there, or if it is no path of a share. Raises RemoteError and
    UsageError.
    """
    if folder.parent not in parents.parent_folders() or _SHARE_NAME.fullmatch(folder.name) is None:
        return
    refuse_private_place(folder.parent)
    with write_guard(folder):
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        if is_owner(folder):
            _fill(folder, uid_of(restoration.invited), restoration.metadata)


def _fill(folder: Path, user: int, metadata: ShareMetadata) -> None:
    """Let `user` into a folder, and write the metadata, unless that was done. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        if not access_list(descriptor):
            grant_access(descriptor, [user])
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        with suppress(FileExistsError):
            written = os.open(_METADATA_FILE, flags, 0o640, dir_fd=descriptor)
            with os.fdopen(written, "w", encoding="utf-8") as file:
                json.dump(metadata._asdict(), file)
    finally:
        os.close(descriptor)


def is_own_share(folder: Path) -> bool:
    """Return whether nothing is lacking of a share of this user at this path."""
    with suppress(OSError):
        if is_owner(folder) and has_metadata(folder):
            return bool(access_list(folder))
    return False


def has_metadata(folder: Path) -> bool:
    """Return whether a share has its metadata: a cleaner may have taken the file away."""
    return os.path.lexists(folder / _METADATA_FILE)


def refresh_times(folder: int) -> None:
    """Set the time of access of this user's files in a folder (a descriptor) to now.

    Cleaners remove files that nobody has used for some weeks. The time of the last write stays.
    """
    me = os.geteuid()
    with suppress(OSError):
        for name in os.listdir(folder):
            with suppress(OSError):
                status = os.stat(name, dir_fd=folder, follow_symlinks=False)
                if status.st_uid == me and stat.S_ISREG(status.st_mode):
                    times = time.time_ns(), status.st_mtime_ns
                    os.utime(name, ns=times, dir_fd=folder, follow_symlinks=False)


def _find_shares() -> Iterator[Share]:
    for parent in parents.parent_folders():
        with suppress(OSError), os.scandir(parent) as entries:
            for entry in entries:
                if entry.name.startswith(parents.PREFIX) and entry.is_dir(follow_symlinks=False):
                    with suppress(*_UNUSABLE):
                        yield _read_share(Path(entry.path))


def _read_share(folder: Path) -> Share:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        owner = os.fstat(descriptor).st_uid
        try:
            metadata = _read_metadata(descriptor, owner)
        except FileNotFoundError:
            if not _is_aged_share(folder, descriptor, owner):
                raise
            metadata = NO_METADATA
    finally:
        os.close(descriptor)
    real_name = real_name_of(owner)
    return Share(str(folder), login_of(owner), metadata, _last_write(folder), real_name)


def _read_metadata(folder: int, owner: int) -> ShareMetadata:
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
    file = os.open(_METADATA_FILE, flags, dir_fd=folder)
    try:
        if os.fstat(file).st_uid != owner:
            raise PermissionError(errno.EPERM, "another's")
        metadata: dict[str, Any] = json.loads(os.read(file, _MAX_METADATA_BYTES))
    finally:
        os.close(file)
    return ShareMetadata.from_dict(metadata)


def _is_aged_share(folder: Path, descriptor: int, owner: int) -> bool:
    """Return whether a folder without metadata is a share from which a cleaner took the file."""
    if _SHARE_NAME.fullmatch(folder.name) is None:
        return False
    return owner == os.geteuid() or any(name.endswith(".afl") for name in os.listdir(descriptor))


def _last_write(folder: Path) -> date | None:
    """Return the local date of the last write to any file in a folder."""
    with suppress(OSError), os.scandir(folder) as entries:
        times = [entry.stat(follow_symlinks=False).st_mtime for entry in entries]
        with suppress(OverflowError, ValueError):  # file times can be any number
            return datetime.fromtimestamp(max(times)).astimezone().date()
    return None
