"""Delete one conversation: it is kept for some days, then erased for good, or at once on request.

A deleted conversation is in a folder of its own in the notebook, with all its files: no list and no
search shows it. `forget` and `about` find it.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from ..errors import NotFoundError, StorageError, UsageError
from ..exchange.export_log import Export, erase_log_entries, find_exports
from ..i18n.catalogue import Message
from ..ids import Slug
from ..notebook.notebook import Notebook, link_slug
from ..notebook.places.file_names import files_by_slug
from ..notebook.places.folders import (
    Deletion,
    archive_of,
    deletions,
    new_deletion,
    remove_empty_folders,
)
from ..notebook.places.record import drop_names, remove_leftover
from ..notebook.summary import slug_at
from ..session.open_pair import foreign_files_beside
from ..session.private_file import remote_address_of
from ..session.user import SYSTEM_USER, User
from ..system.files.descriptors import fsync_folder
from ..system.files.file_errors import display_path
from ..system.files.folder_lock import lock_folder
from ..system.files.memory_folders import memory_folders
from ..system.files.removal import remove_tree
from .archiving import place_in
from .moving import complete_moves, copies_of, move_conversation, moves_to, refuse_open, require_own


class DeletionPlan(NamedTuple):
    """What the deletion of a conversation removes, and what stays."""

    notebook: Path
    path: Path
    exports: tuple[Export, ...]
    """The known exports; they stay."""
    linked: tuple[Slug, ...]
    """The conversations that follow it."""

    @property
    def slug(self) -> Slug:
        """Its name."""
        return slug_at(self.path)


def plan_deletion(notebook: Path, path: Path, *, user: User = SYSTEM_USER) -> DeletionPlan:
    """Plan the deletion of the conversation at `path`.

    Raises NotFoundError, StorageError, and UsageError if a program has it open, it is shared, or
    files of another conversation are beside it.
    """
    path = require_own(notebook, path)
    refuse_open(path)
    slug = display_path(slug_at(path))
    if address := remote_address_of(path, keyring=user.keyring):
        raise UsageError("lifecycle.shared", slug=slug, where=address.host.display_name)
    for foreign in foreign_files_beside(path, user=user):
        raise UsageError("lifecycle.foreign", path=display_path(foreign), slug=slug)
    return DeletionPlan(
        notebook, path, tuple(find_exports([path])), tuple(_followers(notebook, path, user))
    )


def delete(
    plan: DeletionPlan, *, user: User = SYSTEM_USER, now: datetime | None = None
) -> Deletion:
    """Delete a conversation as planned; it can be brought back until `kept_until`.

    Raises UsageError if a program has it open, and StorageError; nothing is changed then.
    """
    was_archived = plan.path.parent == archive_of(plan.notebook)
    deletion = new_deletion(plan.notebook, now or datetime.now(UTC), was_archived=was_archived)
    copies = copies_of(plan.path, user=user)
    moves = moves_to(plan.path, deletion.folder / plan.path.name, copies)
    move_conversation(plan.notebook, moves)
    return deletion


def undelete(notebook: Path, deletion: Deletion) -> Path:
    """Bring a deleted conversation back to where it was; return its path.

    It gets a number if another conversation has its name meanwhile. Raises NotFoundError if
    nothing is left of it, UsageError and StorageError; nothing is changed then.
    """
    if (path := deletion.path) is None:
        raise NotFoundError("lifecycle.erased", slug=display_path(deletion.slug))
    folder = archive_of(notebook) if deletion.was_archived else notebook
    target = place_in(folder, path, notebook)
    copies = [each for each in deletion.conversations if each != path]
    move_conversation(notebook, moves_to(path, target, copies))
    return target


def erase(notebook: Path, chosen: Iterable[Deletion]) -> list[Message]:
    """Erase deleted conversations for good; return messages about what could not be erased.

    The conversation files are erased last: if the machine stops halfway, the rest is still listed.
    """
    remains: list[Message] = []
    for deletion in chosen:
        try:
            with lock_folder(notebook):
                _erase(notebook, deletion)
        except StorageError as error:
            remains.append(error.message)
    return remains


def tidy(notebook: Path, *, now: datetime | None = None) -> None:
    """Complete what a killed program left, and erase what was deleted long enough ago.

    Never raises: a notebook that cannot be written stays as it is.
    """
    with suppress(StorageError):
        remove_leftover(notebook)
    complete_moves(notebook)
    moment = now or datetime.now(UTC)
    erase(notebook, [each for each in deletions(notebook) if each.is_over(moment)])


def _erase(notebook: Path, deletion: Deletion) -> None:
    conversations = deletion.conversations
    names = {slug_at(path) for path in conversations}
    own = set(conversations)
    with suppress(StorageError):
        erase_log_entries(conversations)
    for path in conversations:
        for folder in memory_folders(path):
            remove_tree(folder.parent)  # it was made for this conversation
    for file in sorted(deletion.files, key=lambda each: (each in own, each)):
        remove_tree(file)
    remove_empty_folders(notebook, deletion.folder)
    present = {*files_by_slug(notebook), *files_by_slug(archive_of(notebook))}
    drop_names(notebook, names - present)
    with suppress(OSError):
        fsync_folder(notebook)


def _followers(notebook: Path, path: Path, user: User) -> list[Slug]:
    """Return the conversations that follow the one at `path`."""
    here = Notebook(notebook, user=user)
    found = [
        follower
        for index in (here.index, here.archive.index)
        for follower in index.follow_ups_of(link_slug(path))
    ]
    return [slug_at(follower) for follower in found if follower != path]
