"""A conversation and its private preparation, opened together, without what is another's.

Another program can put a file of another conversation at a path, by hand or as a folder syncer.
Then the previous copy, the journals and the private file beside it are still those of the one
before: they are given a name of their own before anything is read into anything.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from ..crdt.replica import Replica
from ..i18n.catalogue import tr
from ..model.fields import CREATED
from ..storage.ancestry import is_linked, is_private_of
from ..storage.durable_replica import DurableReplica
from ..storage.foreign import Remains, foreign_previous, separate
from ..storage.siblings import private_path
from ..system.atomic_files import shown
from ..system.notices import notice

Pair = tuple[DurableReplica, DurableReplica | None]
"""The keeper of a conversation, and that of its private preparation where there is one."""


def open_pair(path: Path, clock: Callable[[], datetime]) -> Pair:
    """Open both to write; what belongs to another conversation goes to a name of its own.

    Raises StoreError.
    """
    shared, private = _opened(path, clock)
    remains = remains_beside(shared, private)
    if not remains:
        return shared, private
    if not os.access(path.parent, os.W_OK):
        return shared, private if remains.private is None else None
    for keeper in filter(None, (shared, private)):
        keeper.close()
    home = separate(path, remains)
    words = "unrelated_history.kept" if home.exists() else "unrelated_history.remains"
    brief = tr(f"{words}.brief", kept=shown(home.stem))
    notice(tr(words, file=shown(path), kept=shown(home)), brief)
    return _opened(path, clock)


def say_aside(path: Path, kept: Path) -> None:
    """Have it said that another conversation stood at `path`, and is kept under another name."""
    brief = tr("unrelated_history.aside.brief", kept=shown(kept.stem))
    notice(tr("unrelated_history.aside", file=shown(path), kept=shown(kept)), brief)


def look_at_pair(path: Path) -> Pair:
    """Open both only to read, without private preparation that is another's. Raises StoreError."""
    private = DurableReplica.open_private(private_path(path))
    shared = DurableReplica.open(path, read_only=True)
    if private is not None and not belongs(private, shared):
        private = None
    return shared, private


def remains_of(path: Path) -> Remains:
    """What lies beside the file at `path` and is another conversation's; only read.

    Raises StoreError.
    """
    private = DurableReplica.open_private(private_path(path))
    return remains_beside(DurableReplica.open(path, read_only=True), private)


def remains_beside(shared: DurableReplica, private: DurableReplica | None) -> Remains:
    """What lies beside a conversation's file and is another conversation's."""
    own = private is not None and _recorded(private, shared)
    linked = private is not None and own and is_linked(private.replica.fields)
    previous = _foreign_previous(shared, vouched=linked)
    if not linked and (previous is not None or shared.foreign):
        own = False  # nothing tells whose it is, so it stays with what else was there before
    return Remains(
        previous,
        tuple(shared.foreign),
        None if private is None or own else private.replica,
        tuple(private.foreign) if private is not None else (),
    )


def belongs(private: DurableReplica, shared: DurableReplica) -> bool:
    """Whether private preparation belongs to the conversation beside which its file lies."""
    if not _recorded(private, shared) or is_linked(private.replica.fields):
        return _recorded(private, shared)
    return not shared.foreign and _foreign_previous(shared, vouched=False) is None


def _recorded(private: DurableReplica, shared: DurableReplica) -> bool:
    return is_private_of(private.replica, shared.replica, rebuilt=shared.rebuilt)


def _foreign_previous(shared: DurableReplica, *, vouched: bool) -> Replica | None:
    replica, rebuilt = shared.replica, shared.rebuilt
    created = str(replica.fields.get(CREATED, ""))
    return foreign_previous(shared.path, replica, created, vouched=vouched, rebuilt=rebuilt)


def _opened(path: Path, clock: Callable[[], datetime]) -> Pair:
    shared = DurableReplica.open(path, clock=clock)
    try:
        return shared, DurableReplica.open_private(private_path(path), shared)
    except BaseException:
        shared.close()
        raise
