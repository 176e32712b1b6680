"""The files beside a conversation file, and free names."""

from __future__ import annotations

import itertools
import os
import re
from pathlib import Path

from ..errors import StorageError
from ..system.files.atomic_files import previous_copy, temporary_name
from ..system.files.file_errors import display_path, read_error
from ..system.paths import name_limit

MERGED = ".merged"
"""The end of the name of a copy that is kept because the conversation took other values."""


def private_path(path: Path) -> Path:
    """Return the path of the private file of the conversation at `path`."""
    return path.with_suffix(".private.json")


def journal_folder(path: Path) -> Path:
    """Return the folder with the journals of the conversation file at `path`: `<slug>.log/`."""
    return path.with_suffix(".log")


def is_free(path: Path) -> bool:
    """Return whether no file of any conversation has the name of the conversation file `path`."""
    private = private_path(path)
    names = (path, private, *map(previous_copy, (path, private)))
    return not any(map(os.path.lexists, (*names, *map(journal_folder, (path, private)))))


def free_path(path: Path) -> Path:
    """Return the first free path of `<slug>-2.json`, `<slug>-3.json` … beside a file."""
    numbered = (path.with_name(f"{path.stem}-{n}{path.suffix}") for n in itertools.count(2))
    return next(candidate for candidate in numbered if is_free(candidate))


def refuse_long_name(path: Path) -> None:
    """Raise StorageError if the files of the conversation file `path` cannot be written beside it.

    Nothing that was written in the conversation could be saved then.
    """
    longest = temporary_name(previous_copy(private_path(path)).name)
    excess = len(os.fsencode(longest)) - name_limit(path.parent)
    if excess > 0:
        raise StorageError("storage.long_name", file=display_path(path), excess=excess)


class FolderNames:
    """The names of the files in a folder, listed once for the many conversations in it."""

    def __init__(self, folder: Path) -> None:
        """List a folder. Raises StorageError."""
        try:
            names = [each.name for each in folder.iterdir()]
        except OSError as error:
            raise read_error(folder, error) from error
        self._groups: dict[str, list[str]] = {}
        for name in names:
            self._groups.setdefault(_group(name), []).append(name)

    def beside(self, name: str) -> list[str]:
        """Return the names that begin as this one does, also hidden ones."""
        return sorted(self._groups.get(_group(name), ()))


def _group(name: str) -> str:
    """Return what the names of a conversation file and of the files beside it begin with."""
    beginning, suffix, _ = name.lstrip(".").partition(".json")
    return beginning + suffix


def side_files(path: Path, listed: FolderNames | None = None) -> list[Path]:
    """Return the files beside a conversation file that hold its content.

    These are the previous copy, damaged files, kept copies, and temporary files of a killed write.
    `listed` has the names in the folder, if they were listed before. Raises StorageError.
    """
    name = path.name
    fixed = {f"{name}~", temporary_name(name), temporary_name(f"{name}~")}
    damaged = re.compile(re.escape(name) + r"\.(damaged|merged)(\.\d+)?")
    temporary = re.compile(r"\." + damaged.pattern + r"\.new")
    return [
        path.with_name(other)
        for other in (listed or FolderNames(path.parent)).beside(name)
        if other in fixed or damaged.fullmatch(other) or temporary.fullmatch(other)
    ]
