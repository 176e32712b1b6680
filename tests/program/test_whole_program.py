"""The whole program in a real terminal: from the first key to the minutes."""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from ..support.amount import share
from ..support.logins import call_oneself
from ..support.terminal.terminal import Terminal, begun, tables

SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]


@pytest.mark.parametrize(("columns", "rows"), share(SIZES, 3))
def test_the_main_job_from_the_first_key_to_the_minutes(
    start: Callable[..., Terminal], tmp_path: Path, columns: int, rows: int
) -> None:
    call_oneself("Jan")
    terminal = start(columns=columns, rows=rows).wait("none yet")
    # Begin a conversation with the form, everything typed ahead.
    terminal.do("notebook.begin")
    terminal.wait("^S")
    terminal.type("Anna de Vries")
    terminal.do("form.previous_field")
    terminal.press("ctrl+u")
    terminal.type("Jan Bakker")
    terminal.do("form.accept")
    terminal.wait("Looking back")
    # Prepare: tick, park, answer for oneself and for both.
    terminal.do("checklist.tick")
    terminal.wait("[x]")
    terminal.do("list.cursor_down", "checklist.park")
    terminal.wait("[-]")
    terminal.do("list.cursor_down", "checklist.answer")
    terminal.type("for my eyes only")
    terminal.do("form.accept")
    terminal.wait("° only you:")
    # Notes, and an agreement from a line of them.
    terminal.do("desk.pane.notes")
    terminal.type("Portaal ging live, ë 😀")
    terminal.press("enter")
    terminal.type("- Runbook for the portal")
    terminal.wait("Runbook for the portal")
    terminal.wait("JB")
    terminal.do("notes.agree")
    terminal.wait("A new agreement")
    terminal.press("tab", "tab")
    terminal.type("Anna de Vries")
    terminal.press("tab", "tab")
    terminal.type("over twee weken")
    terminal.wait("17 Dec")
    terminal.do("form.accept")
    terminal.do("desk.pane.agreements")
    terminal.wait("R1 Runbook")
    terminal.wait("17 Dec")
    # Leave, come back, export.
    terminal.do("app.leave")
    assert terminal.ended() == 0
    terminal = start("open", "anna", columns=columns, rows=rows).wait("[x]")
    terminal.write_minutes("desk.export")
    terminal.wait("Minutes:")
    terminal.do("app.leave")
    assert terminal.ended() == 0

    minutes = tmp_path / "anna-de-vries-planning-2027.md"
    text = minutes.read_text(encoding="utf-8")
    assert "Portaal ging live, ë 😀" in text
    assert "R1: Runbook for the portal" in text
    assert "17 December 2026" in text
    assert "for my eyes only" not in text
    assert stat.S_IMODE(minutes.stat().st_mode) == 0o600
    rows_on_disk = tables(tmp_path)["agreements"]["1"]
    assert rows_on_disk["due"] == "2026-12-17"
    assert "for my eyes only" not in json.dumps(tables(tmp_path))


@pytest.mark.parametrize(
    ("columns", "rows", "language"),
    share((*size, language) for language in ("en", "nl") for size in [*SIZES, (40, 12)]),
)
def test_every_pane_can_be_reached_and_enlarged(
    start: Callable[..., Terminal], columns: int, rows: int, language: str
) -> None:
    words = ("new", "Anna de Vries", "--lang", language)
    terminal = start(*words, columns=columns, rows=rows)
    first, second, third = (
        ("Looking back", "2 Notes", "3 Agree")
        if language == "en"
        else ("Terugblik", "2 Notit", "3 Afspr")
    )
    terminal.wait(first)
    if columns >= 60:
        terminal.wait(second).wait(third)
    terminal.do("desk.next_pane")
    terminal.wait(second)
    terminal.do("desk.next_pane")
    terminal.wait(third)
    terminal.do("desk.enlarge")
    terminal.wait(third).wait_gone(second)
    terminal.do("desk.previous_pane")
    terminal.wait(second).wait_gone(third)
    terminal.do("desk.enlarge", "desk.pane.checklist")
    terminal.wait(first)
    assert all(len(line) <= columns for line in terminal.lines)


