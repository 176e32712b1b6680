"""Approvals entered for a partner count after that partner confirms them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from afspraak.data.approval.content_digest import content
from afspraak.data.approval.status import ApprovalStatus, approval_line, approval_statuses
from afspraak.data.crdt.replica import Replica
from afspraak.data.errors import UsageError
from afspraak.data.exchange.import_file import parse_conversation
from afspraak.data.exchange.import_tasks import Importer
from afspraak.data.exchange.json_format import to_json_value
from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER, PartnerId, RowId, Slug
from afspraak.data.maintenance.check import check_file
from afspraak.data.minutes.writer import write_minutes
from afspraak.data.model.conversation import Approval, Stance
from afspraak.data.model.edits import Approve, Change
from afspraak.data.model.fields import FieldKey, Fields
from afspraak.data.session.approval_entry import confirmation_hint, enter_stance, withdraw_stance
from afspraak.data.session.session import Session
from afspraak.data.sync.merge_file import merge
from afspraak.data.system.user import login_name
from afspraak.widgets.language import speak

from ...support.conversations.copies import copied, done
from ...support.conversations.notebooks import summarise
from ...support.logins import log_in_as


@pytest.fixture
def session(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """Jan's session; Anna's login is not known."""
    speak(catalogue("en"))
    log_in_as(monkeypatch, "jan")
    session = Session.open(path)
    session.set_partner(MANAGER)
    yield session
    session.close()


def say(session: Session, partner: PartnerId, stance: Stance = "agreed", remark: str = "") -> None:
    now = content(session.fields, session.notes.note_lines())
    session.apply(enter_stance(session, partner, now, stance, remark))


def stand(session: Session) -> tuple[ApprovalStatus, ...]:
    return approval_statuses(session.conversation, session.fields, session.notes.note_lines())


def hers(session: Session, monkeypatch: pytest.MonkeyPatch) -> Session:
    """Anna's session of a copy, at her own terminal, where her login is new."""
    session.save()
    log_in_as(monkeypatch, "avries")
    own = Session.open(copied(session.path, "../hers.json"))
    own.set_partner(EMPLOYEE)
    return own


