"""Real small disks: file systems in memory, mounted for a test."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def _mount(*words: str) -> bool:
    return not subprocess.run(["mount", *words], capture_output=True, check=False).returncode


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[Path | None]:
    """A disk of this size at `folder`; None if mounting is impossible."""
    folder.mkdir()
    try:
        mounted = _mount("-t", "tmpfs", "-o", f"size={kilobytes}k,mode=700", "tmpfs", str(folder))
    except FileNotFoundError:
        mounted = False
    if not mounted:
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], capture_output=True, check=True)


def read_only(folder: Path, on: bool = True) -> None:
    """Remount a disk read-only, or writable again."""
    assert _mount("-o", f"remount,{'ro' if on else 'rw'}", str(folder))


def fill(folder: Path) -> Path:
    """Fill the disk completely; return the file that fills it."""
    path = folder / "ballast"
    with path.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            try:
                while file.write(bytes(size)) == size:
                    pass
            except OSError:
                continue
    return path
