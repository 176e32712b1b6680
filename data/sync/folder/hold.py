"""One session's hold on a shared folder: which folder it is, and a lock that keeps cleaners away.

systemd-tmpfiles leaves a folder alone that somebody has locked (tmpfiles.d(5)). The lock is on the
share alone: a lock on `/var/tmp` would keep all of it from being cleaned.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path

from ...errors import AfspraakError, RemoteError
from ...system.files.descriptors import close_quietly
from ...system.files.file_errors import display_path, read_error
from ..remote import ShareEnded
from ..shares import Restoration
from .posix_acl import access_list
from .private_place import Mount, is_private_place, mount_over
from .shared_folders import has_metadata, is_own_share, refresh_times, restore_share

FolderId = tuple[int, int]
"""The device and the inode of a folder."""


class FolderHold:
    """A folder that is open and locked while a session uses it."""

    def __init__(self, folder: Path, restoration: Restoration | None) -> None:
        """Do not open it yet. With a `restoration`, this user owns the share: `take` makes it."""
        self._folder, self._restoration = folder, restoration
        self._descriptor: int | None = None
        self._id: FolderId | None = None
        self._has_metadata = False
        """Whether the metadata of an own share were there as it was taken."""
        self._first: tuple[int, bytes] | None = None
        """The owner and the access list of the folder as it was taken first."""
        self._mount: Mount | None = None
        """What was mounted where the folder was as it was taken first."""

    @property
    def descriptor(self) -> int:
        """The descriptor of the folder. Raises RemoteError if it cannot be opened."""
        if self._descriptor is None:
            self.take()
        assert self._descriptor is not None, "it has just been taken"
        return self._descriptor

    @property
    def is_taken(self) -> bool:
        """Whether the folder is open."""
        return self._descriptor is not None

    @property
    def id_at_path(self) -> FolderId | None:
        """What is at the path of the folder now; None if nothing is."""
        with suppress(OSError):
            status = self._folder.stat(follow_symlinks=False)
            return status.st_dev, status.st_ino
        return None

    @property
    def is_in_place(self) -> bool:
        """Whether the folder that was taken is at its path, with the metadata of an own share."""
        if self._id is None or self.id_at_path != self._id:
            return False
        return not self._has_metadata or has_metadata(self._folder)

    def take(self) -> None:
        """Open and lock the folder, or make it again if this user shares it.

        Raises ShareEnded if it is not there, is another's, or is covered by another file system;
        and RemoteError.
        """
        self._refuse_covered()
        if self._restoration is not None and not self.is_in_place:
            self._restore(self._restoration)
        if self._descriptor is not None and self.id_at_path == self._id:
            return
        self.release()
        try:
            flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
            descriptor = os.open(self._folder, flags)
        except OSError as error:
            raise folder_error(self._folder, error) from error
        try:
            status = os.fstat(descriptor)
            identity = status.st_uid, access_list(descriptor)
            if self._first not in (None, identity):
                raise ShareEnded("sharing.replaced", folder=display_path(self._folder))
            with suppress(OSError):  # a cleaner, or a file system without locks
                fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
            refresh_times(descriptor)
        except BaseException:
            close_quietly(descriptor)
            raise
        self._descriptor, self._id = descriptor, (status.st_dev, status.st_ino)
        if self._first is None:
            self._first, self._mount = identity, mount_over(self._folder)
        self._has_metadata = self._restoration is not None and has_metadata(self._folder)

    def release(self) -> None:
        """Close the folder: cleaners may take it."""
        if self._descriptor is not None:
            close_quietly(self._descriptor)
        self._descriptor = self._id = None

    def _refuse_covered(self) -> None:
        """Raise ShareEnded if another file system is mounted where the folder was.

        The share is not made again in it: it would be left there when it is unmounted, and who is
        in a mount namespace of their own would not see it.
        """
        if self._mount is None or self.is_in_place:
            return
        place = self._folder.parent
        if mount_over(place) != self._mount and not is_private_place(place):
            raise ShareEnded("sharing.covered", folder=display_path(place))

    def _restore(self, restoration: Restoration) -> None:
        if not is_own_share(self._folder) and restoration.is_wanted():
            with suppress(AfspraakError):  # then what is there is used, if it can be
                restore_share(self._folder, restoration)


def folder_error(folder: Path, error: OSError) -> RemoteError:
    """Return the error for a folder that cannot be opened or read."""
    if isinstance(error, FileNotFoundError | PermissionError | NotADirectoryError):
        place = display_path(folder.parent)
        if is_private_place(folder.parent):
            return ShareEnded("sharing.private_place", folder=place)
        return ShareEnded("sharing.ended", folder=display_path(folder))
    return RemoteError(read_error(folder, error).message)
