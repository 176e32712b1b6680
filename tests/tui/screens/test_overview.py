"""Complete agreements, their progress, and the overview, in a terminal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from afspraak.data.ids import EMPLOYEE, MANAGER, RowId
from afspraak.data.model.conversation import Agreement, Header, Progress
from afspraak.data.model.edits import AddAgreement, AddProgress
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session
from afspraak.tui.formatting.talk_clock import TalkClock

from ...support.terminal.terminal import Terminal, begun, tables

Start = Callable[..., Terminal]


@pytest.mark.parametrize(
    ("spent", "planned", "told", "share", "late"),
    [
        (12, 60, "0:12/1:00", 0.2, False),
        (53, 60, "0:53/1:00", 53 / 60, False),
        (54, 60, "0:54/1:00", 0.9, True),
        (60, 60, "1:00/1:00", 1.0, True),
        (65, 60, "1:05/1:00 +5", 65 / 60, True),
        (5, 0, "0:05", None, False),
        (130, 90, "2:10/1:30 +40", 130 / 90, True),
    ],
)
def test_the_clock_shows_elapsed_and_exceeded_time(
    spent: int, planned: int, told: str, share: float | None, late: bool
) -> None:
    seconds = [100.0]
    clock = TalkClock(lambda: seconds[0])
    seconds[0] += spent * 60
    face = clock.face(Header(minutes=planned))
    assert (face.words, face.share, face.is_late) == (told, share, late)


def test_the_clock_runs_on_the_conversations_own_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-12-03")
    seconds = [100.0]
    clock = TalkClock(lambda: seconds[0])
    seconds[0] += 12 * 60
    assert clock.face(Header(date=date(2026, 12, 3))).words == "0:12/1:00"
    assert clock.face(Header()).words == "0:12/1:00"
    another_day = clock.face(Header(date=date(2026, 12, 4)))
    assert "/" not in another_day.words and another_day.share is None, "no bar either"
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-12-04")
    assert "/" not in clock.face(Header(date=date(2026, 12, 4))).words, "opened the day before"


@pytest.mark.parametrize(
    ("now", "time", "told"),
    [
        ("2026-12-03T10:12", "10:00", "0:12/1:00"),
        ("2026-12-03T11:30", "10:00", "1:30/1:00 +30"),
        # Long after the talk it is looked at again, and before it, it is prepared.
        ("2026-12-03T13:00", "10:00", "0:00/1:00"),
        ("2026-12-03T09:59", "10:00", "0:00/1:00"),
        ("2026-12-04T10:12", "10:00", "0:00/1:00"),
        ("2026-12-03T10:12", "", "0:00/1:00"),
        ("2026-12-03T10:12", "later", "0:00/1:00"),
    ],
)
def test_the_time_counts_from_the_planned_start_also_after_reopening(
    monkeypatch: pytest.MonkeyPatch, now: str, time: str, told: str
) -> None:
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-12-03")
    clock = TalkClock(lambda: 0, lambda: datetime.fromisoformat(now))
    header = Header(date=date(2026, 12, 3), time=time)
    assert clock.face(header).words == told


def test_a_complete_agreement_with_progress(start: Start, tmp_path: Path) -> None:
    terminal = begun(start)
    terminal.do("desk.pane.agreements", "list.add")
    terminal.wait("Steps").wait("Budget")
    terminal.type("Runbook")
    terminal.press(*["tab"] * 5)
    terminal.type("ask Kees")
    terminal.press("enter")
    terminal.type("write it")
    terminal.press(*["tab"] * 5)
    terminal.type("two days")
    terminal.press("tab", "tab")
    terminal.type("15 jan")
    terminal.wait("15 Jan")
    terminal.do("form.accept")
    terminal.wait("R1 Runbook").wait("1 open · 1 lacks a word")
    terminal.do("agreements.progress")
    terminal.wait("How is it going?")
    terminal.type("Half is written")
    terminal.press("tab")
    terminal.type("150")
    terminal.do("form.accept")
    terminal.wait("a whole number from 0 to 100")
    terminal.press("ctrl+u")
    terminal.type("50 %")
    terminal.do("form.accept")
    terminal.wait_gone("How is it going?")
    terminal.do("list.overview")
    terminal.wait("█████░░░░░  50 %").wait("Half is written")
    terminal.wait("Jan  █████░░░░░  50 %  Half is written")
    terminal.do("overview.last")
    terminal.wait(lambda t: any(">R1: who, measure" in line for line in t.lines))
    terminal.wait("no development agreement yet")
    terminal.do("overview.first", "overview.done")
    terminal.wait_gone("1 open")
    terminal.do("overview.done", "overview.progress")
    terminal.wait("So far: 50 %")
    terminal.type("Nearly")
    terminal.do("form.accept")
    terminal.wait("Nearly").wait("how it is going · 2")
    terminal.do("overview.close")
    terminal.wait("1 Checklist")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    held = tables(tmp_path)
    row = held["agreements"]["1"]
    assert (row["steps"], row["budget"], row["evaluate_on"]) == (
        "ask Kees\nwrite it",
        "two days",
        "2027-01-15",
    )
    told = held["progress"]
    assert {(entry["text"], entry.get("percent")) for entry in told.values()} == {
        ("Half is written", 50),
        ("Nearly", None),
    }
    assert {entry["by"] for entry in told.values()} == {"manager"}


def _full(folder: Path) -> None:
    """A conversation with agreements of every kind, one late."""
    beginning = NewConversation("manager", "Jan Bakker", "Anna de Vries", language="nl")
    session = Session.create(folder / "nb" / "anna.json", build_conversation(beginning), me=MANAGER)
    for agreement in (
        Agreement(RowId("a"), "result", "Draaiboek", "Anna", "er", date(2027, 3, 31), "tijd",
                  "Jan Bakker", order="B", evaluate_on=date(2027, 1, 15)),
        Agreement(RowId("b"), "result", "Cursus", "Anna", "er", date(2026, 11, 30), "geen",
                  order="C"),
        Agreement(RowId("c"), "other", "Samen lunchen", "Jan Bakker", order="D"),
    ):  # fmt: skip
        session.apply(AddAgreement(agreement))
    for day, text, percent in (("27", "Begonnen", 10), ("28", "Mooi op weg", 40)):
        moment = f"2026-11-{day}T10:00:00+00:00"
        session.apply(
            AddProgress(Progress(RowId(f"p{day}"), RowId("a"), moment, EMPLOYEE, text, percent))
        )
    session.close()


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (60, 20)])
def test_the_overview_in_dutch(start: Start, tmp_path: Path, columns: int, rows: int) -> None:
    _full(tmp_path)
    terminal = start("--lang", "nl", "open", "anna", columns=columns, rows=rows)
    terminal.wait("Terugblik")
    terminal.do("list.overview")
    terminal.wait("30 nov!").wait("3 d laat").wait("31 mrt")
    terminal.wait("28 nov  Anna  ████░░░░░░  40 %  Mooi op weg").wait("3 open · 1 laat")
    assert terminal.text.index("Mooi op weg") < terminal.text.index("Begonnen"), "newest first"
    terminal.do("overview.last")
    terminal.wait("nog geen ontwikkelafspraak").wait("Steun bij R1: tijd")
    terminal.wait(lambda t: any(">A1: te zien aan, wanneer, steun" in line for line in t.lines))
    terminal.do("overview.first")
    terminal.wait(lambda t: any(">R1 Draaiboek" in line for line in t.lines))
    for _ in range(3):
        terminal.do("overview.cursor_down")
    terminal.wait("◆ uiterlijk").wait("! laat").wait("○ terugblik")
    terminal.wait(lambda t: any(line.startswith(">R1 ") and "○" in line for line in t.lines))
    terminal.do("overview.cursor_down")
    terminal.wait(lambda t: any(line.startswith(">R2 ") and "!" in line for line in t.lines))
    assert all(len(line) <= columns for line in terminal.lines)
    terminal.do("overview.close")
    terminal.wait("2 Notities")
    terminal.do("list.overview")
    terminal.wait("Draaiboek")
    terminal.do("app.leave")
    assert terminal.ended() == 0


def test_the_desk_counts_appreciation_shares_and_parked_items(start: Start) -> None:
    terminal = begun(start, columns=120, rows=40)
    terminal.do("list.cursor_down", "checklist.park")
    terminal.wait("1 parked")
    terminal.do("list.last", "checklist.parked")
    terminal.wait(lambda t: any(">[-] " in line for line in t.lines))
    terminal.do("desk.pane.notes")
    terminal.type("the calm")
    terminal.wait("━ JB 1 ")
    terminal.do("notes.appreciate")
    terminal.wait("JB│ Appreciation: the calm")
    terminal.type(" of Anna")
    terminal.press("enter")
    terminal.do("desk.switch_writer")
    terminal.type("thanks")
    terminal.wait("JB│ Appreciation: the calm of Anna").wait(" JB 1 · AV 1 ")
    terminal.press("up")
    terminal.do("notes.appreciate")
    terminal.wait("JB│ the calm of Anna")
