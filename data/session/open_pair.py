"""Open a conversation and its private preparation together, without files of another one.

Another program, such as a folder syncer, can put the file of another conversation at a path. Then
the previous copy, the journals and the private file beside it still belong to the conversation
before: they are renamed before anything is merged.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from ..crdt.replica import Replica
from ..errors import AfspraakError
from ..i18n.catalogue import Message
from ..model.fields import CREATED_KEY
from ..storage.durable_replica import DurableReplica
from ..storage.siblings import private_path, refuse_long_name
from ..storage.unrelated.ancestry import is_private_of
from ..storage.unrelated.private_link import is_linked
from ..storage.unrelated.separation import (
    UnrelatedFiles,
    separate_unrelated_files,
    unrelated_previous_copy,
)
from ..system.files.file_errors import display_path
from ..system.paths import exists
from .replica_pair import ReplicaPair
from .user import SYSTEM_USER, User


def open_pair(
    path: Path, clock: Callable[[], datetime], *, user: User = SYSTEM_USER
) -> ReplicaPair:
    """Open both to write; rename files that belong to another conversation.

    In a read-only folder they stay, and a private file of another conversation is left out. Raises
    StorageError, also for a name that is too long to save anything.
    """
    if os.access(path.parent, os.W_OK):
        refuse_long_name(path)
    pair = _open(path, clock, user=user)
    unrelated = unrelated_files_beside(pair.shared, pair.private)
    if unrelated and os.access(path.parent, os.W_OK):
        for durable in pair:
            durable.close()
        _move_aside(path, unrelated, user=user)
        return _open(path, clock, user=user)
    if unrelated.private is not None:
        pair.private = None
    return pair


def open_pair_read_only(path: Path, *, user: User = SYSTEM_USER) -> ReplicaPair:
    """Open both read-only, without a private file of another conversation. Raises StorageError."""
    private = DurableReplica.open_private(private_path(path), keyring=user.keyring)
    shared = DurableReplica.open(path, read_only=True, keyring=user.keyring)
    unrelated = unrelated_files_beside(shared, private)
    return ReplicaPair(shared, private if unrelated.private is None else None, unrelated, user=user)


def _move_aside(path: Path, unrelated: UnrelatedFiles, *, user: User) -> None:
    """Give files of another conversation a name of their own, and notify the user."""
    home = separate_unrelated_files(path, unrelated, keyring=user.keyring)
    key = "unrelated_history.kept" if exists(home) else "unrelated_history.remains"
    brief = Message(f"{key}.brief", kept=display_path(home.stem))
    user.notify(Message(key, file=display_path(path), kept=display_path(home)), brief)


def foreign_files_beside(path: Path, *, user: User = SYSTEM_USER) -> list[Path]:
    """Return the files beside the conversation at `path` that belong to another one.

    Nothing if it is damaged or locked: then its files cannot be distinguished.
    """
    with suppress(AfspraakError):
        return [*open_pair_read_only(path, user=user).unrelated.paths(path)]
    return []


def notify_moved_aside(path: Path, moved_to: Path, *, user: User = SYSTEM_USER) -> None:
    """Notify the user that another conversation was at `path`, and of its new name."""
    brief = Message("unrelated_history.aside.brief", kept=display_path(moved_to.stem))
    user.notify(
        Message("unrelated_history.aside", file=display_path(path), kept=display_path(moved_to)),
        brief,
    )


def notify_older_copy(path: Path, *, user: User) -> None:
    """Notify the user that an older copy was put back at `path` while it was open."""
    slug = display_path(shlex.quote(path.stem))
    user.notify(
        Message("storage.older_copy", file=display_path(path), slug=slug),
        Message("storage.older_copy.brief"),
    )


def unrelated_files_beside(
    shared: DurableReplica, private: DurableReplica | None
) -> UnrelatedFiles:
    """Return the files beside a conversation's file that belong to another one."""
    own = private is not None and is_private_of(
        private.replica, shared.replica, rebuilt=shared.rebuilt
    )
    linked = private is not None and own and is_linked(private.replica.fields)
    previous = _unrelated_previous_copy(shared, private_is_linked=linked)
    if not linked and (previous is not None or shared.recovery.unrelated_journals):
        own = False  # its conversation is unknown, so it is moved with the other files
    return UnrelatedFiles(
        previous,
        tuple(shared.recovery.unrelated_journals),
        None if private is None or own else private.replica,
        tuple(private.recovery.unrelated_journals) if private is not None else (),
    )


def _unrelated_previous_copy(shared: DurableReplica, *, private_is_linked: bool) -> Replica | None:
    replica, rebuilt = shared.replica, shared.rebuilt
    created = str(replica.fields.get(CREATED_KEY, ""))
    return unrelated_previous_copy(
        shared.path,
        replica,
        created,
        private_is_linked=private_is_linked,
        rebuilt=rebuilt,
        keyring=shared.keyring,
    )


def _open(path: Path, clock: Callable[[], datetime], *, user: User) -> ReplicaPair:
    shared = DurableReplica.open(path, clock=clock, keyring=user.keyring)
    try:
        return ReplicaPair(
            shared,
            DurableReplica.open_private(private_path(path), shared, keyring=user.keyring),
            user=user,
        )
    except BaseException:
        shared.close()
        raise
