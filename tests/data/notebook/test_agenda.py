"""Which talks are due, coming and held, and what is open in them, as the index answers it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from afspraak.data.i18n.catalogue import Message
from afspraak.data.ids import EMPLOYEE, MANAGER, RowId, Slug
from afspraak.data.model.conversation import Agreement, ChecklistItem
from afspraak.data.notebook.agenda.agenda import Section, agenda
from afspraak.data.notebook.agenda.board import Board
from afspraak.data.notebook.index_schema import VERSION
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.notebook.summary import Summary
from afspraak.data.system.paths import index_file

from ...support.conversations.notebooks import kept
from ...support.team import TODAY, team


@pytest.fixture
def board(tmp_path: Path) -> Board:
    """The talks of nine people."""
    return Notebook(team(tmp_path / "nb")).board(TODAY)


def talk(name: str, day: date | None, *, talked: bool = False, **more: object) -> Summary:
    plain = Summary(Slug(name), "", title="planning", kind="planning", partner=name, date=day)
    return plain._replace(talked=talked, **more)  # type: ignore[arg-type]


def test_talks_are_in_sections_by_day(board: Board) -> None:
    shown = agenda(board.summaries, TODAY)
    names = {
        section: [talk.summary.partner.split()[0] for talk in shown.of(section)]
        for section in Section
    }
    assert names == {
        Section.DUE: ["Bram", "Anna", "Chaima"],
        Section.COMING: ["Daan", "Eva", "Fatma", "Gijs"],
        Section.HELD: ["Hanna", "Sam", "Anna", "Bram", "Eva"],
        Section.CLOSED: [],
    }
    assert [talk.is_past for talk in shown.of(Section.HELD)] == [False, False, True, True, True]
    assert (shown.people, shown.late_talks, board.late) == (9, 1, 3)


def test_the_index_knows_what_the_table_shows(board: Board, tmp_path: Path) -> None:
    bram = next(each for each in board.summaries if each.date == date(2026, 11, 12))
    assert (bram.kind, bram.me, bram.prepared_by, bram.talked) == ("progress", MANAGER, (), False)
    assert bram.due == (date(2026, 9, 30), date(2026, 10, 31), date(2027, 1, 31))
    assert bram.late_agreements(TODAY) == 2
    assert bram.late_agreements(date(2026, 9, 30)) == 0
    anna = next(each for each in board.summaries if each.date == TODAY)
    assert (anna.prepared_by, anna.talked) == ((MANAGER, EMPLOYEE), True)
    sam = next(each for each in board.summaries if each.partner == "Sam Okafor")
    assert (sam.next_on, len(sam.approved)) == (date(2027, 5, 6), 2)
    # What is read from the index is what was read from the files.
    assert Notebook(tmp_path / "nb").board(TODAY) == board


def test_open_agreements_come_by_their_date(board: Board) -> None:
    bram = next(each for each in board.summaries if each.date == date(2026, 11, 12))
    rows = board.open_in(bram.slug)
    assert [(row.kind, row.due and row.due.month) for row in rows] == [
        ("result", 9), ("development", 10), ("result", 1), ("other", None),
    ]  # fmt: skip
    assert [row.owner for row in rows] == ["Bram Hendriks"] * 3 + ["Jan Bakker"]
    assert board.open_in(Slug("nobody")) == []


def test_a_closed_agreement_is_not_open_and_one_carried_over_counts_once(tmp_path: Path) -> None:
    folder = tmp_path / "nb"
    late = Agreement(RowId("aaaaaaaaaaaa"), text="Late", due=date(2026, 11, 1))
    done = Agreement(RowId("bbbbbbbbbbbb"), text="Done", due=date(2026, 11, 1), status="done")
    kept(folder, "first", late, done, created="2026-01-01T00:00:00Z")
    again = Agreement(late.id, text="Late", due=late.due, carried_from=Slug("first"))
    kept(folder, "second", again, created="2026-06-01T00:00:00Z")
    board = Notebook(folder).board(TODAY)
    assert board.late == 1
    assert [row.text for row in board.open_in(Slug("first"))] == ["Late"]
    assert [each.late_agreements(TODAY) for each in board.summaries] == [1, 1]


def test_an_index_of_the_version_before_is_made_again(tmp_path: Path) -> None:
    folder = team(tmp_path / "nb")
    before = Notebook(folder).board(TODAY)
    with closing(sqlite3.connect(index_file(folder))) as connection:
        connection.execute("ALTER TABLE file DROP COLUMN open_due")
        connection.execute(f"PRAGMA user_version = {VERSION - 1}")
        connection.commit()
    assert Notebook(folder).board(TODAY) == before


@pytest.mark.parametrize(
    ("days", "talked", "section"),
    [
        (-1, False, Section.DUE),
        (-1, True, Section.HELD),
        (0, False, Section.DUE),
        (0, True, Section.DUE),
        (6, False, Section.DUE),
        (7, False, Section.COMING),
        (7, True, Section.COMING),
    ],
)
def test_a_talk_is_due_until_it_was_held_and_from_a_week_before(
    days: int, talked: bool, section: Section
) -> None:
    (only,) = agenda([talk("a", TODAY + timedelta(days), talked=talked)], TODAY).talks
    assert only.section is section
    assert only.is_late(TODAY) == (days < 0 and not talked)


def test_what_lacks_a_day_has_to_be_planned_and_stands_last() -> None:
    undated, held = talk("a", None), talk("b", None, talked=True)
    ahead = talk("c", date(2027, 5, 1))
    shown = agenda([undated, held, ahead], TODAY)
    assert [(each.summary.slug, each.section) for each in shown.talks] == [
        ("c", Section.COMING), ("a", Section.COMING), ("b", Section.HELD),
    ]  # fmt: skip
    assert [each.lacks_day for each in shown.talks] == [False, True, True]


def test_the_day_agreed_on_for_the_next_talk_can_be_late_and_after_a_farewell_there_is_none() -> (
    None
):
    passed = talk("a", date(2026, 1, 1), talked=True, next_on=date(2026, 6, 1))
    left = talk("b", date(2026, 1, 1), talked=True, kind="exit")
    (first, second) = agenda([passed, left], TODAY).talks
    assert first.is_late(TODAY) and not first.lacks_day
    assert not second.is_late(TODAY) and not second.lacks_day


def test_what_cannot_be_read_has_a_section_of_its_own_and_is_nobody() -> None:
    fault = Summary(Slug("broken"), "", fault=Message("lock.in_list"), locked=True)
    shown = agenda([fault, talk("a", TODAY)], TODAY)
    assert [each.summary.slug for each in shown.of(Section.CLOSED)] == ["broken"]
    assert shown.people == 1


@pytest.mark.parametrize(
    ("sign", "talked"),
    [
        ({}, False),
        ({"notes": "## Looking back\n\n"}, False),
        ({"notes": "## Looking back\nA calm year."}, True),
        ({"more": (ChecklistItem(RowId("i"), "Before", "Goals", state="done"),)}, True),
        ({"more": (ChecklistItem(RowId("i"), "Before", "Goals", state="parked"),)}, False),
    ],
)
def test_a_talk_was_held_if_it_left_a_sign(
    tmp_path: Path, sign: dict[str, object], talked: bool
) -> None:
    kept(tmp_path / "nb", "a", **sign)  # type: ignore[arg-type]
    (row,) = Notebook(tmp_path / "nb").summaries()
    assert row.talked is talked


@pytest.mark.parametrize(("source", "talked"), [("", True), ("earlier", False)])
def test_an_agreement_that_was_carried_over_is_no_sign(
    tmp_path: Path, source: str, talked: bool
) -> None:
    row = Agreement(RowId("aaaaaaaaaaaa"), text="Course", carried_from=Slug(source))
    kept(tmp_path / "nb", "a", row)
    (found,) = Notebook(tmp_path / "nb").summaries()
    assert found.talked is talked
