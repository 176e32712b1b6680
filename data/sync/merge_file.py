"""Two copies of one conversation become one, and what came of it.

A copy comes from a laptop, or is what a folder syncer left beside a file that changed on two
machines at once. It is only read; what it has and ours lacks comes in as an update, as from another
replica. Where both set one field, the document decides, the same on both sides, and both values are
told. Two conversations that share no history are never mixed.

Private preparation comes along where the copy has some beside it, or is a copy of that alone, and
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
from ..crdt.time_travel import keys_set_since
from ..errors import UsageError
from ..i18n.catalogue import tr
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
from ..model.fields import STANCE_DEFAULTS, Fields, Value, field_key, rows, to_conversation
from ..model.private_answers import private_file_partner
from ..session.participant import recognise
from ..session.session import Session
from ..storage.ancestry import is_private_of, is_unrelated
from ..storage.durable_replica import DurableReplica
from ..storage.loader import is_private
from ..storage.siblings import private_path
from ..system.file_errors import display_path
from ..system.ownership import is_own

if TYPE_CHECKING:
    from ..storage.checkpoints import Checkpoints


@dataclass(frozen=True, slots=True)
class MergeResult:
    """What came of a merge, or would come of it where it was a `trial`."""

    path: Path
    """Our conversation."""
    file: Path
    """The copy."""
    dry_run: bool
    has_changes: bool
    """Whether the copy had anything that ours lacked, be it history or its moments alone."""
    shared: ConversationDiff
    private: ConversationDiff
    conversation: Conversation
    """As it is afterwards."""
    approval_status: tuple[ApprovalStatus, ...] = ()
    """Where the partners stand afterwards, when that changed."""
    voided_approvals: tuple[str, ...] = ()
    """The partners whose stance held before and does not hold any more."""
    damaged_journals: tuple[Path, ...] = ()
    """Journals beside the copy in which not everything could be read."""
    is_complete: bool = True
    """Whether all that was read of the copy came in; else something it builds on is nowhere."""


@dataclass(frozen=True, slots=True)
class _MergedReplica:
    """Ours and a copy put together in memory: what ours lacks, and what that tells."""

    update: bytes
    new: bool
    diff: ConversationDiff
    merged: Replica


def merge(path: Path, file: Path, *, dry_run: bool = False) -> MergeResult:
    """Take what the conversation file `file` has into the conversation at `path`, and save it.

    With `trial` it only tells what would come of it. Raises UsageError where the two are the same
    file or share no history, or one of them is private preparation other than a copy of our own,
    and StoreError; a copy that cannot be taken in leaves everything as it was.
    """
    _refuse_itself(path, file)
    copy = DurableReplica.open(file, read_only=True, private=True)
    here = DurableReplica.open(path, read_only=True, private=True)
    if is_private(here.replica.fields):
        raise UsageError(tr("merge.private", file=display_path(path)))
    if apart := is_private(copy.replica.fields):
        copy = DurableReplica.open(path, read_only=True)  # the conversation itself gains nothing
    if is_unrelated(here.replica, copy.replica):
        raise UsageError(tr("merge.foreign", file=display_path(file), slug=display_path(path.stem)))
    if copy.seal is not None and here.seal is None and not dry_run:
        raise UsageError(tr("lock.merge", file=display_path(file), slug=display_path(path.stem)))
    before = _approval_statuses(here.replica)
    shared = _merge_replicas(here.replica, copy.replica)
    joins, damaged = [shared], list(copy.damaged_journals)
    private = _private_replicas(path, file if apart else private_path(file), here.replica)
    if apart and not private:
        raise UsageError(tr("merge.private", file=display_path(file)))
    if private:
        own, other = private
        joins.append(_merge_replicas(own, other.replica, shared.merged.fields))
        damaged += other.damaged_journals
    remembers = here.checkpoints.gains_from(copy.checkpoints, datetime.now(UTC))
    if not dry_run:
        if shared.new or remembers:
            _apply_and_close(Session.open(path), shared.update, copy.checkpoints)
        if private and joins[1].new:
            _apply_and_close(_open_private_session(private_path(path), here), joins[1].update)
    after = _approval_statuses(shared.merged)
    held = {one.partner.id for one in before if one.is_valid}
    return MergeResult(
        path,
        file,
        dry_run,
        remembers or any(join.new for join in joins),
        shared.diff,
        joins[1].diff if private else ConversationDiff(),
        to_conversation(shared.merged.fields),
        after
        if [_comparable(one) for one in before] != [_comparable(one) for one in after]
        else (),
        tuple(one.partner.id for one in after if one.partner.id in held and not one.is_valid),
        tuple(dict.fromkeys(damaged)),
        all(join.merged.is_complete for join in joins),
    )


def _refuse_itself(path: Path, file: Path) -> None:
    try:
        copy = file.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError(tr("notebook.reference.no_file", path=display_path(file))) from None
    except OSError:
        return  # opening it says why
    if os.path.samestat(path.stat(), copy):
        raise UsageError(tr("merge.same_file", file=display_path(file)))


def _common_clocks(here: Replica, copy: Replica) -> dict[int, int]:
    """How much of each client's doing both have: where they parted, or nothing at all."""
    theirs = copy.clocks_by_client
    return {
        client: min(clock, theirs[client])
        for client, clock in here.clocks_by_client.items()
        if client in theirs
    }


