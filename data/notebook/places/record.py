"""The record of a notebook: earlier names of its conversations, and moves that are under way.

Conversations name each other by slug, and an approval is bound to that; so a rename changes no
other conversation. The record leads from the earlier name to the present one. A move is recorded
before it begins, so that another program completes it if this one is killed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import Any, NamedTuple

from ...errors import StorageError
from ...ids import Slug
from ...system.paths import exists
from ..summary import is_conversation
from .folders import (
    ARCHIVE,
    DELETED,
    RECORD,
    archive_of,
    deletions,
    folders_of,
    home_of,
    parse_deletion,
    remove_empty_folders,
)

_FORMAT = 1
_MAX_BYTES = 4 * 1024 * 1024
"""A larger record, in bytes, was not written by us."""


class Move(NamedTuple):
    """A move of a conversation with all its files: from a conversation file to another name."""

    source: Path
    target: Path


class Record(NamedTuple):
    """The record of a notebook."""

    renamed: Mapping[Slug, Slug] = {}
    """The slug that a conversation had, as others name it, and its slug now."""
    under_way: tuple[Move, ...] = ()

    def after_rename(self, link: Slug, before: Slug, now: Slug) -> Record:
        """Return the record after a rename; `link` is the name `before` as others have it."""
        names = {key: now if slug == before else slug for key, slug in self.renamed.items()}
        names[link] = now
        names.pop(now, None)
        return self._replace(renamed=names)


def record_file(notebook: Path) -> Path:
    """Return the path of the record of a notebook."""
    return notebook / RECORD


def read_record(notebook: Path) -> Record:
    """Return the record of a notebook; an empty one if it is missing or malformed."""
    file = record_file(notebook)
    if not exists(file):
        return Record()
    import json  # most notebooks have no record

    from ...system.files.descriptors import read_regular

    try:
        data = read_regular(file, _MAX_BYTES + 1, follow=False)
        content = json.loads(data) if len(data) <= _MAX_BYTES else {}
        renamed = {Slug(str(key)): Slug(str(slug)) for key, slug in content["renamed"].items()}
        moves = [move for pair in content["under_way"] if (move := _move(notebook, *pair))]
    except (OSError, StorageError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Record()
    return Record(renamed, tuple(moves))


def renamed_in(folder: Path) -> Mapping[Slug, Slug]:
    """Return the earlier names of the conversations in a folder, and the present ones."""
    return read_record(home_of(folder)).renamed


def needs_tidying(notebook: Path, now: datetime | None = None) -> bool:
    """Return whether there is something to complete or to erase.

    That is a move, the rest of a killed write, or a deleted conversation whose last day is over.
    """
    if os.path.lexists(_leftover(notebook)):
        return True
    moment = now or datetime.now(UTC)
    return bool(read_record(notebook).under_way) or any(
        deletion.is_over(moment) for deletion in deletions(notebook)
    )


def write_record(notebook: Path, record: Record) -> None:
    """Replace the record of a notebook; call it under the lock of the folder.

    An empty one is removed, unless it shows that the notebook has an archive. Raises StorageError.
    """
    import json

    from ...system.files.atomic_files import write_atomically
    from ...system.files.file_errors import write_error

    if record == Record() and not exists(archive_of(notebook)):
        try:
            record_file(notebook).unlink(missing_ok=True)
        except OSError as error:
            raise write_error(record_file(notebook), error) from error
        return
    moves = [[os.fspath(path.relative_to(notebook)) for path in move] for move in record.under_way]
    content = {"format": _FORMAT, "renamed": dict(record.renamed), "under_way": moves}
    # ASCII: a name may hold bytes that are no text.
    write_atomically(record_file(notebook), json.dumps(content, indent=1).encode())


def drop_names(notebook: Path, slugs: Iterable[Slug]) -> None:
    """Remove the names of erased conversations from the record, and folders that are empty now.

    Raises StorageError.
    """
    from ...system.files.folder_lock import lock_folder

    erased = set(slugs)
    if not (exists(record_file(notebook)) or os.path.lexists(_leftover(notebook))):
        return
    remove_leftover(notebook)
    with lock_folder(notebook):
        for folder in folders_of(notebook):
            remove_empty_folders(notebook, folder)
        record = read_record(notebook)
        names = {key: slug for key, slug in record.renamed.items() if slug not in erased}
        write_record(notebook, record._replace(renamed=names))


def remove_leftover(notebook: Path) -> None:
    """Remove what a killed write of the record left. Raises StorageError."""
    from ...system.files.file_errors import write_error
    from ...system.files.folder_lock import lock_folder

    leftover = _leftover(notebook)
    if os.path.lexists(leftover):
        try:
            with lock_folder(notebook):
                leftover.unlink(missing_ok=True)
        except OSError as error:
            raise write_error(leftover, error) from error


def _leftover(notebook: Path) -> Path:
    return notebook / f".{RECORD}.new"  # as `temporary_name`, which lists need not load


def _move(notebook: Path, source: Any, target: Any) -> Move | None:
    """Return a move that the record names; None if it leads out of the notebook."""
    begin, end = (_inside(notebook, PurePath(str(each))) for each in (source, target))
    return Move(begin, end) if begin and end else None


def _inside(notebook: Path, path: PurePath) -> Path | None:
    place = path.parent.parts
    known = place in ((), (ARCHIVE,)) or (
        len(place) == 2 and place[0] == DELETED and parse_deletion(Path(place[1])) is not None
    )
    name = os.fsencode(path.name)
    is_possible = known and b"\0" not in name and is_conversation(name)
    return notebook / path if is_possible else None
