"""How many conversations and journals there are, locked and damaged ones apart. No names."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import NamedTuple

from ...errors import StorageError
from ...notebook.notebook import Notebook


class Counts(NamedTuple):
    """The numbers of a notebook; None where the folder cannot be read."""

    conversations: int | None = None
    archived: int | None = None
    locked: int | None = None
    damaged: int | None = None
    journals: int | None = None
    """Journal files: of open sessions, and of killed ones, whose edits the next opening applies."""


def count(notebook: Notebook) -> Counts:
    """Return the numbers of a notebook, which it reads as a list would."""
    try:
        found = list(notebook.summaries())
        archived = list(notebook.archive.summaries())
    except StorageError:
        return Counts()
    both = [*found, *archived]
    locked = sum(summary.locked for summary in both)
    damaged = sum(summary.fault is not None and not summary.locked for summary in both)
    journals = _journals(notebook) + _journals(notebook.archive)
    return Counts(len(found), len(archived), locked, damaged, journals)


def _journals(notebook: Notebook) -> int:
    total = 0
    with suppress(OSError), os.scandir(notebook.folder) as entries:
        for entry in entries:
            if entry.name.endswith(".log"):
                with suppress(OSError):
                    total += sum(name.endswith(".afl") for name in os.listdir(entry.path))  # noqa: PTH208
    return total
