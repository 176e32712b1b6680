"""The content digest identifies the approved content, and later changes are named."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.approval import content_digest
from afspraak.data.approval.content_digest import changed_since, content, content_of
from afspraak.data.approval.status import (
    ApprovalStatus,
    approval_line,
    approval_statuses,
    status_lines,
)
from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER, PartnerId, RowId
from afspraak.data.model.conversation import Agreement, Approval, ChecklistItem, Progress, Stance
from afspraak.data.model.edits import (
    AddAgreement,
    AddItem,
    AddProgress,
    Answer,
    Approve,
    Change,
    Delete,
    Edit,
    Rate,
    Tick,
    Write,
)
from afspraak.data.model.fields import FieldKey, Fields, to_fields
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session
from afspraak.data.storage.database import ConversationDatabase
from afspraak.data.storage.tables import readable_tables, to_tables
from afspraak.widgets.language import speak

from ...support.conversations.notebooks import summarise


def approve(
    session: Session, partner: PartnerId, stance: Stance = "agreed", remark: str = ""
) -> None:
    now = content(session.fields, session.notes.note_lines())
    moment = "2026-12-03T13:02:00+00:00"
    session.apply(Approve(Approval(partner, now.digest, moment, stance, remark, now.parts)))


def stand(session: Session) -> tuple[ApprovalStatus, ...]:
    return approval_statuses(session.conversation, session.fields, session.notes.note_lines())


def names(session: Session) -> list[str]:
    return [str(change.describe()) for change in stand(session)[0].changed]


@pytest.fixture
def session(path: Path) -> Session:
    speak(catalogue("en"))
    session = Session.open(path)
    for row in (RowId("r1"), RowId("r2")):
        session.apply(AddAgreement(Agreement(row, text=f"Runbook {row}", order=row)))
    session.apply(AddItem(ChecklistItem(RowId("i1"), "The job", "A [x] wish", order="zz")))
    return session


def test_the_digest_is_computed_from_the_file_alone(session: Session) -> None:
    session.apply(Write(0, 0, "Ëén 😀\n"))
    session.apply(Tick(RowId("i1"), "done"))
    session.apply(Tick(RowId("i1"), "open"))
    session.apply(Rate(RowId("i1"), MANAGER, "undiscussed"))
    session.apply(Change("agreement", RowId("r1"), {"due": "2027-03-31"}))
    session.apply(Change("agreement", RowId("r1"), {"due": ""}))
    approve(session, MANAGER)
    session.close()
    # The very lines that the docstring gives to anybody, with nothing of ours imported.
    lines = re.findall(r"^    (\S.*)$", content_digest.__doc__ or "", re.MULTILINE)
    assert len(lines) == 4
    told: list[str] = []
    tables = json.loads(session.path.read_text(encoding="utf-8"))
    space = {"hashlib": hashlib, "json": json, "tables": tables, "print": told.append}
    exec("\n".join(lines), space)
    assert told == [tables["approvals"]["1"]["digest"]]
    assert "_sync" in tables
    summary = summarise(session.path)
    assert (summary.approved, summary.approval_void) == (("manager",), ())


def test_an_empty_column_of_a_later_version_voids_no_approval(session: Session) -> None:
    approve(session, MANAGER)
    digest = session.conversation.approvals[0].digest
    session.apply(Change("header", values={"in_short": "Well done"}))
    session.apply(Change("header", values={"in_short": ""}))
    assert stand(session)[0].is_valid
    rows = to_tables(session.fields, session.notes.note_lines())
    del rows["header"][0]["in_short"]
    assert content_of(rows).digest == digest


CHANGES: dict[str, tuple[Edit, list[str]]] = {
    "header": (Change("header", values={"goals": "Other goals"}), ["header"]),
    "in short": (Change("header", values={"in_short": "Well done"}), ["header"]),
    "partner": (Change("partner", RowId(EMPLOYEE), {"name": "Anna Vries"}), ["partners"]),
    "notes": (Write(0, 0, "x"), ["notes"]),
    "text": (Change("agreement", RowId("r2"), {"text": "Handbook"}), ["R2 (Handbook)"]),
    "due": (Change("agreement", RowId("r1"), {"due": "2027-03-31"}), ["R1 (Runbook r1)"]),
    "done": (Change("agreement", RowId("r1"), {"status": "done"}), ["R1 (Runbook r1)"]),
    "tick": (Tick(RowId("i1"), "done"), ["A [x] wish"]),
    "answer": (Answer(RowId("i1"), EMPLOYEE, "yes"), ["A [x] wish"]),
    "rating": (Rate(RowId("i1"), MANAGER, "growing"), ["A [x] wish"]),
    "removed": (Delete("agreement", RowId("r2")), ["R2 (Runbook r2, removed)"]),
    "removed first": (Delete("agreement", RowId("r1")), ["R1 (Runbook r1, removed)"]),
    "removed item": (Delete("item", RowId("i1")), ["A [x] wish (removed)"]),
    "added": (
        AddAgreement(Agreement(RowId("r3"), "development", "Course")),
        ["D1 (Course, added)"],
    ),
    "added item": (AddItem(ChecklistItem(RowId("i2"), "s", "New")), ["New (added)"]),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_voids_an_approval_is_named_and_can_be_undone(session: Session, name: str) -> None:
    edit, told = CHANGES[name]
    approve(session, MANAGER)
    assert stand(session)[0].agrees
    session.apply(edit)
    assert names(session) == told
    assert not stand(session)[0].is_valid
    session.undo()
    assert stand(session)[0].agrees


@pytest.mark.parametrize(
    "edit",
    [
        AddProgress(
            Progress(RowId("p"), RowId("r1"), "2027-01-01T00:00:00+00:00", EMPLOYEE, "half", 50)
        ),
        Change("partner", RowId(EMPLOYEE), {"login": "anna"}),
        Approve(Approval(EMPLOYEE, "other", "2027", "disagreed", "no")),
        Answer(RowId("i1"), MANAGER, "for me alone", private=True),
    ],
)
def test_changes_outside_the_content_void_nothing(session: Session, edit: Edit) -> None:
    approve(session, MANAGER)
    session.apply(edit)
    assert stand(session)[0].agrees


def test_a_promise_of_support_voids_an_approval_until_it_is_taken_back(session: Session) -> None:
    approve(session, MANAGER)
    session.apply(Change("agreement", RowId("r1"), {"support_due": "2027-03-31"}))
    assert not stand(session)[0].agrees
    session.apply(Change("agreement", RowId("r1"), {"support_due": "", "support_done": ""}))
    assert stand(session)[0].agrees


def test_reverted_changes_void_nothing(session: Session) -> None:
    approve(session, MANAGER)
    for edit in (
        Tick(RowId("i1"), "done"),
        Tick(RowId("i1"), "open"),
        Answer(RowId("i1"), MANAGER, "hm"),
        Answer(RowId("i1"), MANAGER, ""),
        Write(0, 0, "x"),
        Write(0, 1, ""),
    ):
        session.apply(edit)
    assert stand(session)[0].agrees


def test_rows_removed_from_a_file_are_named_if_known(session: Session) -> None:
    approve(session, MANAGER)
    approve(session, EMPLOYEE, "seen")
    session.apply(Delete("agreement", RowId("r2")))
    session.apply(Delete("item", RowId("i1")))
    session.close()
    conversation = Session.open_read_only(session.path).conversation
    tables = readable_tables(ConversationDatabase(session.path))
    changed = changed_since(conversation.approvals[0], content_of(tables), {})
    assert [str(change.describe()) for change in changed] == ["R2 (removed)", "an item (removed)"]
    assert summarise(session.path).approval_void == ("employee", "manager")


@pytest.mark.parametrize("parts", ["", "[1]", "{", '{"header": 3}', "[" * 100_000])
def test_unknown_parts_name_nothing(session: Session, parts: str) -> None:
    now = content(session.fields, session.notes.note_lines())
    approval = Approval(MANAGER, "0" * 64, "whenever", parts=parts)
    assert [str(one.describe()) for one in changed_since(approval, now, session.fields)] == [
        "the content"
    ]


def test_the_header_shows_a_short_approval_status(session: Session) -> None:
    assert approval_line(catalogue("en"), stand(session)) == ()
    approve(session, MANAGER)
    assert approval_line(catalogue("en"), stand(session)) == ("approved by JB",)
    approve(session, EMPLOYEE, "seen", "With\na remark")
    assert approval_line(catalogue("en"), stand(session)) == ("approved by JB · seen by AV",)
    approve(session, EMPLOYEE, "disagreed")
    assert approval_line(catalogue("en"), stand(session)) == ("approved by JB · not agreed: AV",)
    approve(session, EMPLOYEE)
    assert approval_line(catalogue("en"), stand(session)) == ("approved by both",)
    session.apply(Write(0, 0, "x"))
    session.apply(Change("agreement", RowId("r2"), {"text": "Handbook"}))
    assert approval_line(catalogue("en"), stand(session)) == (
        "approval void: notes, R2 changed",
        "approval void: notes, 1 more changed",
        "approval void",
    )
    approve(session, EMPLOYEE)
    assert approval_line(catalogue("en"), stand(session))[0] == (
        "approved by AV · approval of JB void: notes, R2 changed"
    )
    approve(session, MANAGER)
    session.apply(Delete("approval", RowId(EMPLOYEE)))
    assert approval_line(catalogue("en"), stand(session)) == ("approved by JB",)


def test_changes_are_listed_in_dutch_and_once(session: Session) -> None:
    approve(session, MANAGER)
    approve(session, EMPLOYEE, "disagreed")
    session.apply(Write(0, 0, "x"))
    dutch = catalogue("nl")
    told = status_lines(dutch, stand(session), date(2026, 12, 3))
    assert re.fullmatch(
        r"Jan Bakker: akkoord \(3 dec \d\d:02\), vervallen; sindsdien gewijzigd: notities", told[0]
    )
    assert re.fullmatch(r"Anna de Vries: niet akkoord \(3 dec \d\d:02\), ook vervallen", told[1])
    assert approval_line(dutch, stand(session))[0] == "akkoord vervallen: notities gewijzigd"


# Properties

START = build_conversation(NewConversation("manager", "Jan", "Anna"))
FIELDS = to_fields(START) | {
    FieldKey("agreement", RowId("r1"), "text"): "Runbook",
    FieldKey("agreement", RowId("r1"), "due"): "2027-03-31",
    FieldKey("item", RowId("i1"), "text"): "A wish",
    FieldKey("item", RowId("i1"), "remark/manager"): "two\nlines",
    FieldKey("progress", RowId("p1"), "agreement"): "r1",
    FieldKey("progress", RowId("p1"), "text"): "half",
    FieldKey("approval", RowId(MANAGER), "digest"): "x",
}
APPROVED = sorted(key for key in FIELDS if key.table not in ("progress", "approval"))
BESIDE = sorted(key for key in FIELDS if key.table in ("progress", "approval"))


def digest(fields: Fields) -> str:
    return content(fields, START.notes).digest


@given(st.sampled_from(APPROVED), st.text(min_size=1))
def test_any_changed_approved_field_changes_the_digest(key: FieldKey, value: str) -> None:
    if value not in (FIELDS[key], "open", "undiscussed"):
        assert digest(FIELDS | {key: value}) != digest(FIELDS)


@given(st.sampled_from(BESIDE), st.text())
def test_the_digest_excludes_progress_and_approvals(key: FieldKey, value: str) -> None:
    assert digest(FIELDS | {key: value}) == digest(FIELDS)


@given(st.data())
def test_the_digest_ignores_the_order_of_keys_and_tables(data: st.DataObject) -> None:
    keys = data.draw(st.permutations(sorted(FIELDS)))
    shuffled = {key: FIELDS[key] for key in keys}
    assert content(shuffled, START.notes) == content(FIELDS, START.notes)
    tables = to_tables(FIELDS, START.notes)
    names = data.draw(st.permutations(sorted(tables)))
    assert content_of({name: tables[name] for name in names}) == content_of(tables)


@given(st.integers(0, len(START.notes) - 1), st.sampled_from(["text", "by"]))
def test_the_digest_covers_every_line_and_its_author(number: int, what: str) -> None:
    lines = list(START.notes)
    change: Callable[..., None] = object.__setattr__
    fresh = type(lines[number])(lines[number].text, lines[number].by)
    change(fresh, what, "other")
    lines[number] = fresh
    assert content(FIELDS, lines).digest != digest(FIELDS)
