"""Which file system a shared folder is on, and whether others see the same one at its place.

PrivateTmp of systemd and pam_namespace mount a private folder at `/var/tmp`: what is shared there
reaches nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from ...system.files.file_errors import display_path
from ..remote import ShareEnded


class Mount(NamedTuple):
    """A file system, or a part of one, and where it is mounted."""

    device: str
    root: str
    mount_point: str


def is_private_place(folder: Path) -> bool:
    """Return whether the first process of the system sees another file system at `folder`.

    Return False if that cannot be found out.
    """
    ours, systems = mount_over(folder), mount_over(folder, "1")
    return None not in (ours, systems) and ours != systems


def refuse_private_place(folder: Path) -> None:
    """Raise ShareEnded if nobody else can see what is made in `folder`."""
    if is_private_place(folder):
        raise ShareEnded("sharing.private_place", folder=display_path(folder))


def mount_over(folder: Path, process: str = "self") -> Mount | None:
    """Return what is mounted where `folder` is, as a process sees it; None if that is unknown."""
    found: Mount | None = None
    path = folder.absolute()
    with suppress(OSError, ValueError):
        for mount in _mounts(Path("/proc", process, "mountinfo")):
            over = Path(mount.mount_point)
            if path.is_relative_to(over) and (
                found is None or len(mount.mount_point) >= len(found.mount_point)
            ):
                found = mount  # of several at one point, the last one covers the others
    return found


def _mounts(table: Path) -> Iterator[Mount]:
    for line in table.read_text(encoding="utf-8", errors="surrogateescape").splitlines():
        _, _, device, root, mount_point, *_ = line.split(" ")
        yield Mount(device, root, mount_point.encode().decode("unicode_escape"))
