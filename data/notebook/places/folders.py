"""The folders in a notebook: archived conversations, and deleted ones that can be brought back."""

from __future__ import annotations

import itertools
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from ...errors import StorageError
from ...ids import Slug
from ...system.paths import exists
from ...text.lazy_pattern import lazy_pattern
from ..summary import SUFFIX, slug_at
from .file_names import files_by_slug

ARCHIVE, DELETED = "archive", "deleted"
RECORD = ".moved"
"""The file with the names that conversations had before, and the moves that are under way."""
KEPT_DAYS = 14
"""Days for which a deleted conversation is kept."""

_MOMENT = "%Y%m%dT%H%M%SZ"
_DELETION = lazy_pattern(r"(?P<moment>\d{8}T\d{6}Z)(?P<archived>-archived)?(-\d+)?")


class Deletion(NamedTuple):
    """A deleted conversation that is still kept: in a folder of its own, named by the moment."""

    folder: Path
    at: datetime
    """When it was deleted, UTC."""
    was_archived: bool = False

    @property
    def path(self) -> Path | None:
        """Its conversation file, which may be gone; None if nothing is left of it."""
        return next(iter(self.conversations), None)

    @property
    def key(self) -> str:
        """The key of its row in a list, which differs from every slug: those have no slash."""
        return f"{self.folder.name}/"

    @property
    def conversations(self) -> list[Path]:
        """Its conversation file and the copies of it, the shortest name first."""
        try:
            slugs = files_by_slug(self.folder)
        except StorageError:
            return []
        ordered = sorted(slugs, key=lambda slug: (len(slug), slug))
        return [self.folder / f"{slug}{SUFFIX}" for slug in ordered]

    @property
    def files(self) -> list[Path]:
        """All that is kept of it; folders hold journals."""
        try:
            return sorted(self.folder.iterdir())
        except OSError:
            return []

    @property
    def slug(self) -> Slug:
        """Its name; if nothing is left of it, that of the folder."""
        return slug_at(self.path) if self.path else Slug(self.folder.name)

    @property
    def kept_until(self) -> date:
        """The last day on which it can be brought back, in local time."""
        return (self.at.astimezone() + timedelta(days=KEPT_DAYS)).date()

    def is_over(self, now: datetime) -> bool:
        """Return whether it is to be erased at the moment `now`: its last day is over."""
        return now.astimezone().date() > self.kept_until


def archive_of(notebook: Path) -> Path:
    """Return the folder with the archived conversations of a notebook, which may not exist."""
    return notebook / ARCHIVE


def home_of(folder: Path) -> Path:
    """Return the notebook of a folder of conversations: its parent if that is an archive."""
    is_archive = folder.name == ARCHIVE and exists(folder.parent / RECORD)
    return folder.parent if is_archive else folder


def notebook_of(path: Path) -> Path:
    """Return the notebook that has the conversation at `path`, also if it is archived."""
    return home_of(path.parent)


def deletions(notebook: Path) -> list[Deletion]:
    """Return the deleted conversations that are still kept, the last one first."""
    try:
        names = os.listdir(notebook / DELETED)  # noqa: PTH208 - names are enough
    except OSError:
        return []
    found = (parse_deletion(notebook / DELETED / name) for name in names)
    known = (each for each in found if each is not None)
    return sorted(known, key=lambda each: (each.at, each.folder.name), reverse=True)


def parse_deletion(folder: Path) -> Deletion | None:
    """Return the deletion of which this is the folder, by its name; None if it is none."""
    if (match := _DELETION.fullmatch(folder.name)) is None:
        return None
    try:
        at = datetime.strptime(match["moment"], _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Deletion(folder, at, bool(match["archived"]))


def new_deletion(notebook: Path, at: datetime, *, was_archived: bool) -> Deletion:
    """Return a deletion at the moment `at`, with a folder that does not exist yet."""
    name = at.astimezone(UTC).strftime(_MOMENT) + ("-archived" if was_archived else "")
    numbered = itertools.chain([name], (f"{name}-{n}" for n in itertools.count(2)))
    folder = next(
        candidate
        for each in numbered
        if not os.path.lexists(candidate := notebook / DELETED / each)
    )
    return Deletion(folder, at.astimezone(UTC).replace(microsecond=0), was_archived)


def remove_empty_folders(notebook: Path, folder: Path) -> None:
    """Remove a folder in a notebook, and those around it, as far as nothing is in them."""
    while folder != notebook and notebook in folder.parents:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent


def folders_of(notebook: Path) -> list[Path]:
    """Return the folders with conversations of a notebook: itself, and those that exist in it."""
    archive = archive_of(notebook)
    kept = [deletion.folder for deletion in deletions(notebook)]
    return [notebook, *([archive] if exists(archive) else []), *kept]
