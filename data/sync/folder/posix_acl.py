"""Set the POSIX access control lists of a shared folder, without any package.

The layout is that of Linux's `posix_acl_xattr.h`: a version, then entries of tag, permissions and
id, 16, 16 and 32 bits, little-endian, ordered by tag and id.
"""

from __future__ import annotations

import errno
import os
import struct
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from ...errors import RemoteError

_ACCESS, _DEFAULT = "system.posix_acl_access", "system.posix_acl_default"
_VERSION = struct.Struct("<I")
_ENTRY = struct.Struct("<HHI")
_OWNER, _USER, _GROUP, _MASK, _OTHER = 0x01, 0x02, 0x04, 0x10, 0x20
_NOBODY = 0xFFFFFFFF
_READ, _ALL = 4, 7

FOLDER_MODE = 0o1770
"""Sticky: only the owner of a log, or of the folder, can remove the log."""


def grant_access(folder: int, users: Iterable[int]) -> None:
    """Grant these users and the folder's owner access to a folder (a descriptor); deny all others.

    They may list it and make files in it, which all of them can read and only the file's owner can
    write. Raises RemoteError if the file system has no ACLs.
    """
    invited = sorted(set(users))
    owner = os.fstat(folder).st_uid
    readers = sorted({owner, *invited})
    try:
        os.fchmod(folder, FOLDER_MODE)
        os.setxattr(folder, _ACCESS, _packed(dict.fromkeys(invited, _ALL)))
        os.setxattr(folder, _DEFAULT, _packed(dict.fromkeys(readers, _READ)))
    except (OSError, AttributeError) as error:
        number = getattr(error, "errno", errno.ENOTSUP)
        if number in (errno.ENOTSUP, errno.ENOSYS) or sys.platform != "linux":
            raise RemoteError("sharing.no_acl") from error
        raise


def access_list(folder: int | Path) -> bytes:
    """Return the access list of a folder, or a descriptor of one; b"" if it has none."""
    with suppress(OSError, AttributeError):
        return os.getxattr(folder, _ACCESS)
    return b""


def _packed(users: dict[int, int]) -> bytes:
    entries = [
        (_OWNER, _ALL, _NOBODY),
        *((_USER, permissions, user) for user, permissions in sorted(users.items())),
        (_GROUP, 0, _NOBODY),
        (_MASK, _ALL, _NOBODY),
        (_OTHER, 0, _NOBODY),
    ]
    return _VERSION.pack(2) + b"".join(_ENTRY.pack(*entry) for entry in entries)
