"""Put a conversation into the archive of its notebook, where lists do not show it, and back."""

from __future__ import annotations

from pathlib import Path

from ..errors import UsageError
from ..notebook.places.folders import archive_of
from ..notebook.places.links import free_name
from ..notebook.summary import SUFFIX, slug_at
from ..session.user import SYSTEM_USER, User
from ..storage.siblings import is_free
from ..system.files.file_errors import display_path
from .moving import copies_of, move_conversation, moves_to, require_own


def archive(notebook: Path, path: Path, *, user: User = SYSTEM_USER) -> Path:
    """Archive the conversation at `path`, with all its files; return its path.

    Raises NotFoundError, UsageError and StorageError; nothing is changed then.
    """
    path = require_own(notebook, path)
    if path.parent == archive_of(notebook):
        raise UsageError("lifecycle.archived", slug=display_path(slug_at(path)))
    target = place_in(archive_of(notebook), path, notebook)
    move_conversation(notebook, moves_to(path, target, copies_of(path, user=user)))
    return target


def unarchive(notebook: Path, path: Path, *, user: User = SYSTEM_USER) -> Path:
    """Bring the archived conversation at `path` back into the notebook; return its path.

    It gets a number if another conversation has its name. Raises NotFoundError, UsageError and
    StorageError; nothing is changed then.
    """
    path = require_own(notebook, path)
    if path.parent != archive_of(notebook):
        raise UsageError("lifecycle.not_archived", slug=display_path(slug_at(path)))
    target = place_in(notebook, path, notebook)
    move_conversation(notebook, moves_to(path, target, copies_of(path, user=user)))
    return target


def place_in(folder: Path, path: Path, notebook: Path) -> Path:
    """Return the place for the conversation at `path` in another folder of its notebook."""
    place = folder / path.name
    return place if is_free(place) else folder / f"{free_name(notebook, slug_at(path))}{SUFFIX}"