def test_undo_and_redo_run_over_all_panes(start: Callable[..., Terminal]) -> None:
    terminal = begun(start)
    terminal.do("checklist.tick")
    terminal.wait("[x]")
    terminal.do("desk.pane.notes")
    terminal.type("words")
    terminal.wait("words")
    terminal.do("desk.pane.agreements", "list.add")
    terminal.wait("^S")
    terminal.type("Agreed")
    terminal.do("form.accept")
    terminal.wait("R1 Agreed")
    terminal.do("list.delete")
    terminal.wait_gone("R1 Agreed").wait("u brings it back")
    terminal.do("list.undo")
    terminal.wait("R1 Agreed").wait_gone("u brings it back")
    terminal.do("desk.undo", "desk.undo")
    terminal.wait_gone("words").wait_gone("R1 Agreed")
    terminal.do("desk.undo")
    terminal.wait_gone("[x]")
    terminal.do("desk.redo", "desk.redo", "desk.redo")
    terminal.wait("[x]").wait("words").wait("R1 Agreed")


def test_undo_moves_the_cursor_to_the_restored_row(start: Callable[..., Terminal]) -> None:
    terminal = begun(start)
    terminal.do("list.delete")
    terminal.wait_gone("What went well")
    terminal.do("list.last")
    terminal.wait(">[ ] How was this talk?")
    terminal.do("list.undo")
    terminal.wait(lambda t: any(">[ ] What went well" in line for line in t.lines))


def test_keys_go_to_the_ends_of_the_notes(start: Callable[..., Terminal]) -> None:
    terminal = begun(start)
    terminal.do("desk.pane.notes", "notes.last")
    terminal.type("the last word")
    terminal.wait(lambda t: any("JB│ the last word" in line for line in t.lines))
    terminal.wait_gone("## Looking back")
    terminal.do("notes.first")
    terminal.wait("## Looking back").wait_gone("the last word")


def test_the_header_shows_the_time_of_the_last_save(start: Callable[..., Terminal]) -> None:
    terminal = begun(start).wait("saved ")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    start("open", "anna").wait("Looking back").wait("saved ")


def test_the_palette_is_in_the_users_language(start: Callable[..., Terminal]) -> None:
    terminal = start("new", "Anna de Vries", "--lang", "nl").wait("Terugblik")
    terminal.do("app.command_palette")
    terminal.wait("Wat wil je doen?").wait("vink af")
    terminal.type("zzz")
    terminal.wait("Niets gevonden.")


def test_the_palette_over_a_form_offers_the_forms_commands(start: Callable[..., Terminal]) -> None:
    terminal = begun(start)
    terminal.do("desk.pane.agreements", "list.add")
    terminal.wait("A new agreement").type("Runbook")
    terminal.do("app.command_palette")
    terminal.wait("keep what is filled in")
    terminal.type("keep what")
    terminal.wait(lambda t: "leave it as it was" not in t.text)
    terminal.press("enter")
    terminal.wait("R1 Runbook").wait_gone("A new agreement")


