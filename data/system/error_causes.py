"""The cause of an OSError, in the user's language."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from ..i18n.catalogue import Message
from ..text.sanitize import clean_line
from .files.ownership import is_other_users

_REASONS = {
    errno.EACCES: "permission",
    errno.EPERM: "permission",
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EFBIG: "full",
    errno.EROFS: "read_only",
    errno.EIO: "disk",
    errno.ENOENT: "missing",
    errno.ENOTDIR: "not_folder",
    errno.EISDIR: "not_regular",
    errno.ENXIO: "not_regular",
    errno.ENODEV: "not_regular",
    errno.ELOOP: "link",
    errno.ENAMETOOLONG: "name",
    errno.EMFILE: "handles",
    errno.ENFILE: "handles",
    errno.ETIMEDOUT: "busy",
    errno.EBADF: "closed",
    errno.EINTR: "interrupted",
}


def cause_of(error: OSError, path: Path | str | None = None) -> Message:
    """Return the cause of an error, in the system's words if we have none.

    `path` is the file concerned: if it is another user's, that is the cause.
    """
    reason = _REASONS.get(error.errno or 0)
    if reason == "permission" and path is not None and is_other_users(Path(path)):
        from .user import login_of

        return Message("storage.reason.another", login=login_of(os.lstat(path).st_uid))
    if reason:
        return Message(f"storage.reason.{reason}")
    return Message("storage.reason.other", text=clean_line(error.strerror or str(error)))
