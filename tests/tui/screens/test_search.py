"""Search over all conversations, on the command line and on screen."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import icalendar
import pytest

from afspraak.data.ids import RowId
from afspraak.data.model.conversation import Agreement, ChecklistItem
from afspraak.data.system.paths import index_file
from afspraak.tui.cli.main import main

from ...checkout import IMPORT_ROOT
from ...support.amount import share
from ...support.conversations.notebooks import kept
from ...support.terminal.terminal import Terminal

LATE = Agreement(
    RowId("1"), text="Runbook for the portal", owner="Anna de Vries", due=date(2026, 11, 1)
)
SOON = Agreement(RowId("2"), text="Course", kind="development", owner="Jan", due=date(2026, 12, 20))
DONE = Agreement(RowId("3"), text="Handover", status="done", due=date(2026, 1, 1))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A notebook with two conversations, on 3 December 2026."""
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-12-03")
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(tmp_path / "nb"))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "nb"
    kept(folder, "first", LATE, SOON, DONE, notes="The réunion went well", when=date(2026, 6, 1))
    kept(folder, "second", notes="[x] no \x1b[réunion yet", when=date(2026, 12, 1))
    return folder


@pytest.mark.usefixtures("folder")
def test_agreements_are_listed_by_urgency(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agreements"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert [row.split("  ")[0] for row in rows] == ["2026-11-01", "2026-12-20", "2026-01-01"]
    assert rows[0].split("  ") == [
        "2026-11-01", "R1", "Runbook for the portal", "Anna de Vries", "late 32 d",
        "Anna de Vries · planning (first)",
    ]  # fmt: skip
    assert " open " in rows[1]
    assert " done " in rows[2]
    assert main(["--lang", "nl", "agreements", "--open", "--owner", "ANNA"]) == 0
    (row,) = capsys.readouterr().out.splitlines()
    assert " 32 d laat " in row


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("words", "status", "labels"),
    [
        (["--due", "30d"], 1, ["R1", "D1"]),
        (["--due", "2w"], 1, ["R1"]),
        (["--due", "3m", "--owner", "jan"], 1, ["D1"]),
        (["--due", "20 dec"], 1, ["R1", "D1"]),
        (["--due", "next week", "--owner", "Jan"], 0, []),
        (["--owner", "nobody"], 1, []),
    ],
)
def test_the_exit_status_tells_cron_whether_something_is_due(
    words: list[str], status: int, labels: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["agreements", *words]) == status
    told = capsys.readouterr()
    assert [line.split()[1] for line in told.out.splitlines()] == labels
    assert told.err == "", "cron sends by mail whatever is said"
    assert main(["agreements", "--json", *words]) == status
    assert [row["label"] for row in json.loads(capsys.readouterr().out)] == labels


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (["--due", "2w"], ["2026-11-30  R1  Steun bij R1: Two days without tickets  Jan Bakker"]),
        (["--due", "2w", "--owner", "anna"], []),
        (["--due", "2w", "--owner", "jan"], ["2026-11-30  R1  Steun bij R1: Two days without"]),
        (
            ["--open", "--owner", "jan"],
            ["2026-11-30  R1  Steun bij R1", "2026-12-24  R2  Steun bij"],
        ),
        (
            ["--owner", "jan"],
            ["2026-11-30  R1", "2026-12-24  R2", "2026-12-05  R3", "2026-12-06  R4"],
        ),
    ],
)
def test_promised_support_is_a_line_of_who_gives_it(
    words: list[str], lines: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "first.json").unlink()
    owed = Agreement(
        RowId("1"), text="Runbook", owner="Anna de Vries", due=date(2027, 3, 31), order="a",
        support="Two days without tickets", support_by="Jan Bakker", support_due=date(2026, 11, 30),
    )  # fmt: skip
    later = replace(owed, id=RowId("2"), support="", support_due=date(2026, 12, 24), order="b")
    given = replace(
        owed,
        id=RowId("3"),
        order="c",
        support_due=date(2026, 12, 5),
        support_done=date(2026, 12, 1),
    )
    ended = replace(owed, id=RowId("4"), order="d", support_due=date(2026, 12, 6), status="dropped")
    kept(folder, "support", owed, later, given, ended)
    expected = 1 if "--due" in words and lines else 0
    assert main(["--lang", "nl", "agreements", *words]) == expected
    told = capsys.readouterr().out.splitlines()
    assert len(told) == len(lines)
    assert all(row.startswith(line) for row, line in zip(told, lines, strict=True))
    assert main(["agreements", "--json", *words]) == expected
    rows = json.loads(capsys.readouterr().out)
    assert [(row["promise"], row["due"]) for row in rows] == [
        ("support", line[:10]) for line in lines
    ]


