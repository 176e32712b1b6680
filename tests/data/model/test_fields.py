"""The conversation as fields: values round-trip, and invalid values read as empty."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from afspraak.data.ids import EMPLOYEE, MANAGER, RowId, Slug
from afspraak.data.model.conversation import (
    Agreement,
    Approval,
    ChecklistItem,
    Conversation,
    Header,
    Progress,
)
from afspraak.data.model.edits import AddAgreement, AddProgress, Approve, Rate
from afspraak.data.model.fields import FieldKey, to_fields
from afspraak.data.model.rows.conversation_rows import to_conversation
from afspraak.data.session.session import Session
from afspraak.data.storage.json_storage import DamagedFile

FULL = Conversation(
    Header(
        title="planning", department="Wonen", next_on=date(2027, 6, 1), previous=Slug("jan-2025")
    ),
    checklist=(
        ChecklistItem(
            RowId("c"),
            "Competencies",
            "Advising",
            kind="competency",
            ratings={MANAGER: "growing", EMPLOYEE: "mastered"},
            carried_from=Slug("jan-2025"),
        ),
    ),
    agreements=(
        Agreement(
            RowId("a"),
            text="Runbook",
            steps="first\nthen",
            budget="900",
            support_due=date(2027, 1, 20),
            support_done=date(2027, 1, 19),
            evaluate_on=date(2027, 2, 1),
            progress=(
                Progress(
                    RowId("p"), RowId("a"), "2027-01-05T10:00:00+00:00", EMPLOYEE, "Half way", 50
                ),
                Progress(
                    RowId("q"),
                    RowId("a"),
                    "2027-02-05T10:00:00+00:00",
                    MANAGER,
                    "No word on how far",
                ),
            ),
        ),
    ),
    approvals=(Approval(MANAGER, "3f9a", "2026-12-03T15:00:00+00:00", "seen", "one remark"),),
)


def test_fields_round_trip() -> None:
    assert to_conversation(to_fields(FULL)) == FULL


def test_edits_of_it_are_saved_in_the_file(path: Path) -> None:
    session = Session.open(path)
    item = next(i for i in session.conversation.checklist if i.kind == "competency").id
    session.apply(Rate(item, EMPLOYEE, "improve"))
    session.apply(AddAgreement(FULL.agreements[0]))
    for entry in reversed(FULL.agreements[0].progress):
        session.apply(AddProgress(entry))
    session.apply(Approve(Approval(MANAGER, "old", "2026-12-01", "disagreed", "no")))
    session.apply(Approve(Approval(MANAGER, "new", "2026-12-02")))
    session.close()
    kept = Session.open(path).conversation
    assert kept.item(item).ratings == {"employee": "improve"}  # type: ignore[union-attr]
    assert kept.agreement(RowId("a")).progress == FULL.agreements[0].progress  # type: ignore[union-attr]
    assert kept.approvals == (Approval(MANAGER, "new", "2026-12-02"),)


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ('"rating/employee": "improve"', '"rating/employee": "5"', "mastered, growing"),
        ('"percent": 50', '"percent": 101', "0 to 100"),
    ],
)
def test_a_wrong_value_in_the_file_is_reported(path: Path, old: str, new: str, word: str) -> None:
    session = Session.open(path)
    session.apply(Rate(session.conversation.checklist[0].id, EMPLOYEE, "improve"))
    session.apply(AddProgress(FULL.agreements[0].progress[0]))
    session.close()
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DamagedFile, match=word):
        Session.open(path)


def test_invalid_values_read_as_empty() -> None:
    fields = to_fields(FULL)
    fields |= {FieldKey("item", RowId("c"), "rating/manager"): "10"}
    fields |= {FieldKey("progress", RowId("p"), "percent"): -3}
    read = to_conversation(fields)
    assert read.checklist[0].ratings == {"employee": "mastered"}
    assert read.agreements[0].progress[0].percent is None


def test_the_key_of_a_field_is_its_text_and_its_parts() -> None:
    key = FieldKey("item", RowId("c"), "remark/manager")
    assert (key, key.row) == ("item/c/remark/manager", ("item", "c"))
    read = FieldKey.parse("item/c/remark/manager")
    assert (read, read.table, read.id, read.attribute) == (key, "item", "c", "remark/manager")


@pytest.mark.parametrize("text", ["nonsense", "item/c", "item//text", "item/c/", "other/c/text"])
def test_the_key_of_another_program_is_kept_and_belongs_to_no_row(text: str) -> None:
    key = FieldKey.parse(text)
    assert (key, key.row, key.attribute) == (text, ("", ""), text)
    assert to_conversation({key: "x"}) == to_conversation({})
