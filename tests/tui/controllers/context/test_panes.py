"""The panes of the desk: which one is active, and what each shows of a session."""

from __future__ import annotations

from pathlib import Path

import pytest

from afspraak.data.ids import MANAGER, RowId
from afspraak.data.model.changes import Changes
from afspraak.data.model.edits import Answer, Change, Tick
from afspraak.data.session.session import Session

from ....support.screens.contexts import new_panes, new_session
from ....support.screens.desks import ROW, first_item


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return new_session(tmp_path)


def test_panes_are_visited_in_a_cycle(session: Session) -> None:
    calls: list[str] = []
    panes = new_panes(session, lambda: calls.append(str(panes.active.id)))
    for step in (1, 1, 1, -1):
        panes.step(step)
    panes.go_to("notes")
    assert calls == ["notes", "agreements", "checklist", "agreements", "notes"]


def test_the_caret_starts_under_the_first_heading(session: Session) -> None:
    panes = new_panes(session)
    assert panes.notes.text == session.notes.text
    assert panes.notes.body.selection.end == (1, 0)


def test_only_changed_lists_are_redrawn(session: Session) -> None:
    panes = new_panes(session)
    item = first_item(session.conversation).id
    session.apply(Tick(item, "done"))
    session.apply(Change("agreement", ROW, {"text": "Course"}))

    def shown() -> tuple[bool, bool]:
        rows = {row.key: row for pane in (panes.checklist, panes.agreements)
                for row in pane.body.rows}  # fmt: skip
        box = "".join(text for line in rows[item].lines(40) for text, _ in line)
        return box.startswith("[x]"), rows[ROW].text == "Course"

    assert shown() == (False, False)
    panes.show_rows(session, Changes(rows=frozenset({("agreement", ROW)})))
    assert shown() == (False, True)
    panes.show_rows(session, Changes(rows=frozenset({("item", item)})))
    assert shown() == (True, True)


def test_cursors_move_to_the_changed_rows(session: Session) -> None:
    panes = new_panes(session)
    item = session.conversation.checklist[2].id
    session.apply(Answer(item, MANAGER, "x"))
    panes.select_rows(Changes(rows=frozenset({("item", item), ("header", RowId("-"))})))
    assert panes.checklist.key == item
