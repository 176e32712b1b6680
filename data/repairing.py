"""Repairing a damaged conversation, only where that was asked for. The damaged file is kept.

What can be had is put together: the previous copy, what killed sessions left in the journals, and a
copy that is named, the other partner's too. All are updates, so together they are one conversation.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path

from .ancestry import ancestry, fits, is_foreign
from .errors import StoreError, UsageError
from .fields import to_conversation
from .file_states import fault_of
from .language import say
from .replica import Replica, ReplicaError
from .shareable import shared_in
from .store.folders import (
    close_quietly,
    free_name,
    identity,
    locked,
    open_regular,
    previous_copy,
    resolved,
    shown,
    unwritable,
)
from .store.journal import read_journals
from .store.keeper import Keeper
from .store.siblings import journal_folder, private_path
from .store.storage import DamagedFile, restore_previous

SHARED = "shared"
"""What stands for the folder in which the conversation is shared, in the place of a copy."""


def restore(path: Path, source: str = "") -> str:
    """Repair the conversation at `path`, or its private file, where it is damaged.

    From the previous copy, and where that is no good from the journals; with a `source` (the path
    of a copy, or SHARED) the conversation comes from that and all the others together. Tells what
    was done. Raises UsageError and StoreError, and then everything is as it was.
    """
    for candidate in (path, private_path(path)):
        if candidate != path and not os.path.lexists(candidate):
            continue
        try:
            Keeper.open(candidate, read_only=True, private=candidate != path)
        except DamagedFile:
            if candidate == path and (source or _no_previous(path)):
                return _put_together(path, source)
            kept = restore_previous(candidate)
            return say("check.restored", path=shown(candidate), kept=shown(kept or "-"))
    return say("check.nothing_to_restore", path=shown(path))


def journals_suffice(path: Path) -> bool:
    """Whether the journals alone hold a conversation, with all that it is built on."""
    replica = Replica()
    return _journals_into(replica, path) and replica.whole and _is_conversation(replica)


def _no_previous(path: Path) -> bool:
    """Whether the journals have to do: else the previous copy is tried, and tells what is wrong."""
    return bool(fault_of(previous_copy(resolved(path)))) and journals_suffice(path)


def _put_together(path: Path, source: str) -> str:
    replica = Replica()
    used: list[str] = []
    previous = previous_copy(resolved(path))
    if not fault_of(previous):
        _take(replica, [Keeper.open(previous, read_only=True).replica.document()])
        used.append(say("check.from.previous"))
    if source:
        other = _shared(path) if source == SHARED else _copy(Path(source).expanduser())
        if is_foreign(replica, other) or not (used or _fit(other, path)):
            raise UsageError(say("merge.foreign", file=shown(source), slug=shown(path.stem)))
        _take(replica, [other.document()])
        used.append(say("check.from.shared") if source == SHARED else shown(source))
    if _journals_into(replica, path):
        used.append(say("check.from.journal"))
    if not _is_conversation(replica):
        raise StoreError(say("check.not_enough", file=shown(source or path)))
    kept = _replaced(resolved(path), replica)
    told = ", ".join(used)
    return say("check.repaired", path=shown(path), used=told, kept=shown(kept or "-"))


def _copy(file: Path) -> Replica:
    if not file.exists():
        raise UsageError(say("reference.no_file", path=shown(file)))
    return Keeper.open(file, read_only=True).replica


def _shared(path: Path) -> Replica:
    own = private_path(path)
    private = Keeper.open(own, read_only=True, private=True) if own.exists() else None
    where = shared_in(private.replica.fields) if private else None
    if where is None:
        raise UsageError(say("check.not_shared", slug=shown(path.stem)))
    from .sharing.meeting import gathered, meet
    from .sharing.stores import open_store

    with closing(open_store(where)) as store:
        return gathered(meet(store, Replica().state).updates)


def _fit(replica: Replica, path: Path) -> bool:
    """Whether the journals beside the file at `path`, if any, may belong to this document."""
    with suppress(StoreError):
        journals = read_journals(journal_folder(path))
        return all(fits(one.frames, one.named, ancestry(replica)) for one in journals)
    return True


def _journals_into(replica: Replica, path: Path) -> bool:
    """Take in what killed sessions left; whether there was anything."""
    try:
        journals = read_journals(journal_folder(path))
    except StoreError:
        return False
    taken = False
    for journal in journals:
        if fits(journal.frames, journal.named, ancestry(replica)):
            _take(replica, journal.frames)
            taken = taken or bool(journal.frames)
    return taken


def _take(replica: Replica, updates: Iterable[bytes]) -> None:
    for update in updates:
        with suppress(ReplicaError):  # of what is damaged, the rest counts
            replica.apply(update)


def _is_conversation(replica: Replica) -> bool:
    return bool(to_conversation(replica.fields).partners)


def _replaced(path: Path, replica: Replica) -> Path | None:
    """Keep a replica at `path`; returns where the damaged file went, None when there was none.

    It goes aside before: as the previous copy it would take the place of a good one.
    """
    kept: Path | None = None
    with locked(path.parent) as folder:
        if identity(path) is not None:
            descriptor, _ = open_regular(path)  # a folder or a device is not ours to move away
            close_quietly(descriptor)
            kept = free_name(path, "damaged")
            try:
                os.rename(path.name, kept.name, src_dir_fd=folder, dst_dir_fd=folder)
            except OSError as error:
                raise unwritable(path, error) from error
        try:
            keeper = Keeper.begin(path, replica)
            keeper.write(keeper.prepare())
        except BaseException:
            if kept is not None and not os.path.lexists(path):
                os.rename(kept.name, path.name, src_dir_fd=folder, dst_dir_fd=folder)
            raise
    return kept
