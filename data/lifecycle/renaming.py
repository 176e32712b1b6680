"""Give a conversation another name."""

from __future__ import annotations

from pathlib import Path

from ..errors import UsageError
from ..ids import Slug
from ..notebook.notebook import link_slug, slug_of
from ..notebook.places.links import is_free_name
from ..notebook.places.record import renamed_in
from ..notebook.summary import SUFFIX, slug_at
from ..session.user import SYSTEM_USER, User
from ..system.files.file_errors import display_path
from .moving import copies_of, move_conversation, moves_to, require_own


def rename(notebook: Path, path: Path, name: str, *, user: User = SYSTEM_USER) -> Path:
    """Rename the conversation at `path`, with all its files; return its path.

    Its name is `name` in lower-case letters, digits and hyphens. Raises as `give_name`.
    """
    if not (wanted := slug_of(name)):
        raise UsageError("lifecycle.name.empty", name=display_path(name))
    return give_name(notebook, path, wanted, user=user)


def give_name(notebook: Path, path: Path, slug: Slug, *, user: User = SYSTEM_USER) -> Path:
    """Give the conversation at `path` this slug, as it is; return its path.

    Conversations that name it go on to lead to it. Raises NotFoundError, UsageError and
    StorageError; nothing is changed then.
    """
    path = require_own(notebook, path)
    before = slug_at(path)
    refuse_name(notebook, before, slug)
    target = path.with_name(f"{slug}{SUFFIX}")
    moves = moves_to(path, target, copies_of(path, user=user))
    link = link_slug(path)
    move_conversation(notebook, moves, lambda record: record.after_rename(link, before, slug))
    return target


def refuse_name(notebook: Path, before: Slug, slug: Slug) -> None:
    """Raise UsageError if the conversation `before` of a notebook cannot have this slug."""
    if not slug:
        raise UsageError("lifecycle.name.empty", name="")
    if slug == before:
        raise UsageError("lifecycle.name.same", slug=display_path(before))
    others = {key: now for key, now in renamed_in(notebook).items() if now != before}
    if not is_free_name(notebook, slug, renamed=others):
        raise UsageError("lifecycle.name.taken", slug=display_path(slug))