def test_unreadable_conversations_are_reported_and_the_rest_listed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "broken.json").write_text("{", "utf-8")
    for words in (["agreements"], ["agreements", "--due", "1d"], ["search", "reunion"]):
        assert main(words) == 3
        told = capsys.readouterr()
        assert "broken.json" in told.err
        assert len(told.out.splitlines()) >= 1
    assert main(["agreements", "--due", ""]) == 2
    assert main(["agreements", "--due", "whenever"]) == 2
    assert "whenever" in capsys.readouterr().err


def test_dates_are_exported_to_a_calendar(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["agreements", "--ics", "dates.ics"]) == 0
    target = folder.parent / "dates.ics"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    calendar = icalendar.Calendar.from_ical(target.read_bytes())
    assert [str(event["UID"]) for event in calendar.walk("VEVENT")] == [
        "1-due@afspraak", "2-due@afspraak",
    ]  # fmt: skip
    capfdbinary.readouterr()
    assert main(["agreements", "--due", "1d", "--ics"]) == 1
    assert capfdbinary.readouterr().out.count(b"BEGIN:VEVENT") == 1


@pytest.mark.usefixtures("folder")
def test_search_shows_the_location_of_the_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "REUNION"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "second  notes 1  [x] no ␛[»réunion« yet",
        "first   notes 1  The »réunion« went well",
    ]
    assert main(["search", "went", "anna", "--json"]) == 0
    (hit,) = json.loads(capsys.readouterr().out)
    assert (hit["slug"], hit["place"], hit["number"]) == ("first", "note", 1)
    assert [hit["text"][a:b] for a, b in hit["spans"]] == ["went"]
    for words in (["nowhere"], ["*"], ['"'], ["réunion", "NOT", "yet"]):
        assert main(["search", *words]) == 1
        assert capsys.readouterr() == ("", "")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("words", [["list"], ["search", "reunion"], ["agreements", "--due", "1d"]])
def test_listing_loads_neither_screens_nor_documents(words: list[str]) -> None:
    script = (
        "import importlib, sys\n"
        f"importlib.import_module('afspraak.data.notebook.index').SETTLING_NS = -(10**15)\n"
        f"importlib.import_module('afspraak.tui.cli.main').main({words!r})\n"
        "print('loaded', *(name.split('.')[0] for name in sys.modules))"
    )
    heavy = {"textual", "rich", "pycrdt", "icalendar", "markdown_it", "argcomplete"}
    for more in (set(), {"tinydb"}):  # the second time nothing has to be read
        answer = subprocess.run(
            [sys.executable, "-c", script], cwd=IMPORT_ROOT, capture_output=True, check=True
        )
        loaded = set(answer.stdout.decode().splitlines()[-1].split())
        assert "afspraak" in loaded
        assert not loaded & (heavy | more)


