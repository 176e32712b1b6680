"""The files in the folder of a working copy: ours, the editor's, and those of the user."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from ...text.lazy_pattern import lazy_pattern

NOTES = "notes.md"
"""A neutral name: other users can see it in the list of processes."""
BASE = "base.json"
PREFIX = "editor-"
"""The beginning of the name of a working copy's folder."""
_RESCUED = lazy_pattern(r"notes\.md\.save(\.\d+)?|#notes\.md#")
"""Files in which nano and Emacs save unsaved text when their terminal closes."""
_SWAP = lazy_pattern(r"\.notes\.md\.sw[a-p]")
"""Swap files of Vim, with unsaved text that only Vim can read."""
_OURS = lazy_pattern(r"\..*|#?notes\.md.*|base\.json")
"""Files that afspraak and editors make; all others are the user's."""


def all_files(folder: Path) -> list[Path]:
    """Return every file in the folder and below it."""
    return [Path(at, name) for at, _, names in os.walk(folder) for name in sorted(names)]


def newest_text(folder: Path) -> Path:
    """Return the newest of the notes and the files in which an editor rescued them."""
    return max(_texts(folder), key=modified_time)


def swap_files(folder: Path) -> list[Path]:
    """Return Vim's swap files."""
    return [path for path in all_files(folder) if _SWAP.fullmatch(path.name)]


def user_files(folder: Path) -> Iterator[str]:
    """Yield the relative paths of the user's own files that are not empty."""
    for path in all_files(folder):
        inside = path.relative_to(folder)
        if not _OURS.fullmatch(inside.parts[0]) and not _is_empty(path):
            yield os.fspath(inside)


def modified_time(path: Path) -> float:
    """Return the modification time of a regular file, in seconds since 1970; 0 if there is none."""
    try:
        status = path.lstat()
    except OSError:
        return 0.0
    return status.st_mtime if stat.S_ISREG(status.st_mode) or path.name == NOTES else 0.0


def _texts(folder: Path) -> Iterator[Path]:
    yield folder / NOTES
    for path in all_files(folder):
        if path.parent == folder and _RESCUED.fullmatch(path.name):
            yield path


def _is_empty(path: Path) -> bool:
    try:
        return not path.lstat().st_size
    except OSError:
        return True
