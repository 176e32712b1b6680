"""Nothing typed is lost and nothing hostile gets out, whatever happens to the program."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from afspraak.data.ids import MANAGER
from afspraak.data.session.session import Session
from afspraak.data.storage.journal.journal import Journal
from afspraak.data.storage.siblings import journal_folder

from ..support.terminal.dropping import SLUG
from ..support.terminal.terminal import Terminal, begun, tables
from ..support.updates.writer import PANICKING


def test_keys_typed_ahead_reach_the_right_widget(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    terminal = begun(start)
    # All in one write: `a` opens the form, and what follows is the text, `d` and `q` included.
    terminal.type("dad quickly q\x13")
    terminal.do("desk.pane.agreements")
    terminal.type("asomething agreed\x13")
    terminal.do("desk.pane.notes")
    terminal.type("quite done")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    held = tables(tmp_path)
    items = [row["text"] for row in held["checklist"].values()]
    assert "d quickly q" in items
    assert [row["text"] for row in held["agreements"].values()] == ["something agreed"]
    assert any("quite done" in str(line) for line in held["notes"]["1"]["lines"])  # type: ignore[attr-defined]


def test_quitting_keeps_form_values_also_under_help(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    terminal = begun(start)
    terminal.do("desk.pane.agreements", "list.add")
    terminal.type("half an agreement")
    terminal.do("app.help", "app.leave")
    assert terminal.ended() == 0
    texts = [row["text"] for row in tables(tmp_path)["agreements"].values()]
    assert texts == ["half an agreement"]


def test_an_unsubmitted_remark_survives_a_dropped_connection(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    terminal = begun(start)
    terminal.do("list.approve")
    terminal.wait("What you approve").press("tab")
    terminal.type("Only with the course")
    terminal.wait("Only with the course").hang_up()
    terminal.ended()
    held = tables(tmp_path)
    assert held["approvals"] == {}, "nobody approves by being cut off"
    assert "Only with" not in json.dumps(held), "nor says a word to the other"
    told = start("about", "Anna de Vries", environment={"PAGER": "cat"}).wait(
        "Only with the course"
    )
    assert told.ended() == 0
    terminal = start("open", "anna").wait("Looking back")
    terminal.do("list.approve")
    terminal.wait("Only with the course").do("form.cancel")
    terminal.wait_gone("Only with the course")
    terminal.do("list.approve")
    terminal.wait("Only with the course").do("form.accept")
    terminal.wait("approved by JB")
    terminal.do("list.undo")
    terminal.wait_gone("approved by JB")
    terminal.do("list.redo")
    terminal.wait("approved by JB").do("app.leave")
    assert terminal.ended() == 0
    assert [row["remark"] for row in tables(tmp_path)["approvals"].values()] == [
        "Only with the course"
    ]
    assert Session.open_read_only(tmp_path / "nb" / f"{SLUG}.json").draft(MANAGER) == ""


def test_quitting_stops_at_an_invalid_form(start: Callable[..., Terminal]) -> None:
    terminal = begun(start)
    terminal.do("desk.pane.agreements", "list.add")
    terminal.type("something\t\t\t\tsome day")
    terminal.do("app.leave")
    terminal.wait("cannot read").wait("something")
    terminal.press("ctrl+u")
    terminal.do("app.leave")
    assert terminal.ended() == 0


def test_kill_9_while_typing_loses_nothing_on_the_screen(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    terminal = begun(start)
    terminal.do("desk.pane.notes")
    terminal.type("every key of this line is kept")
    terminal.wait("every key of this line is kept")
    terminal.kill()
    assert "every key" not in json.dumps(tables(tmp_path)), "not in the file yet"
    terminal = start("open", "anna").wait("every key of this line is kept")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    assert "every key of this line is kept" in json.dumps(tables(tmp_path))
    left = {path.name for path in (tmp_path / "nb").iterdir()}
    assert left == {
        "anna-de-vries-planning-2027.json",
        "anna-de-vries-planning-2027.json~",
    }


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_closed_terminal_saves_and_exits(
    start: Callable[..., Terminal], tmp_path: Path, number: signal.Signals
) -> None:
    terminal = begun(start)
    terminal.do("desk.pane.notes")
    terminal.type("still here")
    terminal.wait("still here")
    os.kill(terminal.process.pid, number)
    assert terminal.ended() == 0
    assert "still here" in json.dumps(tables(tmp_path))


def test_a_damaged_file_is_reported_and_its_previous_copy_offered(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    terminal = begun(start)
    terminal.do("checklist.tick")
    terminal.wait("[x]")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    path = tmp_path / "nb" / "anna-de-vries-planning-2027.json"
    path.write_text('{"header": ', encoding="utf-8")
    terminal = start()
    terminal.wait("line 1")
    terminal.do("notebook.open")
    terminal.wait("previous good copy")
    terminal.do("confirm.yes")
    terminal.wait("damaged file")
    terminal.press("enter")
    terminal.wait("Looking back")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    assert path.with_name(path.name + ".damaged").read_text(encoding="utf-8") == '{"header": '


def test_a_damaged_conversation_opened_directly_shows_the_notebook(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    begun(start).do("app.leave")
    (tmp_path / "nb" / "sam.json").write_text("{", encoding="utf-8")
    terminal = start("open", "sam").wait("This cannot be opened")
    terminal.press("enter")
    terminal.wait_gone("This cannot be opened").wait("sam")
    terminal.do("notebook.leave")
    assert terminal.ended() == 0


def test_hostile_text_from_the_file_never_reaches_the_terminal(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    terminal = begun(start)
    terminal.do("app.leave")
    terminal.ended()
    held = tables(tmp_path)
    hostile = "\x1b]52;c;aGVsbG8=\x07[x] [/] [@click=app.quit]now[/] \x9b2J"
    held["header"]["1"]["title"] = hostile
    held["checklist"]["1"]["text"] = hostile
    held["checklist"]["1"]["explanation"] = hostile
    held["notes"]["1"]["lines"] = [hostile]
    held["agreements"]["1"] = {"id": "h", "text": hostile, "owner": hostile}
    path = tmp_path / "nb" / "anna-de-vries-planning-2027.json"
    path.write_text(json.dumps(held), encoding="utf-8")
    terminal = start("open", "anna", columns=200, rows=60)
    terminal.wait("[@click=app.quit]now[/]")
    assert "[x] [/]" in terminal.text
    sent = terminal.raw.decode()
    assert "\x1b]52" not in sent
    assert "\x9b" not in sent
    terminal.do("app.leave")
    assert terminal.ended() == 0


@pytest.mark.parametrize("driver", ["cells", "textual"])
def test_panic_output_of_a_library_is_not_on_the_screen(
    start: Callable[..., Terminal], tmp_path: Path, driver: str
) -> None:
    terminal = begun(start)
    terminal.do("app.leave")
    terminal.ended()
    journal = Journal.create(journal_folder(tmp_path / "nb" / f"{SLUG}.json"), 7, None)
    journal.append(PANICKING)
    journal.close(remove=False)
    settings = Path(os.environ["XDG_CONFIG_HOME"]) / "afspraak" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(f'driver = "{driver}"\n')
    terminal = start("open", "anna").wait("Looking back")
    terminal.wait("Not all of what the last session left could be read")
    terminal.do("desk.pane.notes")
    terminal.type("and on we go")
    terminal.wait("and on we go").do("app.leave")
    assert terminal.ended() == 0
    assert b"panicked" not in terminal.raw
    assert b"Traceback" not in terminal.raw


def test_the_save_status_in_the_header_is_true(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    terminal = begun(start)
    terminal.wait("0:00/1:00")
    terminal.do("checklist.tick")
    terminal.wait("saved ")
    # The folder goes away and its place is taken: nothing can be kept any more.
    (tmp_path / "nb").rename(tmp_path / "elsewhere")
    (tmp_path / "nb").write_text("in the way", encoding="utf-8")
    terminal.do("list.cursor_down", "checklist.tick", "desk.save")
    terminal.wait("NOT SAVED")
    (tmp_path / "nb").unlink()
    (tmp_path / "elsewhere").rename(tmp_path / "nb")
    terminal.do("desk.save")
    terminal.wait_gone("NOT SAVED")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    states = [row.get("state") for row in tables(tmp_path)["checklist"].values()]
    assert states.count("done") == 2
