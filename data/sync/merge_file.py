"""Merge a copy of the conversation file into the conversation, and report the result.

A copy comes from another machine, or is a folder syncer's copy of a file that changed on two
machines at once. It is only read; the updates that ours lacks are applied as from another replica.
If both set a field, the document decides, the same on both sides, and both values are reported. Two
conversations without a common history are never merged.
Private preparation is merged too if the copy has some beside it, or is a copy of that alone, and
only that of the partner whose notebook this is.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..approval.status import ApprovalStatus, approval_statuses
from ..crdt.read_marker import merge_read_markers
from ..crdt.replica import Replica
from ..crdt.snapshot import Snapshot, decode_snapshot
from ..crdt.time_travel import keys_set_since
from ..errors import UsageError
from ..ids import PARTNER_IDS, PartnerId
from ..model.checklist.private_answers import private_file_partner
from ..model.conversation import Conversation
from ..model.conversation_diff import (
    ConversationDiff,
    DiffSide,
    RowNames,
    conflicts,
    modify_delete_conflicts,
    note_changes,
    row_changes,
)
from ..model.fields import STANCE_DEFAULTS, FieldKey, Fields, Value, rows
from ..model.rows.conversation_rows import to_conversation
from ..session.participant import recognise
from ..session.private_fields import remote_address_in
from ..session.replica_pair import ReplicaPair
from ..session.session import Session
from ..session.user import SYSTEM_USER, User
from ..storage.durable_replica import DurableReplica
from ..storage.loader import is_private
from ..storage.siblings import private_path
from ..storage.unrelated.ancestry import is_private_of, is_unrelated
from ..system.files.file_errors import display_path
from ..system.files.ownership import is_own
from ..system.paths import exists
from .copy_trial import refuse_harmful_copy
from .handshake import receive_own
from .replaced_content import become, content_of

if TYPE_CHECKING:
    from ..storage.checkpoints import Checkpoints


@dataclass(frozen=True, slots=True)
class MergeResult:
    """The result of a merge, or of a dry run."""

    path: Path
    """Our conversation."""
    file: Path
    """The copy."""
    dry_run: bool
    has_changes: bool
    """Whether the copy had anything that ours lacked, even if only history or checkpoints."""
    shared: ConversationDiff
    private: ConversationDiff
    conversation: Conversation
    """The conversation after the merge."""
    approval_status: tuple[ApprovalStatus, ...] = ()
    """The approval statuses after the merge, if they changed."""
    voided_approvals: tuple[PartnerId, ...] = ()
    """The partners whose stance was valid before the merge and is not any more."""
    damaged_journals: tuple[Path, ...] = ()
    """Journals beside the copy that could be read only in part."""
    is_complete: bool = True
    """False if an update of the copy builds on one that neither side has."""
    replaced: bool = False
    """Whether the content of the copy became the content again."""
    is_shared: bool = False
    """Whether this user shares the conversation."""


@dataclass(frozen=True, slots=True)
class _MergedReplica:
    """Ours and a copy merged in memory: the update that ours lacks, and the differences."""

    update: bytes
    new: bool
    diff: ConversationDiff
    merged: Replica
    decided: Snapshot
    """What the merge itself changed, for this user."""


def merge(
    path: Path,
    file: Path,
    *,
    dry_run: bool = False,
    replace: bool = False,
    user: User = SYSTEM_USER,
) -> MergeResult:
    """Merge the conversation file `file` into the conversation at `path`, and save it.

    With `dry_run`, only return what would change. With `replace`, the content of the copy becomes
    the content again, by an edit; private preparation stays as it is.

    Raises UsageError if the two are the same file or share no history, or if one of them is a
    private file other than a copy of our own, and StorageError; if the copy cannot be merged,
    everything stays as it was.
    """
    _refuse_itself(path, file)
    for tried in (file, private_path(file)):
        refuse_harmful_copy(tried, keyring=user.keyring)
    copy = DurableReplica.open(file, read_only=True, private=True, keyring=user.keyring)
    ours = DurableReplica.open(path, read_only=True, private=True, keyring=user.keyring)
    if is_private(ours.replica.fields):
        raise UsageError("merge.private", file=display_path(path))
    if only_private := is_private(copy.replica.fields):
        copy = DurableReplica.open(
            path, read_only=True, keyring=user.keyring
        )  # the conversation itself gains nothing
    if is_unrelated(ours.replica, copy.replica):
        raise UsageError("merge.foreign", file=display_path(file), slug=display_path(path.stem))
    if copy.seal is not None and ours.seal is None and not dry_run:
        raise UsageError("lock.merge", file=display_path(file), slug=display_path(path.stem))
    if replace and only_private:
        raise UsageError("merge.private", file=display_path(file))
    before = _approval_statuses(ours.replica)
    others, is_shared = _others_in_share(path, ours.replica, user=user)
    shared = _merge_replicas(ours.replica, copy.replica, kept=others if replace else None)
    merges, damaged = [shared], list(copy.recovery.damaged_journals)
    private = (
        None
        if replace
        else _private_replicas(
            path, file if only_private else private_path(file), ours.replica, user=user
        )
    )
    if only_private and not private:
        raise UsageError("merge.private", file=display_path(file))
    if private:
        own, other = private
        merges.append(_merge_replicas(own, other.replica, shared.merged.fields))
        damaged += other.recovery.damaged_journals
    new_checkpoints = ours.checkpoints.gains_from(copy.checkpoints, datetime.now(UTC))
    if not dry_run:
        if shared.new or new_checkpoints:
            session = Session.open(path, user=user)
            if replace:
                session.replicas.shared.keep_last_checkpoint()
                session.sync.record_time(datetime.now(UTC))
            written = shared.decided.union(copy.by_hand)
            _apply_and_close(session, shared.update, copy.checkpoints, written)
        if private and merges[1].new:
            _apply_and_close(
                _open_private_session(private_path(path), ours, user=user), merges[1].update
            )
    after = _approval_statuses(shared.merged)
    valid_before = {status.partner.id for status in before if status.is_valid}
    return MergeResult(
        path,
        file,
        dry_run,
        new_checkpoints or any(merge_.new for merge_ in merges),
        shared.diff,
        merges[1].diff if private else ConversationDiff(),
        to_conversation(shared.merged.fields),
        after
        if [_comparable(status) for status in before] != [_comparable(status) for status in after]
        else (),
        tuple(
            status.partner.id
            for status in after
            if status.partner.id in valid_before and not status.is_valid
        ),
        tuple(dict.fromkeys(damaged)),
        all(merge_.merged.is_complete for merge_ in merges),
        replace,
        is_shared,
    )


def _others_in_share(
    path: Path, shared: Replica, *, user: User
) -> tuple[frozenset[PartnerId], bool]:
    """Return the partners in whose name this user does not write, and whether it is shared."""
    private = DurableReplica.open_private(private_path(path), keyring=user.keyring)
    fields = private.replica.fields if private is not None else {}
    if remote_address_in(fields) is None:
        return frozenset(), False
    me = recognise(to_conversation(shared.fields), fields, user=user)
    return frozenset(PARTNER_IDS) - {me}, True


def _refuse_itself(path: Path, file: Path) -> None:
    try:
        copy = file.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError("notebook.reference.no_file", path=display_path(file)) from None
    except OSError:
        return  # opening it reports the error
    if os.path.samestat(path.stat(), copy):
        raise UsageError("merge.same_file", file=display_path(file))


def _common_clocks(ours: Replica, copy: Replica) -> dict[int, int]:
    """Return the clock of each client up to which both have its changes; empty if unrelated."""
    theirs = copy.clocks_by_client
    return {
        client: min(clock, theirs[client])
        for client, clock in ours.clocks_by_client.items()
        if client in theirs
    }


def _merge_replicas(
    here: Replica,
    copy: Replica,
    names: Fields | None = None,
    kept: frozenset[PartnerId] | None = None,
) -> _MergedReplica:
    """Apply ours to the copy, which becomes the merged replica.

    Rows are named by the fields `names`, by default those of both. If `kept` is not None, the
    content of the copy becomes the content again, but for what these partners said in their name.
    """
    content = content_of(copy)
    common = _common_clocks(here, copy)
    ours = DiffSide(dict(here.fields), keys_set_since(here, common))
    theirs = DiffSide(dict(copy.fields), keys_set_since(copy, common))
    # Updates of the copy that wait for one of ours are complete now.
    copy.apply(here.document())
    read_markers = merge_read_markers(ours.fields, theirs.fields)
    before = decode_snapshot(copy.snapshot)
    copy.edit((), {**_latest_stances(ours, theirs), **read_markers}, undoable=False)
    if kept is not None:
        become(copy, content, kept)
    decided = decode_snapshot(copy.snapshot).difference(before)
    merged = copy.fields
    row_names = RowNames(ours.fields, merged) if names is None else RowNames(names, names)
    diff = ConversationDiff(
        note_changes(tuple(here.notes.note_lines()), tuple(copy.notes.note_lines())),
        tuple(row_changes(ours.fields, merged, row_names)),
        *(
            (
                tuple(conflicts(ours, theirs, merged, row_names)),
                tuple(modify_delete_conflicts(ours, theirs, merged, row_names)),
            )
            if kept is None
            else ()
        ),
    )
    same = copy.clocks_by_client == here.clocks_by_client and ours.fields == merged
    new = not same or here.notes.text != copy.notes.text
    return _MergedReplica(copy.update_since(here.state_vector), new, diff, copy, decided)


def _latest_stances(ours: DiffSide, theirs: DiffSide) -> Fields:
    """Return the fields of the stance to use for each partner with a stance on both sides.

    Their own stance takes precedence over one entered for them, then the later one. Merging the
    fields one by one could bind an “agreed” to content that the partner refused.
    """
    fields: dict[FieldKey, Value] = {}
    here, copy = rows(ours.fields), rows(theirs.fields)
    for partner in ours.rows("approval") & theirs.rows("approval"):
        stances = [
            {
                part: side_rows.get(("approval", partner), {}).get(part, STANCE_DEFAULTS[part])
                for part in STANCE_DEFAULTS
            }
            for side_rows in (here, copy)
        ]
        later = max(
            stances,
            key=lambda row: (row["own"] is True, str(row["at"]), str(row["digest"]), str(row)),
        )
        fields |= {FieldKey("approval", partner, part): later[part] for part in STANCE_DEFAULTS}
    return fields


def _private_replicas(
    path: Path, other: Path, shared: Replica, *, user: User
) -> tuple[Replica, DurableReplica] | None:
    """Return our private preparation and the copy of it in `other`; None if that is not ours.

    `shared` is our conversation, which determines the partner that we are. Raises UsageError if
    that is unknown.
    """
    own = private_path(path)
    if _is_foreign_owned(other, own.parent) or (
        exists(own) and exists(other) and own.samefile(other)
    ):
        return None
    copy = DurableReplica.open_private(other, keyring=user.keyring)
    if copy is None:
        return None
    durable = DurableReplica.open_private(own, keyring=user.keyring)
    here = durable.replica if durable is not None else Replica()
    me = recognise(to_conversation(shared.fields), here.fields, user=user)
    if me is None:
        raise UsageError("merge.unknown", file=display_path(other))
    if private_file_partner(copy.replica.fields) != me:
        return None
    ours = all(is_private_of(replica, shared) for replica in (here, copy.replica))
    return (here, copy) if ours else None


def _is_foreign_owned(path: Path, notebook: Path) -> bool:
    """Return whether a file exists that does not belong to the owner of the notebook."""
    try:
        return not is_own(path.stat(), notebook)
    except OSError:
        return False


def _open_private_session(path: Path, shared: DurableReplica, *, user: User) -> Session:
    """Open the private file at `path` by itself; create it beside `shared` if there is none."""
    durable = DurableReplica.open_private(
        path, shared, keyring=user.keyring
    ) or shared.create_private(path)
    durable.opened.prepare()
    return Session(ReplicaPair(durable, user=user), datetime.now)


def _apply_and_close(
    session: Session,
    update: bytes,
    checkpoints: Checkpoints | None = None,
    own: Snapshot | None = None,
) -> None:
    """Apply an update, as from another replica, add the copy's checkpoints, and close.

    `own` is what this user wrote of the update: not unread.
    """
    try:
        if checkpoints is not None:
            session.replicas.shared.add_checkpoints(checkpoints)
        before = decode_snapshot(session.sync.snapshot)
        receive_own(session.sync, update)
        if own is not None:
            session.read_marker.mark_brought_read(before, own)
    finally:
        session.close()


def _approval_statuses(replica: Replica) -> tuple[ApprovalStatus, ...]:
    fields = replica.fields
    return approval_statuses(to_conversation(fields), fields, replica.notes.note_lines())


def _comparable(status: ApprovalStatus) -> tuple[str, object, bool]:
    """Return the parts of an approval status that are compared."""
    return status.partner.id, status.approval, status.is_valid
