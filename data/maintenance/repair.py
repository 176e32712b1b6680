"""Repair a damaged conversation, only on request. The damaged file is renamed, not removed.

The remains are merged: the previous copy, the journals of killed sessions, and a given copy of
either partner. All of these are updates of one conversation.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ..crdt.replica import Replica
from ..crdt.replica_errors import ReplicaError
from ..errors import StorageError, UsageError
from ..i18n.catalogue import Message
from ..model.rows.conversation_rows import to_conversation
from ..session.private_fields import remote_address_in
from ..storage.durable_replica import DurableReplica
from ..storage.encryption.keyring import USUAL_KEYS, Keyring
from ..storage.journal.discard import rename_aside
from ..storage.journal.journal_reader import read_journals
from ..storage.json_storage import DamagedFile
from ..storage.loader import is_private
from ..storage.previous_copy import move_damaged_aside, restore_previous
from ..storage.siblings import journal_folder, private_path
from ..storage.unrelated.ancestry import ancestry, is_unrelated, may_belong_to
from ..system.files.atomic_files import free_name, previous_copy, resolve_link
from ..system.files.file_errors import display_path, require_file, write_error
from ..system.files.folder_lock import lock_folder
from ..system.files.ownership import is_other_users
from ..system.paths import user_path
from .file_inventory import fault_of

if TYPE_CHECKING:
    from ..sync.hosts import Hosts

SHARED_SOURCE = "shared"
"""The `source` that means the share of the conversation, not a copy."""


def restore(
    path: Path, source: str = "", hosts: Hosts | None = None, *, keyring: Keyring = USUAL_KEYS
) -> Message:
    """Repair the conversation at `path`, or its private file, if it is damaged.

    It is restored from the previous copy, or from the journals if that is damaged too; with a
    `source` (the path of a copy, or SHARED_SOURCE, opened through `hosts`) the conversation is
    merged from that and all the others. A journal that waits for a newer file than an intact one is
    set aside, and so is a damaged one of which the file has all that could be read. Return a
    message about the result. Raises UsageError, RemoteError and StorageError; then nothing is
    changed.
    """
    moved_journals = [_move_journals_aside(file) for file in (path, private_path(path))]
    waiting: list[Path] = []
    damaged: list[Path] = []
    for candidate in (path, private_path(path)):
        if candidate != path and not os.path.lexists(candidate):
            continue
        try:
            durable = DurableReplica.open(
                candidate, read_only=True, private=candidate != path, keyring=keyring
            )
            found = durable.recovery.waiting_journals(durable.replica)
            waiting += [journal.path for journal in found]
            if not durable.recovery.recovered:
                damaged += durable.recovery.damaged_journals
        except DamagedFile:
            from_copy = source if candidate == path else ""
            if from_copy or _only_journals(candidate, keyring=keyring):
                return _rebuild(candidate, from_copy, hosts, keyring=keyring)
            damaged_path = restore_previous(candidate, keyring=keyring)
            return Message(
                "check.restored",
                path=display_path(candidate),
                kept=display_path(damaged_path or "-"),
            )
    for moved in filter(None, moved_journals):
        return Message("check.journals_aside", path=display_path(path), kept=display_path(moved))
    if waiting:
        names = tuple(display_path(rename_aside(journal)) for journal in waiting)
        return Message("check.waiting_aside", kept=names)
    if kept := [
        aside for journal in dict.fromkeys(damaged) if (aside := rename_aside(journal)) != journal
    ]:
        return Message("check.damaged_aside", kept=tuple(map(display_path, kept)))
    return Message("check.nothing_to_restore", path=display_path(path))


def journals_suffice(path: Path, *, keyring: Keyring = USUAL_KEYS) -> bool:
    """Return whether the journals at `path` alone hold a complete document."""
    replica = Replica()
    return (
        _apply_journals(replica, path, keyring=keyring)
        and replica.is_complete
        and _is_document(replica)
    )


def journals_unreadable(path: Path) -> bool:
    """Return whether the journals at `path` are another user's, and cannot be read."""
    folder = journal_folder(path)
    return is_other_users(folder) and not os.access(folder, os.R_OK | os.W_OK | os.X_OK)


