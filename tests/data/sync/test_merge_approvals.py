"""Approvals after a merge: voided ones are reported, and no stance mixes two."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from afspraak.data.approval.content_digest import content as approved_content
from afspraak.data.ids import EMPLOYEE, RowId
from afspraak.data.model.conversation import Approval, Stance
from afspraak.data.model.edits import Approve, Change, Delete
from afspraak.data.session.session import Session
from afspraak.data.sync.merge_file import merge
from afspraak.widgets.language import tr

from ...support.conversations.copies import copied, done, words


def approve(path: Path, stance: Stance, day: int) -> None:
    session = Session.open(path)
    now = approved_content(session.fields, session.notes.note_lines())
    at = datetime(2026, 12, day, tzinfo=UTC).isoformat()
    session.apply(Approve(Approval(EMPLOYEE, now.digest, at, stance, "", now.parts)))
    session.close()


def test_an_approval_voided_by_the_merge_is_reported(path: Path, copy: Path) -> None:
    approve(path, "agreed", 3)
    done(copy, Change("agreement", RowId("a1"), {"due": "2027-04-30"}))
    merged = merge(path, copy)
    assert merged.voided_approvals == ("employee",)
    heard = words(merged)
    assert tr("merge.void") in heard
    assert "Anna de Vries: agreed" in heard
    assert "void; changed since: R1" in heard


def test_a_merged_approval_is_reported(path: Path, copy: Path) -> None:
    approve(copy, "seen", 3)
    merged = merge(path, copy)
    assert (merged.voided_approvals, len(merged.approval_status)) == ((), 2)
    assert "Anna de Vries: seen" in words(merged)


@pytest.mark.parametrize("later", ["path", "copy"])
@pytest.mark.parametrize("attempt", range(4))
def test_a_merged_stance_never_mixes_two_stances(
    path: Path, copy: Path, later: str, attempt: int
) -> None:
    # Whose value the document keeps depends on chance, so this is tried some times.
    del attempt
    approve(path, "disagreed", 1)
    copy = copied(path)
    agreed, refused = (path, copy) if later == "copy" else (copy, path)
    approve(agreed, "agreed", 2)  # sets the stance
    done(refused, Change("agreement", RowId("a1"), {"due": "2027-04-30"}))
    approve(refused, "disagreed", 3)  # sets the digest alone: the stance was that already
    merged = merge(path, copy)
    (approval,) = Session.open_read_only(path).conversation.approvals
    assert (approval.stance, approval.at[:10]) == ("disagreed", "2026-12-03")
    (conflict,) = merged.shared.conflicts
    assert {conflict.here, conflict.copy} == {"agreed", "disagreed"}
    assert "response of Anna de Vries" in words(merged)


def test_a_withdrawn_stance_stays_withdrawn(path: Path, copy: Path) -> None:
    approve(path, "agreed", 1)
    copy = copied(path)
    done(path, Delete("approval", RowId(EMPLOYEE)))
    approve(copy, "agreed", 2)
    merged = merge(path, copy)
    assert Session.open_read_only(path).conversation.approvals == ()
    assert merged.shared.conflicts == ()
    assert "Anna de Vries: taken back here" in words(merged)
