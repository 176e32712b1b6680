"""The files of one conversation beside each other, and names that none of them has."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

from ..system.atomic_files import previous_copy


def private_path(path: Path) -> Path:
    """Where a partner's own preparation for the conversation at `path` is kept."""
    return path.with_suffix(".private.json")


def journal_folder(path: Path) -> Path:
    """Where the journals of the conversation file at `path` are: `<slug>.log/` beside it."""
    return path.with_suffix(".log")


def is_free(path: Path) -> bool:
    """Whether nothing of any conversation has the name of the conversation file `path`."""
    private = private_path(path)
    names = (path, private, *map(previous_copy, (path, private)))
    return not any(map(os.path.lexists, (*names, *map(journal_folder, (path, private)))))


def free_path(path: Path) -> Path:
    """The first free one of `<slug>-2.json`, `<slug>-3.json` ... beside a conversation file."""
    numbered = (path.with_name(f"{path.stem}-{n}{path.suffix}") for n in itertools.count(2))
    return next(one for one in numbered if is_free(one))