def _move_journals_aside(path: Path) -> Path | None:
    """Rename the journal folder if it is unreadable; return its new path, else None.

    Raises StorageError.
    """
    if not journals_unreadable(path):
        return None
    folder = journal_folder(path)
    target = free_name(folder)
    try:
        folder.rename(target)
    except OSError as error:
        raise write_error(folder, error) from error
    return target


def _only_journals(path: Path, *, keyring: Keyring) -> bool:
    """Return whether the previous copy is unusable and the journals suffice without it."""
    return fault_of(
        previous_copy(resolve_link(path)), keyring=keyring
    ) is not None and journals_suffice(path, keyring=keyring)


def _rebuild(path: Path, source: str, hosts: Hosts | None, *, keyring: Keyring) -> Message:
    replica = Replica()
    used: list[Message | str] = []
    previous = previous_copy(resolve_link(path))
    if fault_of(previous, keyring=keyring) is None:
        _apply_updates(
            replica,
            [
                DurableReplica.open(
                    previous, read_only=True, private=True, keyring=keyring
                ).replica.document()
            ],
        )
        used.append(Message("check.from.previous"))
    if source:
        is_share = source == SHARED_SOURCE
        other = (
            _open_share(path, hosts, keyring=keyring)
            if is_share
            else _open_copy(user_path(source), keyring=keyring)
        )
        if is_unrelated(replica, other) or not (
            used or _journals_fit(other, path, keyring=keyring)
        ):
            raise UsageError(
                "merge.foreign", file=display_path(source), slug=display_path(path.stem)
            )
        _apply_updates(replica, [other.document()])
        used.append(Message("check.from.shared") if is_share else display_path(source))
    if _apply_journals(replica, path, keyring=keyring):
        used.append(Message("check.from.journal"))
    if not _is_document(replica):
        raise StorageError("check.not_enough", file=display_path(source or path))
    damaged_path = _replace_damaged(resolve_link(path), replica, keyring=keyring)
    values = {"path": display_path(path), "used": tuple(used)}
    if damaged_path is None:  # there was no file
        return Message("check.rebuilt", **values)
    return Message("check.repaired", kept=display_path(damaged_path), **values)


def _open_copy(file: Path, *, keyring: Keyring) -> Replica:
    return DurableReplica.open(require_file(file), read_only=True, keyring=keyring).replica


def _open_share(path: Path, hosts: Hosts | None, *, keyring: Keyring) -> Replica:
    private = DurableReplica.open_private(private_path(path), keyring=keyring)
    address = remote_address_in(private.replica.fields) if private else None
    if address is None:
        raise UsageError("check.not_shared", slug=display_path(path.stem))
    from ..sync.handshake import read_replica
    from ..sync.hosts import NO_ORGANISATION

    with closing((hosts or NO_ORGANISATION).open_remote(address)) as remote:
        return read_replica(remote)


def _journals_fit(replica: Replica, path: Path, *, keyring: Keyring) -> bool:
    """Return whether all journals of the file at `path` may belong to the replica's document."""
    with suppress(StorageError):
        journals = read_journals(journal_folder(path), keyring=keyring)
        return all(
            may_belong_to(journal.frames, journal.document_clients, ancestry(replica))
            for journal in journals
        )
    return True


def _apply_journals(replica: Replica, path: Path, *, keyring: Keyring) -> bool:
    """Apply the journals of killed sessions; return whether there were any updates."""
    try:
        journals = read_journals(journal_folder(path), keyring=keyring)
    except StorageError:
        return False
    applied = False
    for journal in journals:
        if may_belong_to(journal.frames, journal.document_clients, ancestry(replica)):
            _apply_updates(replica, journal.frames)
            applied = applied or bool(journal.frames)
    return applied


def _apply_updates(replica: Replica, updates: Iterable[bytes]) -> None:
    for update in updates:
        with suppress(ReplicaError):  # skip damaged updates; the others count
            replica.apply(update)


def _is_document(replica: Replica) -> bool:
    return is_private(replica.fields) or bool(to_conversation(replica.fields).partners)


def _replace_damaged(path: Path, replica: Replica, *, keyring: Keyring) -> Path | None:
    """Write a replica at `path`; return the damaged file's new path, None if there was none.

    The damaged file is renamed first: else it would replace a good previous copy.
    """
    with lock_folder(path.parent) as folder, move_damaged_aside(path, folder) as damaged_path:
        durable = DurableReplica.create(path, replica, keyring=keyring)
        durable.write(durable.prepare_save())
    return damaged_path
