"""Inviting and preparing: two files for the other partner, and private answers on request."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from icalendar import Calendar

from afspraak.tui.cli.main import main

from ...support.terminal.terminal import Terminal, begun, tables

SLUG = "anna-de-vries-planning-2027"
BEFORE = {"AFSPRAAK_TODAY": "2026-12-02"}
SECRET = "budget?"


@pytest.fixture
def new(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., int]:
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-11-23")
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(tmp_path / "nb"))
    monkeypatch.chdir(tmp_path)
    words = ["new", "Anna de Vries", "--no-open", "--my-name", "Jan Bakker"]
    return lambda *more: main([*words, *more])


def test_invite_and_prepared(
    new: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new("--date", "3 dec", "--time", "10:00", "--lang", "nl")
    capsys.readouterr()
    assert main(["invite", "anna", "-o", "out"]) == 0
    told = capsys.readouterr().out
    sheet, appointment = (tmp_path / "out" / f"{SLUG}.{end}" for end in ("prepare.md", "ics"))
    assert str(Path("out") / sheet.name) in told and "Anna de Vries" in told
    assert {stat.S_IMODE(path.stat().st_mode) for path in (sheet, appointment)} == {0o600}
    (event,) = Calendar.from_ical(appointment.read_bytes()).walk("VEVENT")
    assert "Jan Bakker" in str(event["summary"])
    assert main(["invite", "anna", "-o", "-"]) == 0
    assert capsys.readouterr().out == sheet.read_text(encoding="utf-8")
    assert main(["list"]) == 0
    assert "prepared" not in capsys.readouterr().out
    # Anna's editor saves as Windows does.
    text = sheet.read_text(encoding="utf-8").replace("Antwoord:\n", "Antwoord: Eén.\n", 1)
    sheet.write_bytes(text.replace("\n", "\r\n").encode("cp1252", errors="replace"))
    assert main(["invite", "anna", "-o", "out"]) == 2
    assert "filled in" in capsys.readouterr().err
    assert main(["prepared", "anna", str(sheet)]) == 0
    told, hints = capsys.readouterr()
    assert "answers (1): Wat goed ging" in told
    assert hints == "", "our own sentence about health in the sheet is no answer"
    assert _shared(tmp_path) == [("remark/employee", "Eén.")]
    assert main(["list"]) == 0
    assert capsys.readouterr().out.rstrip().endswith(" · prepared: Anna")
    assert main(["prepared", "anna", str(sheet), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["same"] == 1


def test_words_about_health_in_a_sheet_are_named(
    new: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new("--lang", "nl")
    assert main(["invite", "anna", "-o", "out"]) == 0
    sheet = tmp_path / "out" / f"{SLUG}.prepare.md"
    text = sheet.read_text(encoding="utf-8").replace("Antwoord:\n", "Antwoord: Rugpijn.\n", 1)
    sheet.write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert main(["prepared", "anna", str(sheet)]) == 0
    assert "“Rugpijn”: please leave health out" in capsys.readouterr().err
    assert _shared(tmp_path) == [("remark/employee", "Rugpijn.")]


def test_json_and_wrong_use(
    new: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new()
    capsys.readouterr()
    assert main(["invite", "anna", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert Path(told["sheet"]).is_file() and told["appointment"] is None
    assert main(["prepared", "anna", "none.md"]) == 2
    (tmp_path / "letter.md").write_text("Dear Jan")
    assert main(["prepared", "anna", "letter.md"]) == 2
    assert main(["invite", "nobody"]) == 1
    assert "nobody" in capsys.readouterr().err


def test_sheets_that_came_back_are_named_and_forgotten(
    new: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new("--date", "3 dec")
    main(["invite", "anna", "-o", "out"])
    (sheet,) = (tmp_path / "out").glob("*.prepare.md")
    returned = tmp_path / "mail" / "from-anna.md"
    returned.parent.mkdir()
    text = sheet.read_text(encoding="utf-8").replace("Answer:\n", "Answer: The portal.\n", 1)
    returned.write_text(text, encoding="utf-8")
    assert main(["prepared", "anna", str(returned)]) == 0
    capsys.readouterr()
    assert main(["about", "Anna de Vries", "-o", "-"]) == 0
    told = " ".join(capsys.readouterr().out.replace("\\", "").split())
    assert returned.name in told and sheet.name in told
    assert main(["forget", "Anna de Vries", "--yes", "--exports"]) == 0
    assert not returned.exists() and not sheet.exists()


def _with_secret(terminal: Terminal) -> Terminal:
    terminal.do("checklist.answer")
    terminal.wait("only me")
    terminal.type(SECRET)
    terminal.do("form.accept")
    return terminal.wait("° only you:")


def _shared(folder: Path) -> list[tuple[str, object]]:
    """The shared answers in the file: (attribute, text)."""
    rows = tables(folder)["checklist"].values()
    return [pair for row in rows for pair in row.items() if pair[0].startswith("remark/")]


def test_private_answers_are_hidden_on_the_day_until_requested(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    terminal = _with_secret(begun(start, environment=BEFORE, columns=120, rows=40)).wait(SECRET)
    terminal.do("app.leave")
    assert terminal.ended() == 0
    assert _shared(tmp_path) == []
    # On the day it is out of sight, also in the form, until it is asked for.
    terminal = start("open", "anna", columns=120, rows=40).wait("° only you: hidden, h shows")
    assert SECRET not in terminal.text
    terminal.do("checklist.answer")
    terminal.wait("(•) both of us").wait("Only me: 1 word")
    # Not even for a moment.
    assert SECRET.encode() not in terminal.raw
    terminal.do("form.cancel")
    terminal.wait_gone("Your answer")
    terminal.do("list.hide_private")
    terminal.wait(SECRET)
    terminal.do("list.hide_private")
    terminal.wait_gone(SECRET)
    assert SECRET not in json.dumps(tables(tmp_path))
    # One key shows it to both; undo takes it back; and again.
    terminal.do("checklist.show_to_both")
    terminal.wait("none left for you alone").wait(f"* JB {SECRET}")
    terminal.do("list.undo")
    terminal.wait_gone(SECRET)
    terminal.do("checklist.show_to_both")
    terminal.wait(f"* JB {SECRET}")
    terminal.do("checklist.show_to_both")
    terminal.wait("You wrote nothing for yourself alone here.")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    assert _shared(tmp_path) == [("remark/manager", SECRET)]


def test_all_private_answers_are_shared_after_one_question(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    terminal = _with_secret(begun(start, environment=BEFORE, columns=120, rows=40))
    terminal.do("list.cursor_down")
    _with_secret(terminal.wait_gone("° only you:"))
    terminal.do("checklist.show_all")
    terminal.wait("Show 2 private answers to Anna de Vries?")
    terminal.do("confirm.no")
    terminal.wait_gone("Show 2")
    terminal.do("checklist.show_all")
    terminal.wait("Show 2")
    terminal.do("confirm.yes")
    terminal.wait("none left for you alone")
    terminal.do("desk.save")
    terminal.wait("Saved.")
    assert _shared(tmp_path) == [("remark/manager", SECRET)] * 2
    # It was one step.
    terminal.do("list.undo", "desk.save")
    terminal.wait("Saved.")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    assert _shared(tmp_path) == []


def test_the_notebook_invites_with_one_key(start: Callable[..., Terminal], tmp_path: Path) -> None:
    terminal = begun(start)
    terminal.do("list.leave")
    terminal.wait("Anna de Vries")
    terminal.do("notebook.invite")
    terminal.wait("The invitation").wait(".prepare.md").wait("afspraak prepared")
    terminal.press("enter")
    terminal.wait_gone("The invitation")
    assert (tmp_path / f"{SLUG}.prepare.md").is_file() and (tmp_path / f"{SLUG}.ics").is_file()
    terminal.do("notebook.leave")
    assert terminal.ended() == 0