def test_loading_progress_is_shown_on_a_terminal_only(
    start: Callable[..., Terminal], folder: Path
) -> None:
    content = (folder / "second.json").read_bytes()
    for number in range(220):
        (folder / f"c{number}.json").write_bytes(content)
    first = start("list", environment={"PAGER": "cat"})
    assert first.ended() == 0
    assert b"Reading conversations: 200 of 222" in first.raw
    assert "Reading" not in first.text, "it goes away"
    index_file(folder).unlink()
    answer = subprocess.run(
        [sys.executable, "-m", "afspraak", "list"], cwd=IMPORT_ROOT, capture_output=True, check=True
    )
    assert answer.stderr == b""


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("columns", "rows"), share([(60, 20), (80, 24), (120, 40)]))
def test_search_runs_during_typing(start: Callable[..., Terminal], columns: int, rows: int) -> None:
    terminal = start(columns=columns, rows=rows).wait("Anna de Vries")
    terminal.do("notebook.search")
    terminal.wait("Type what you are looking for")
    terminal.type("reunio")
    terminal.wait(">notes 1").wait("1 Dec").wait("1 Jun")
    assert terminal.text.index("1 Dec") < terminal.text.index("1 Jun"), "the newest first"
    terminal.type("q")
    terminal.wait("not found")
    terminal.press("backspace")
    terminal.wait_gone("not found")
    terminal.type(" went")
    terminal.wait_gone("1 Dec").wait("The réunion went well")
    terminal.do("search.open")
    terminal.wait("Runbook")
    terminal.do("app.leave")
    assert terminal.ended() == 0


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("needle", "│    needle in line 40"),
        ("course", ">D1 Course"),
        ("cooperation", ">[ ] Cooperation"),
        ("goals", ">[ ] Question 0"),
    ],
)
def test_a_conversation_opens_at_the_search_result(
    start: Callable[..., Terminal], folder: Path, words: str, shown: str
) -> None:
    notes = "\n".join([*(f"line {number}" for number in range(1, 40)), "needle in line 40", "end"])
    items = [
        ChecklistItem(RowId(f"i{n}"), "job", f"Question {n}", order=f"a{n:02}") for n in range(30)
    ]
    items.append(ChecklistItem(RowId("c"), "job", "Cooperation", order="b"))
    for other in folder.iterdir():
        other.unlink()
    kept(folder, "third", LATE, SOON, notes=notes, title="our goals", more=tuple(items))
    terminal = start().wait("our goals")
    terminal.do("notebook.search")
    terminal.wait("Type what you are looking for")
    terminal.type(words)
    terminal.wait(lambda seen: _selected(seen) > 0)
    terminal.do("search.open")
    terminal.wait("Checklist").wait(shown)


@pytest.mark.usefixtures("folder")
def test_the_keys_of_the_search_screen_move_through_the_results(
    start: Callable[..., Terminal],
) -> None:
    terminal = start().wait("Anna de Vries")
    terminal.do("notebook.search")
    terminal.type("reunion")
    terminal.wait(">notes 1")
    first = _selected(terminal)
    for there, back in (("down", "up"), ("pagedown", "pageup")):
        terminal.press(there)
        terminal.wait(lambda screen: _selected(screen) != first)
        terminal.press(back)
        terminal.wait(lambda screen: _selected(screen) == first)
    terminal.do("app.leave")
    assert terminal.ended() == 0


def _selected(terminal: Terminal) -> int:
    """The line of the screen with the cursor of the list."""
    return next((at for at, line in enumerate(terminal.lines) if line.startswith(">")), -1)


@pytest.mark.usefixtures("folder")
def test_keys_typed_ahead_open_the_right_result(start: Callable[..., Terminal]) -> None:
    terminal = start().wait("Anna de Vries")
    terminal.type("sreunion went\r")
    terminal.wait("Runbook")
    terminal.do("desk.pane.checklist", "list.leave")
    terminal.wait(">notes 1")
    terminal.press("ctrl+u")
    terminal.wait("Search:")
    terminal.press("enter")
    terminal.wait("Enter open")
    terminal.do("app.leave")
    assert terminal.ended() == 0


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("columns", "rows"), [(60, 20), (120, 40)])
def test_the_agreements_of_all_conversations_are_listed(
    start: Callable[..., Terminal], columns: int, rows: int
) -> None:
    terminal = start("--lang", "nl", columns=columns, rows=rows).wait("planning")
    terminal.do("notebook.agreements")
    terminal.wait("Laat 1").wait("Nog te doen 1").wait("Runbook").wait("O1 Course")
    assert terminal.text.index("Runbook") < terminal.text.index("Nog te doen 1")
    assert terminal.text.index("Nog te doen 1") < terminal.text.index("O1 Course")
    assert "Handover" not in terminal.wait("2 open").text
    terminal.do("due.toggle_open")
    terminal.wait("Klaar of vervallen 1").wait("Handover")
    terminal.do("app.help")
    terminal.wait("Een afspraak die is meegenomen")
    terminal.press("escape")
    terminal.wait_gone("Een afspraak die is meegenomen")
    terminal.do("due.open")
    terminal.wait("Notities")
    terminal.do("desk.pane.checklist", "list.leave")
    terminal.wait("Klaar of vervallen 1")
    terminal.do("due.close")
    terminal.wait("Enter open")
    terminal.do("app.leave")
    assert terminal.ended() == 0
