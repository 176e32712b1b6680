"""The files of one conversation beside each other, and names that none of them has."""

from __future__ import annotations

import itertools
import os
import re
from pathlib import Path

from ..system.atomic_files import previous_copy, temporary_name
from ..system.file_errors import read_error


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


def side_files(path: Path) -> list[Path]:
    """The files that stand beside a conversation's and hold its content, for moving and erasing.

    The previous copy, what was damaged, and temporaries that a kill left behind. Raises StoreError.
    """
    name = path.name
    fixed = {f"{name}~", temporary_name(name), temporary_name(f"{name}~")}
    damaged = re.compile(re.escape(name) + r"\.damaged(\.\d+)?")
    stray = re.compile(r"\." + damaged.pattern + r"\.new")
    try:
        present = sorted(path.parent.iterdir())
    except OSError as error:
        raise read_error(path.parent, error) from error
    return [
        one
        for one in present
        if one.name in fixed or damaged.fullmatch(one.name) or stray.fullmatch(one.name)
    ]
