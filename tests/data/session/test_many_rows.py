"""An edit of a field costs the same in a conversation with few rows and with many."""

from __future__ import annotations

from pathlib import Path

import pytest

from afspraak.data.ids import EMPLOYEE, MANAGER, RowId
from afspraak.data.model.conversation import Agreement
from afspraak.data.model.edits import AddAgreement, Answer, Change, Delete, Edit, Tick
from afspraak.data.session.session import Session

from ...support.conversations.clocks import fixed_clock
from ...support.counting import calls
from ...support.many_rows import agreement_id, item_id, with_rows

EDITS: dict[str, tuple[Edit, Edit]] = {
    "a tick": (Tick(item_id(3), "done"), Tick(item_id(3), "open")),
    "an answer": (Answer(item_id(3), EMPLOYEE, "yes"), Answer(item_id(3), EMPLOYEE, "no")),
    "a date": (
        Change("agreement", agreement_id(3), {"due": "2027-02-03"}),
        Change("agreement", agreement_id(3), {"due": "2027-02-04"}),
    ),
    "a goal": (Change("header", values={"goals": "a"}), Change("header", values={"goals": "b"})),
}


def opened(folder: Path, agreements: int, items: int) -> Session:
    path = folder / f"{items}.json"
    session = Session.create(path, with_rows(agreements, items), me=MANAGER, clock=fixed_clock)
    session.store_numbers()
    return session


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_of_a_field_does_no_more_work_with_many_rows(tmp_path: Path, name: str) -> None:
    first, second = EDITS[name]
    work = []
    for agreements, items in ((10, 20), (200, 800)):
        session = opened(tmp_path, agreements, items)

        def edit(edit: Edit, session: Session = session) -> None:
            session.apply(edit)
            assert session.conversation.header.date

        edit(first)  # what is read once counts for nothing
        work.append(calls(lambda edit=edit: edit(second)))  # type: ignore[misc]
        session.close()
    assert work[1] <= 1.1 * work[0]


def test_numbers_of_agreements_are_given_after_edits_that_need_none(tmp_path: Path) -> None:
    session = opened(tmp_path, 4, 20)
    for edit in EDITS["a date"]:
        session.apply(edit)
    new = Agreement(RowId("new"), text="A plan", order="b")
    session.apply(AddAgreement(new))
    session.apply(Change("agreement", agreement_id(0), {"kind": "development"}))
    session.apply(Delete("agreement", agreement_id(1)))
    session.apply(AddAgreement(Agreement(RowId("newer"), text="A course", order="c")))
    numbers = {row.id: number for number, row in session.conversation.numbered()}
    assert numbers == {
        agreement_id(0): "1",
        agreement_id(2): "3",
        agreement_id(3): "4",
        "new": "5",
        "newer": "6",
    }
    session.close()