def test_the_notes_return_from_the_external_editor(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    editor = tmp_path / "an editor"
    seen = tmp_path / "seen"
    editor.write_text(
        f'#!/bin/sh\nstat -c "%a" "$1" "$(dirname "$1")" > "{seen}"\n'
        'sed -i "s/^## Looking back$/&\\nfrom outside/" "$1"\n',
        encoding="utf-8",
    )
    editor.chmod(0o700)
    terminal = begun(start, environment={"EDITOR": f"'{editor}'", "VISUAL": ""})
    terminal.do("desk.pane.notes", "desk.edit_outside")
    terminal.wait("from outside").wait("JB")
    assert seen.read_text(encoding="utf-8").split() == ["600", "700"]
    terminal.do("desk.undo")
    terminal.wait_gone("from outside")


def test_a_missing_editor_is_reported(start: Callable[..., Terminal]) -> None:
    terminal = begun(start, environment={"EDITOR": "no-such-editor", "VISUAL": ""})
    terminal.do("desk.edit_outside")
    terminal.wait("no-such-editor")
    terminal.do("app.leave")
    assert terminal.ended() == 0


def test_help_is_available_everywhere(start: Callable[..., Terminal]) -> None:
    terminal = begun(start)
    for binding in ("app.help", "list.help"):
        terminal.do(binding)
        terminal.wait("write your answer")
        terminal.press("escape")
        terminal.wait_gone("write your answer")
    terminal.do("desk.pane.notes", "app.help")
    terminal.wait("put the time before")
    terminal.do("app.help")
    terminal.wait_gone("put the time before")
    terminal.do("app.command_palette")
    terminal.type("put the time")
    terminal.wait("put the time at")
    terminal.press("enter", "enter")
    terminal.wait_gone("put the time at")
    terminal.wait(lambda t: any(re.search(r"JB│ \d\d:\d\d\b", line) for line in t.lines))


def test_search_works_in_the_focused_pane(start: Callable[..., Terminal]) -> None:
    terminal = begun(start)
    terminal.do("list.search")
    terminal.type("workload")
    terminal.press("enter")
    terminal.wait(lambda t: any(">[ ] Workload" in line for line in t.lines))
    terminal.press("ctrl+u")
    terminal.type("zzz")
    terminal.press("enter")
    terminal.wait("not found")
    terminal.press("escape")
    terminal.wait_gone("Search:")
    terminal.do("checklist.tick")
    terminal.wait("[x]")


def test_the_notebook_is_filtered_by_typing(start: Callable[..., Terminal]) -> None:
    for name in ("Anna de Vries", "Sam Okafor", "Anna Bakker"):
        assert start("new", name, "--json").ended() == 0
    terminal = start().wait("Sam Okafor").wait("Anna Bakker")
    terminal.do("notebook.filter")
    terminal.type("anna ba")
    terminal.wait_gone("Sam Okafor").wait_gone("Anna de Vries")
    terminal.press("enter")
    terminal.do("notebook.open")
    terminal.wait("Anna Bakker · planning").wait("Looking back")
    terminal.do("list.leave")
    terminal.wait("anna ba").wait_gone("Sam Okafor")
    terminal.do("notebook.filter", "finder.close")
    terminal.wait("Sam Okafor").wait_gone("Search:")
    terminal.do("notebook.leave")
    assert terminal.ended() == 0


def test_closing_a_directly_opened_conversation_shows_the_notebook(
    start: Callable[..., Terminal],
) -> None:
    terminal = begun(start)
    for _ in range(2):
        terminal.do("list.leave")
        terminal.wait("0/23")
        terminal.do("notebook.open")
        terminal.wait("2 Notes")
    terminal.do("list.leave", "notebook.leave")
    assert terminal.ended() == 0


def test_the_minutes_can_be_exported_from_the_notebook(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    start("new", "Anna de Vries", "--json").ended()
    terminal = start().wait("Anna de Vries")
    terminal.write_minutes("notebook.export")
    terminal.wait("Minutes:")
    assert (tmp_path / "anna-de-vries-planning-2027.md").read_text("utf-8").startswith("# Planning")


def test_two_people_on_one_keyboard_each_get_their_initials(
    start: Callable[..., Terminal],
) -> None:
    terminal = begun(start)
    terminal.do("desk.pane.notes")
    terminal.type("mine")
    terminal.press("enter")
    terminal.do("desk.switch_writer")
    terminal.wait("Anna de Vries writes")
    terminal.type("hers")
    terminal.wait(lambda t: any("AV┃ hers" in line for line in t.lines))
    assert any("JB│ mine" in line for line in terminal.lines)


def test_resizing_keeps_everything_in_place(start: Callable[..., Terminal]) -> None:
    terminal = begun(start)
    for columns, rows in ((120, 40), (60, 20), (40, 12), (80, 24)):
        terminal.resize(columns, rows)
        terminal.wait(
            lambda t, columns=columns: (  # type: ignore[misc]
                "Anna de Vries" in t.lines[0] and len(t.lines[1]) == columns
            )
        ).wait("Looking back")
    terminal.wait("2 Notes").wait("3 Agreements")