def test_an_entered_approval_counts_after_that_partner_confirms_it(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(session, MANAGER)
    say(session, EMPLOYEE)
    assert [one.agrees for one in stand(session)] == [True, False]
    assert [one.is_valid for one in stand(session)] == [True, True]
    assert approval_line(catalogue("en"), stand(session)) == (
        "approved by JB · approved by AV (entered by jan)",
        "approved by JB · AV: entered by jan",
        "AV: entered by jan",
    )
    assert "entered by jan and not confirmed yet" in stand(session)[1].describe(
        catalogue("en"), None
    )
    assert "Anna de Vries confirms it" in str(confirmation_hint(session, EMPLOYEE))
    assert confirmation_hint(session, MANAGER) is None
    anna = hers(session, monkeypatch)
    say(anna, EMPLOYEE)
    anna.save()
    assert merge(session.path, anna.path).approval_status
    merged = Session.open_read_only(session.path)
    assert approval_line(catalogue("en"), stand(merged)) == ("approved by both",)
    assert [one.entered_by for one in merged.conversation.approvals] == ["avries", "jan"]
    anna.close()


def test_entered_by_is_shown_in_file_lists_check_and_json(session: Session) -> None:
    say(session, MANAGER)
    say(session, EMPLOYEE, "agreed", "fine")
    session.save()
    tables = json.loads(session.path.read_text(encoding="utf-8"))
    rows = {row["id"]: row for row in tables["approvals"].values()}
    assert (rows["employee"]["entered_by"], rows["employee"]["own"]) == ("jan", False)
    assert (rows["manager"]["entered_by"], rows["manager"]["own"]) == ("jan", True)
    assert summarise(session.path).approved == ("manager",)
    told = check_file(session.path).lines(catalogue("en"))
    assert any("entered by jan" in line for line in told)
    told = to_json_value(session.conversation, Slug("anna"))["approvals"]
    assert {one["partner"]: one["entered_by"] for one in told} == {"employee": "jan", "manager": ""}


@pytest.mark.parametrize("language", LANGUAGES)
def test_minutes_show_entered_by_and_round_trip(session: Session, language: str) -> None:
    say(session, MANAGER, "disagreed")
    say(session, EMPLOYEE, "seen", "with a remark")
    session.apply(Change("header", values={"language": language}))
    text = write_minutes(session.full_conversation())
    word = "entered by somebody else" if language == "en" else "ingevoerd door iemand anders"
    assert text.count(word) == 1
    imported = parse_conversation(text, "talk.md", Importer("manager", "Jan"), "en")
    back = {one.partner: one for one in imported.conversation.approvals}
    assert (back[EMPLOYEE].entered_for, back[EMPLOYEE].stance) == (
        word.partition(" by ")[2] or "iemand anders",
        "seen",
    )
    assert (back[MANAGER].entered_for, back[MANAGER].stance) == ("", "disagreed")


def test_an_approval_of_a_guest_records_the_owners_login(session: Session) -> None:
    session.writer = EMPLOYEE
    say(session, EMPLOYEE)
    (given,) = session.conversation.approvals
    assert (given.entered_by, given.own) == ("jan", False)
    # Nor does the owner approve while somebody else has the keyboard.
    say(session, MANAGER)
    assert session.conversation.approval(MANAGER).entered_for == "jan"  # type: ignore[union-attr]


def test_nobody_replaces_a_partners_own_approval(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = hers(session, monkeypatch)
    say(anna, EMPLOYEE, "disagreed", "too much")
    anna.close()
    merge(session.path, anna.path)
    log_in_as(monkeypatch, "jan")
    jan = Session.open(session.path)
    with pytest.raises(UsageError, match="Only Anna can change this"):
        say(jan, EMPLOYEE)
    with pytest.raises(UsageError, match="Only Anna can change this"):
        withdraw_stance(jan, EMPLOYEE)
    assert jan.conversation.approval(EMPLOYEE).remark == "too much"  # type: ignore[union-attr]
    say(jan, MANAGER)
    jan.apply(withdraw_stance(jan, MANAGER))
    jan.close()


def test_merging_prefers_an_own_stance_over_a_later_entered_one(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = hers(session, monkeypatch)
    say(anna, EMPLOYEE, "disagreed", "too much")
    anna.close()
    log_in_as(monkeypatch, "jan")
    monkeypatch.setattr(
        "afspraak.data.session.approval_entry.utc_now", lambda: "2999-01-01T00:00:00+00:00"
    )
    say(session, EMPLOYEE)
    session.save()
    merge(session.path, anna.path)
    given = Session.open_read_only(session.path).conversation.approval(EMPLOYEE)
    assert given is not None
    assert (given.stance, given.remark, given.own) == ("disagreed", "too much", True)


def test_an_approval_of_an_earlier_version_keeps_its_meaning(path: Path) -> None:
    session = Session.open(path)
    now = content(session.fields, session.notes.note_lines())
    session.close()
    tables = json.loads(path.read_text(encoding="utf-8"))
    tables["approvals"] = {
        str(number): {
            "id": role, "stance": "agreed", "digest": now.digest, "at": "2026-12-03T10:00:00+00:00",
        }
        for number, role in enumerate(("manager", "employee"), 1)
    }  # fmt: skip
    path.write_text(json.dumps(tables), encoding="utf-8")
    opened = Session.open(path)
    assert FieldKey("approval", RowId(MANAGER), "entered_by") not in opened.fields
    assert all(one.agrees for one in stand(opened))
    assert "entered" not in write_minutes(opened.full_conversation())
    assert summarise(path).approved == ("employee", "manager")
    opened.close()


def test_an_unknown_participant_has_no_own_approval(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(path)
    log_in_as(monkeypatch, "eva")
    session = Session.open(path)
    assert session.me is None
    with pytest.raises(UsageError, match="Jan Bakker / Anna de Vries"):
        session.require_partner()
    say(session, EMPLOYEE)
    assert session.conversation.approval(EMPLOYEE).entered_for == "eva"  # type: ignore[union-attr]
    session.close()


def test_a_login_is_recorded_unchanged(session: Session) -> None:
    say(session, MANAGER)
    assert session.conversation.approval(MANAGER).entered_by == login_name()  # type: ignore[union-attr]


@pytest.mark.parametrize("clients", [(5, 9), (9, 5)])
def test_of_two_simultaneous_stances_one_stays_complete_on_both_sides(
    clients: tuple[int, int],
) -> None:
    def stated(stance: Stance, at: str, by: str, *, own: bool) -> Fields:
        told = Approval(EMPLOYEE, "d" * 64, at, stance, "", "{}", by, own)
        return Approve(told).fields()

    jan, anna = (Replica(client) for client in clients)
    jan.edit((), stated("agreed", "1", "jan", own=False))
    anna.apply(jan.document())
    given = [
        stated("disagreed", "2", "jan", own=False),
        stated("agreed", "3", "avries", own=True),
    ]
    updates = [one.edit((), said)[1] for one, said in zip((jan, anna), given, strict=True)]
    anna.apply(updates[0])
    jan.apply(updates[1])
    assert jan.fields == anna.fields
    assert dict(jan.fields) in [dict(one) for one in given]


@pytest.mark.parametrize("times", [1, 2, 3])
def test_an_own_stance_survives_a_concurrent_entered_one(
    session: Session, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    for _ in range(times):  # which of the two the document keeps goes by their client numbers
        say(session, EMPLOYEE, "seen")
        anna = hers(session, monkeypatch)
        say(anna, EMPLOYEE, "agreed", "well said")
        log_in_as(monkeypatch, "jan")
        say(session, EMPLOYEE, "disagreed")
        anna.sync.receive(session.sync.update_since(anna.sync.state_vector))
        session.sync.receive(anna.sync.update_since(session.sync.state_vector))
        for one in (anna, session):
            given = one.conversation.approval(EMPLOYEE)
            assert given is not None
            assert (given.stance, given.remark, given.own) == ("agreed", "well said", True)
        anna.apply(withdraw_stance(anna, EMPLOYEE))
        session.sync.receive(anna.sync.update_since(session.sync.state_vector))
        assert session.conversation.approval(EMPLOYEE) is None
        anna.close()
        anna.path.unlink()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to another user")
def test_root_does_not_approve_for_the_owner_of_a_notebook(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.save()
    os.chown(session.path, 65534, 65534)
    log_in_as(monkeypatch, "root")
    with closing(Session.open(session.path)) as root:
        assert root.me == "manager"
        say(root, MANAGER)
        given = root.conversation.approval(MANAGER)
    assert given is not None
    assert (given.entered_for, given.own) == ("root", False)
