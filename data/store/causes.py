"""What the system reports about files, in the user's words."""

from __future__ import annotations

import errno

from ..language import say
from ..text import clean_line

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


def cause_of(error: OSError) -> str:
    """Return what the system reports, in the user's words where there are any."""
    word = _REASONS.get(error.errno or 0)
    if word:
        return say(f"store.reason.{word}")
    return clean_line(error.strerror or str(error))
