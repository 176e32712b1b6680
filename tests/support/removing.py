"""Removing a folder in which programs go on writing."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path


def remove_folder(folder: Path) -> None:
    """Remove a folder, although programs make and remove its files meanwhile."""
    while folder.exists():
        with suppress(OSError):
            shutil.rmtree(folder)
            return