def _merge_replicas(here: Replica, copy: Replica, names: Fields | None = None) -> _MergedReplica:
    """Take ours into the copy, which becomes the merged one; `names` are fields that name rows."""
    common = _common_clocks(here, copy)
    ours = DiffSide(dict(here.fields), keys_set_since(here, common))
    theirs = DiffSide(dict(copy.fields), keys_set_since(copy, common))
    # What waits in the copy for something that ours has finds it now.
    copy.apply(here.document())
    both_looked = merge_read_markers(ours.fields, theirs.fields)
    copy.edit((), {**_latest_stances(ours, theirs), **both_looked}, undoable=False)
    merged = copy.fields
    known = RowNames(ours.fields, merged) if names is None else RowNames(names, names)
    told = ConversationDiff(
        note_changes(tuple(here.notes.note_lines()), tuple(copy.notes.note_lines())),
        tuple(row_changes(ours.fields, merged, known)),
        tuple(conflicts(ours, theirs, merged, known)),
        tuple(modify_delete_conflicts(ours, theirs, merged, known)),
    )
    same = copy.clocks_by_client == here.clocks_by_client and ours.fields == merged
    new = not same or here.notes.text != copy.notes.text
    return _MergedReplica(copy.update_since(here.state_vector), new, told, copy)


def _latest_stances(ours: DiffSide, theirs: DiffSide) -> dict[str, Value]:
    """The later of two stances of one partner, whole; one of their own before one entered for them.

    Field by field, a merge could bind somebody's “agreed” to a content that they refused.
    """
    fields: dict[str, Value] = {}
    here, copy = rows(ours.fields), rows(theirs.fields)
    for partner in ours.rows("approval") & theirs.rows("approval"):
        said = [
            {
                part: one.get(("approval", partner), {}).get(part, STANCE_DEFAULTS[part])
                for part in STANCE_DEFAULTS
            }
            for one in (here, copy)
        ]
        later = max(
            said,
            key=lambda row: (row["own"] is True, str(row["at"]), str(row["digest"]), str(row)),
        )
        fields |= {field_key("approval", partner, part): later[part] for part in STANCE_DEFAULTS}
    return fields


def _private_replicas(
    path: Path, other: Path, shared: Replica
) -> tuple[Replica, DurableReplica] | None:
    """Our own private preparation, and the copy of it in `other`; None where that is not ours.

    `shared` is our conversation: it tells which partner we are, and what belongs to it. Raises
    UsageError where it does not tell who we are.
    """
    own = private_path(path)
    if _is_foreign_owned(other, own.parent) or (
        own.exists() and other.exists() and own.samefile(other)
    ):
        return None
    copy = DurableReplica.open_private(other)
    if copy is None:
        return None
    known = DurableReplica.open_private(own)
    here = known.replica if known is not None else Replica()
    me = recognise(to_conversation(shared.fields), here.fields)
    if me is None:
        raise UsageError(tr("merge.unknown", file=display_path(other)))
    if private_file_partner(copy.replica.fields) != me:
        return None
    ours = all(is_private_of(one, shared) for one in (here, copy.replica))
    return (here, copy) if ours else None


def _is_foreign_owned(path: Path, notebook: Path) -> bool:
    """Whether a file is there that does not belong to the owner of the notebook."""
    try:
        return not is_own(path.stat(), notebook)
    except OSError:
        return False


def _open_private_session(path: Path, shared: DurableReplica) -> Session:
    """The private file at `path`, opened by itself; begun beside `shared` where there is none."""
    keeper = DurableReplica.open_private(path, shared) or shared.create_private(path)
    keeper.prepare_folder()
    return Session(keeper, None, datetime.now)


def _apply_and_close(session: Session, update: bytes, moments: Checkpoints | None = None) -> None:
    """Take an update in, as from another replica, with the moments of the copy, and close."""
    try:
        if moments is not None:
            session.add_checkpoints(moments)
        session.receive(update)
    finally:
        session.close()


def _approval_statuses(replica: Replica) -> tuple[ApprovalStatus, ...]:
    fields = replica.fields
    return approval_statuses(to_conversation(fields), fields, replica.notes.note_lines())


def _comparable(standing: ApprovalStatus) -> tuple[str, object, bool]:
    """What makes a difference to where somebody stands."""
    return standing.partner.id, standing.approval, standing.is_valid
