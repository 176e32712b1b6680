"""Ratings and the header in the whole program, also for a new conversation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from afspraak.data.session.session import Session
from afspraak.tui.cli.main import main

from ...support.amount import share
from ...support.terminal.terminal import Terminal, begun, tables

SELECT_ALL = "\x1b[18~"  # F7

SIZES = [(60, 20), (80, 24), (120, 40)]


def test_both_rate_on_one_keyboard_and_compare(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    terminal = begun(start)
    terminal.do("checklist.rate")
    terminal.wait("Rating is for competencies")
    terminal.do("list.search")
    terminal.type("communication")
    terminal.press("enter")
    terminal.wait(">[ ] Communication").press("escape")
    terminal.wait_gone("Search:")
    terminal.do("checklist.rate")
    terminal.wait("Jan, Communication: mastered").wait("JB  AV")
    terminal.do("checklist.rate")
    terminal.wait("JB: growing · AV:").wait("●●○  – ")
    terminal.do("desk.switch_writer")
    terminal.wait("Anna de Vries writes")
    terminal.do("checklist.rate")
    terminal.wait("●●○ ●●●")
    terminal.do("list.undo")
    terminal.wait("●●○  – ")
    terminal.do("list.redo")
    terminal.wait("●●○ ●●●")
    # All of them on one screen, where they can be rated and remarked on too.
    terminal.do("list.competencies")
    terminal.wait(lambda t: t.lines[3].startswith(">Communication") and "J━━" in t.lines[3])
    terminal.wait("one apart").wait(" Anna de Vries writes ")
    terminal.do("competencies.switch_writer", "competencies.rate")
    terminal.wait("Jan   ●○○  improvement needed").wait("two apart")
    terminal.do("competencies.answer")
    terminal.wait("Who reads it")
    terminal.press("shift+tab")
    terminal.type("b")
    terminal.press("tab")
    terminal.type("Sums up well.")
    terminal.do("form.accept")
    terminal.wait("            Sums up well.")
    terminal.do("competencies.help")
    terminal.wait("who is rating now")
    terminal.do("keys.close")
    terminal.wait_gone("who is rating now")
    terminal.do("competencies.close")
    terminal.wait("●○○ ●●●")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    rated = [row for row in tables(tmp_path)["checklist"].values() if "rating/manager" in row]
    assert [(row["rating/manager"], row["rating/employee"], row["remark/manager"])
            for row in rated] == [("improve", "mastered", "Sums up well.")]  # fmt: skip


def test_a_rated_competency_moves_only_when_the_list_is_sorted_again(
    start: Callable[..., Terminal],
) -> None:
    terminal = begun(start)
    terminal.do("list.competencies")
    terminal.wait(lambda t: t.lines[3].startswith(">Cooperation") and "nobody yet" in t.lines[3])
    terminal.do("competencies.cursor_down", "competencies.rate")
    terminal.wait(lambda t: t.lines[4].startswith(">Getting results"))
    terminal.wait("Anna not yet")
    assert terminal.lines[3].startswith(" Cooperation")
    terminal.do("competencies.sort")
    terminal.wait(lambda t: t.lines[3].startswith(">Getting results"))
    terminal.do("competencies.close", "app.leave")
    assert terminal.ended() == 0


@pytest.mark.parametrize(("columns", "rows"), share(SIZES))
def test_the_header_is_edited_by_keys_and_written_in_minutes(
    start: Callable[..., Terminal], tmp_path: Path, columns: int, rows: int
) -> None:
    terminal = begun(start, columns=columns, rows=rows)
    terminal.do("list.header")
    terminal.wait("About this conversation")
    terminal.press("ctrl+u")
    terminal.type("The year ahead")
    terminal.press("tab", "tab", "tab")
    terminal.type("9x")
    terminal.do("form.accept")
    terminal.wait("! Please give whole minutes")
    terminal.press("backspace", "0", "tab", "tab", "tab", "tab")
    terminal.type("Answers tenants")
    terminal.press("tab", "tab", SELECT_ALL)
    terminal.type("Planning, Advising")
    terminal.do("form.accept")
    terminal.wait_gone("About this conversation").wait("The year")
    if columns == 120:
        terminal.wait("[ ] Advising").wait_gone("[ ] Communication")
    terminal.do("list.undo")
    terminal.wait_gone("The year")
    terminal.do("list.redo")
    terminal.wait("The year")
    # An agreement can be based on what is now in the profile.
    terminal.do("desk.pane.agreements", "list.add")
    terminal.wait("A new agreement")
    terminal.type("Runbook")
    terminal.press(*["tab"] * 11)
    terminal.type("ans")
    terminal.wait(lambda t: any("┃ answers tenants" in line.lower() for line in t.lines))
    terminal.press("right")
    terminal.do("form.accept")
    terminal.wait("R1 Runbook")
    terminal.write_minutes("desk.export")
    terminal.wait("Minutes:")
    minutes = (tmp_path / "anna-de-vries-planning-2027.md").read_text("utf-8")
    for words in (
        "- **Subject:** The year ahead",
        "90 minutes",
        "Based on:** Answers tenants",
    ):
        assert words in minutes
    assert "Competenc" not in minutes, "nobody has rated one"


def test_new_conversation_has_profile_goals_and_competencies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(tmp_path / "nb"))
    words = ["--department", "Wonen", "--job", "Advises\nPlans", "--goals", "Faster answers",
             "--competencies", 'Advising, "Talking, writing"; Advising']  # fmt: skip
    assert main(["new", "Anna de Vries", "--no-open", "--date", "2026-12-03", *words]) == 0
    capsys.readouterr()
    conversation = Session.open_read_only(
        tmp_path / "nb" / "anna-de-vries-planning-2027.json"
    ).conversation
    header = conversation.header
    assert (header.department, header.job, header.goals) == (
        "Wonen", "Advises\nPlans", "Faster answers",
    )  # fmt: skip
    rows = [item for item in conversation.checklist if item.kind == "competency"]
    assert [(row.section, row.text) for row in rows] == [
        ("Competencies", "Advising"),
        ("Competencies", "Talking, writing"),
    ]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_help_of_new_lists_the_header_options(
    language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["--lang", language, "new", "--help"])
    told = capsys.readouterr().out
    assert all(word in told for word in ("--department", "--job", "--goals", "--competencies"))
