"""A conversation and its private preparation, opened together, without what is another's.

Another program can put a file of another conversation at a path, by hand or as a folder syncer.
Then the previous copy, the journals and the private file beside it are still those of the one
before: they are given a name of their own before anything is read into anything.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from .ancestry import CREATED, is_linked, is_private_of
from .language import say
from .notices import notice
from .store.folders import shown
from .store.foreign import Remains, foreign_previous, separate
from .store.keeper import Keeper
from .store.siblings import private_path

Pair = tuple[Keeper, Keeper | None]
"""The keeper of a conversation, and that of its private preparation where there is one."""


def open_pair(path: Path, clock: Callable[[], datetime]) -> Pair:
    """Open both to write; what belongs to another conversation goes to a name of its own.

    Raises StoreError.
    """
    shared, private = _opened(path, clock)
    remains = remains_beside(shared, private)
    if not remains:
        return shared, private
    for keeper in filter(None, (shared, private)):
        keeper.close()
    home = separate(path, remains)
    words = "foreign.kept" if home.exists() else "foreign.remains"
    notice(say(words, file=shown(path), kept=shown(home)))
    return _opened(path, clock)


def look_at_pair(path: Path) -> Pair:
    """Open both only to read, without private preparation that is another's. Raises StoreError."""
    own = private_path(path)
    private = Keeper.open(own, read_only=True, private=True) if own.exists() else None
    shared = Keeper.open(path, read_only=True)
    if private is not None and not _belongs(private, shared):
        private = None
    return shared, private


def remains_of(path: Path) -> Remains:
    """What lies beside the file at `path` and is another conversation's; only read.

    Raises StoreError.
    """
    own = private_path(path)
    private = Keeper.open(own, read_only=True, private=True) if own.exists() else None
    return remains_beside(Keeper.open(path, read_only=True), private)


def remains_beside(shared: Keeper, private: Keeper | None) -> Remains:
    """What lies beside a conversation's file and is another conversation's."""
    belongs = private is None or _belongs(private, shared)
    here = shared.replica
    vouched = private is not None and belongs and is_linked(private.replica.fields)
    previous = None
    if not shared.rebuilt:
        created = str(here.fields.get(CREATED, ""))
        previous = foreign_previous(shared.path, here, created, vouched)
    if private is not None and belongs and not is_linked(private.replica.fields):
        # Nothing tells whose it is, so it stays with what else was there before.
        belongs = previous is None and not shared.foreign
    return Remains(
        previous,
        tuple(shared.foreign),
        None if private is None or belongs else private.replica,
        tuple(private.foreign) if private is not None else (),
    )


def _belongs(private: Keeper, shared: Keeper) -> bool:
    return is_private_of(private.replica, shared.replica, rebuilt=shared.rebuilt)


def _opened(path: Path, clock: Callable[[], datetime]) -> Pair:
    own = private_path(path)
    private = Keeper.open(own, private=True) if own.exists() else None
    return Keeper.open(path, clock=clock), private
