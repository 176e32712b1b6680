"""Make, find and remove the shared folders of this machine."""

from __future__ import annotations

import errno
import json
import os
import pwd
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ...errors import RemoteError, UsageError
from ...ids import Login
from ...system.paths import exists
from ...system.people import real_name_of
from ...system.user import login_of
from ...text.sanitize import clean_line
from ..shares import Share, ShareMetadata
from . import parents
from .posix_acl import grant_access
from .write_guard import write_guard

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


def delete_share(folder: Path) -> None:
    """Delete a shared folder if this user owns it; do nothing otherwise."""
    with suppress(OSError):
        if folder.stat(follow_symlinks=False).st_uid != os.geteuid():
            return
        # Renamed first, so that nobody adds files meanwhile.
        renamed = folder.with_name(f".{folder.name}")
        folder.rename(renamed)
        for _ in range(_ATTEMPTS):
            shutil.rmtree(renamed, ignore_errors=True)
            if not exists(renamed):
                return


def create_share(user: int, metadata: ShareMetadata) -> Path:
    """Make a folder for a conversation that only this user and `user` (a user id) may enter.

    Raises RemoteError.
    """
    folder = shared_parent() / f"{parents.PREFIX}{secrets.token_hex(8)}"
    with write_guard(folder):
        folder.mkdir(mode=0o700)
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            grant_access(descriptor, [user])
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
            written = os.open(_METADATA_FILE, flags, 0o640, dir_fd=descriptor)
            with os.fdopen(written, "w", encoding="utf-8") as file:
                json.dump(metadata._asdict(), file)
        except (OSError, RemoteError):
            delete_share(folder)
            raise
        finally:
            os.close(descriptor)
    return folder


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
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
        file = os.open(_METADATA_FILE, flags, dir_fd=descriptor)
        try:
            if os.fstat(file).st_uid != owner:
                raise PermissionError(errno.EPERM, "another's")
            metadata: dict[str, Any] = json.loads(os.read(file, _MAX_METADATA_BYTES))
        finally:
            os.close(file)
    finally:
        os.close(descriptor)
    return Share(
        str(folder),
        login_of(owner),
        ShareMetadata.from_dict(metadata),
        _last_write(folder),
        real_name_of(owner),
    )


def _last_write(folder: Path) -> date | None:
    """Return the local date of the last write to any file in a folder."""
    with suppress(OSError), os.scandir(folder) as entries:
        times = [entry.stat(follow_symlinks=False).st_mtime for entry in entries]
        with suppress(OverflowError, ValueError):  # file times can be any number
            return datetime.fromtimestamp(max(times)).astimezone().date()
    return None
