"""The dates of agreements as a calendar, which can be imported repeatedly."""

from __future__ import annotations

from datetime import UTC, date, datetime

import icalendar
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from afspraak.data.exchange.due_calendar import due_calendar
from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import RowId, Slug
from afspraak.data.model.conversation import Agreement
from afspraak.data.notebook.notebook import Notebook

from ...support.conversations.notebooks import kept

NOW = datetime(2026, 12, 3, 14, 2, tzinfo=UTC)
DUE, LOOK = date(2027, 3, 31), date(2027, 2, 1)


def _events(notebook: Notebook) -> list[icalendar.Event]:
    found, _ = notebook.index.agreements()
    made = due_calendar(catalogue("en"), found, NOW)
    if made is None:
        return []
    calendar = icalendar.Calendar.from_ical(made)
    assert isinstance(calendar, icalendar.Calendar)
    assert made.count(b"\n") == made.count(b"\r\n")
    assert max(map(len, made.split(b"\r\n"))) <= 75, "RFC 5545 folds longer lines"
    return list(calendar.events)


def test_due_dates_and_evaluations_are_separate_all_day_events(notebook: Notebook) -> None:
    one = Agreement(RowId("1"), text="Runbook, [x]; done", owner="Anna", due=DUE, evaluate_on=LOOK)
    done = Agreement(RowId("2"), text="done", status="done", due=DUE)
    kept(notebook.folder, "a", one, done, Agreement(RowId("3"), text="undated"))
    due, look = _events(notebook)
    assert (due["UID"], look["UID"]) == ("1-due@afspraak", "1-evaluate@afspraak")
    assert (due.start, due.end, look.start) == (DUE, date(2027, 4, 1), LOOK)
    assert due["SUMMARY"] == "Due: Runbook, [x]; done (Anna)"
    assert look["SUMMARY"] == "Check: Runbook, [x]; done (Anna)"
    assert due["CLASS"] == "PRIVATE"


def test_support_that_is_owed_is_an_event_of_who_gives_it(notebook: Notebook) -> None:
    owed = Agreement(
        RowId("1"), text="Runbook", owner="Anna", support="Two days", support_by="Jan",
        support_due=LOOK,
    )  # fmt: skip
    given = Agreement(RowId("2"), text="Course", support_due=LOOK, support_done=LOOK)
    kept(notebook.folder, "a", owed, given)
    (event,) = _events(notebook)
    assert (event["UID"], event.start) == ("1-support@afspraak", LOOK)
    assert event["SUMMARY"] == "Support with R1: Two days (Jan)"


def test_importing_the_calendar_twice_duplicates_nothing(notebook: Notebook) -> None:
    kept(notebook.folder, "first", Agreement(RowId("1"), text="Runbook", due=DUE))
    (before,) = _events(notebook)
    carried = Agreement(RowId("1"), text="Runbook 2", due=LOOK, carried_from=Slug("first"))
    kept(notebook.folder, "second", carried, created="2027")
    (after,) = _events(notebook)
    assert before["UID"] == after["UID"]
    assert after.start == LOOK


def test_agreements_of_copied_files_have_separate_events(notebook: Notebook) -> None:
    path = kept(notebook.folder, "a", Agreement(RowId("1"), text="Runbook", due=DUE))
    (notebook.folder / "b.json").write_bytes(path.read_bytes())
    assert len({event["UID"] for event in _events(notebook)}) == 2


def test_without_dates_there_is_no_calendar(notebook: Notebook) -> None:
    kept(notebook.folder, "a", Agreement(RowId("1"), text="Runbook"))
    assert _events(notebook) == []


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec="utf-8"), max_size=200))
def test_no_text_breaks_the_calendar_structure(notebook: Notebook, text: str) -> None:
    kept(notebook.folder, "a", Agreement(RowId("1"), text=text, owner=text, due=DUE), title=text)
    (event,) = _events(notebook)
    assert event.start == DUE
    assert set(event) == {
        "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "CLASS", "TRANSP",
    }  # fmt: skip
