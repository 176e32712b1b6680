"""The history of the notes, on its screen in a real terminal and as `afspraak log`."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from afspraak.data.ids import EMPLOYEE, MANAGER
from afspraak.data.model.edits import Write
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session
from afspraak.tui.cli.main import main

from ...support.amount import share
from ...support.terminal.terminal import Terminal

Start = Callable[..., Terminal]

DAY_AFTER = {"AFSPRAAK_TODAY": "2020-12-03"}
"""A date long ago, so that new saves of a test are later."""

HOSTILE = "\x1b]52;c;cGF5\x07 [red]x[/] \u202e"
"""A control sequence, markup, and an override of the text direction."""


def _talked(folder: Path, lines: int = 0) -> Path:
    """A conversation of 2 December: created at 10:00, with text of Jan at 10:05 and of Anna at
    10:10."""
    now = [datetime(2020, 12, 2, 10, 0)]  # noqa: DTZ001 - a wall clock
    beginning = NewConversation("manager", "Jan Bakker", "Anna de Vries", language="en")
    path = folder / "nb" / "anna.json"
    session = Session.create(path, build_conversation(beginning), me=MANAGER, clock=lambda: now[0])

    def write(text: str, start: int, gone: int = 0) -> None:
        session.apply(Write(start, gone, text))

    def save() -> None:
        now[0] += timedelta(minutes=5)
        session.save()

    write("", 0, len(session.notes))
    write("## Plans\n\nrunbook by Jan\n" + "".join(f"more {n}\n" for n in range(lines)), 0)
    save()
    session.writer = EMPLOYEE
    write(f"course by Anna{HOSTILE}\n", len(session.notes))
    write("", session.notes.text.index("runbook"), len("runbook"))
    write("plan", session.notes.text.index(" by Jan"))
    save()
    session.close()
    return path


@pytest.mark.parametrize(
    ("columns", "rows", "lang"), share([(80, 24, "en"), (60, 20, "nl"), (120, 40, "en")])
)
def test_history_steps_back_through_saved_checkpoints(
    start: Start, tmp_path: Path, columns: int, rows: int, lang: str
) -> None:
    _talked(tmp_path)
    terminal = start(
        "--lang", lang, "open", "anna", columns=columns, rows=rows, environment=DAY_AFTER
    )
    terminal.wait("plan by Jan")
    terminal.do("desk.pane.notes", "notes.last")
    terminal.type("written now")
    terminal.do("desk.save")
    terminal.type(" and on")
    terminal.wait("written now and on")
    terminal.do("desk.history")
    title, of, now, changed = {
        "en": ("How the notes came about", "of", "now", "lines"),
        "nl": ("Hoe de notities ontstonden", "van", "nu", "regels"),
    }[lang]
    terminal.wait(f"· {now}").wait("JB│ >+ written now and on").wait(changed)
    assert title in terminal.lines[1]

    def at(place: int, time: str) -> bool:
        """Whether the header shows this position and time."""
        return re.match(rf" {place} {of} \d · .*{time} ", terminal.lines[0]) is not None

    terminal.do("history.first")
    terminal.wait(lambda _: at(1, "10:00")).wait_gone("written now")
    terminal.do("history.later")
    terminal.wait(lambda _: at(2, "10:05")).wait("+ runbook by Jan").wait(" · JB ")
    assert "by Anna" not in terminal.text
    terminal.do("history.later")
    terminal.wait(lambda _: at(3, "10:10")).wait(">+ plan by Jan").wait("AV┃  + course by Anna")
    terminal.wait(f"{changed} +2 −1 · JB AV")
    terminal.do("history.later")
    terminal.wait("JB│ >+ written now")
    terminal.do("history.earlier")
    terminal.wait_gone("written now").wait(lambda _: at(3, "10:10"))
    terminal.do("history.now")
    terminal.wait(f"· {now}").wait("written now and on")
    assert all(len(line) <= columns for line in terminal.lines)
    terminal.do("history.close")
    terminal.wait("written now and on").wait_gone(title)
    terminal.type("!")
    terminal.wait("written now and on!")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    assert b"\x1b]52" not in terminal.raw


def test_a_passage_and_the_whole_text_come_back_and_can_be_undone(
    start: Start, tmp_path: Path
) -> None:
    _talked(tmp_path)
    terminal = start("open", "anna", environment=DAY_AFTER).wait("plan by Jan")
    terminal.do("desk.history", "history.earlier")
    terminal.wait("+ runbook by Jan")
    terminal.do("history.cursor_down", "history.restore_passage")
    terminal.wait("The passage is in the notes again · Ctrl+Z undoes it").wait("plan by Jan")
    terminal.do("history.close")
    terminal.wait("1 Checklist").wait("runbook by Jan").wait("plan by Jan").wait("course by Anna")
    terminal.do("desk.undo")
    terminal.wait_gone("runbook by Jan")
    terminal.do("desk.history", "history.first", "history.later", "history.restore_all")
    terminal.wait("The notes are as they were 2 Dec 10:05").wait("+ runbook by Jan")
    terminal.do("history.first", "history.later", "history.restore_passage")
    terminal.wait("All of this passage is in the notes.")
    terminal.do("history.close")
    terminal.wait("1 Checklist").wait("runbook by Jan").wait_gone("course by Anna")
    terminal.do("desk.undo")
    terminal.wait("course by Anna").wait("plan by Jan").wait_gone("runbook by Jan")


def test_long_earlier_notes_scroll_to_new_lines(start: Start, tmp_path: Path) -> None:
    _talked(tmp_path, lines=60)
    terminal = start("open", "anna", environment=DAY_AFTER).wait("Plans")
    terminal.do("desk.history")
    terminal.wait("plan by Jan").wait("↓")
    terminal.do("history.close", "desk.pane.notes", "notes.last")
    terminal.type("the last line")
    terminal.wait("the last line")
    terminal.do("desk.history")
    terminal.wait("+ the last line").wait("↑")
    terminal.do("history.earlier")
    terminal.wait("plan by Jan").wait("↓")
    terminal.do(*["history.page_down"] * 4)
    terminal.wait("course by Anna").wait("↑").wait_gone("↓")
    terminal.do("history.first", "history.later")
    terminal.wait("+ ## Plans").wait("2 of 4")
    terminal.do("history.cursor_down")
    terminal.wait(">+ runbook by Jan")
    terminal.do("history.cursor_up")
    terminal.wait(">+ ## Plans")
    terminal.press("f6")
    terminal.wait("1 Checklist")
    terminal.press("ctrl+p")
    terminal.type("came about")
    terminal.wait("how the notes came about  (F6)")
    terminal.press("enter")
    terminal.wait("4 of 4 · now")


def test_history_at_now_follows_remote_edits(start: Start, tmp_path: Path) -> None:
    path = _talked(tmp_path)
    terminal = start("open", "anna", environment=DAY_AFTER).wait("Plans")
    other = Session.open(path)
    other.apply(Write(0, 0, "from another copy\n"))
    other.close()
    terminal.do("desk.pane.notes", "notes.last")
    terminal.type("mine")
    terminal.wait("mine")
    terminal.do("desk.history")
    terminal.wait("+ mine").wait("from another copy").wait("5 of 5 · now")
    terminal.do("history.close")
    terminal.wait("1 Checklist").wait("from another copy")


def _log(tmp_path: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["--notebook", str(tmp_path / "nb"), "log", "anna", *words]) == 0
    return capsys.readouterr().out


def test_the_log_command_lists_time_author_and_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _talked(tmp_path)
    held = path.read_bytes()
    began, first, second = _log(tmp_path, capsys).splitlines()
    assert began.split()[:3] == ["2020-12-02", "10:00", "-"]
    assert first.split()[:4] == ["2020-12-02", "10:05", "JB", "+2"]
    assert second == "2020-12-02 10:10  JB AV  +2  -1"
    full = _log(tmp_path, capsys, "--full").splitlines()
    assert full[-4:] == [
        second,
        "  - JB runbook by Jan",
        "  + JB plan by Jan",
        "  + AV course by Anna␛]52;c;cGF5␇ [red]x[/] \ufffd",
    ]
    told = json.loads(_log(tmp_path, capsys, "--json", "--full"))
    assert told[-1]["by"] == ["employee", "manager"]
    assert (told[-1]["came"], told[-1]["went"]) == (2, 1)
    assert told[-1]["lines"][0] == {"came": False, "by": "manager", "text": "runbook by Jan"}
    assert datetime.fromisoformat(told[-1]["at"]).tzinfo is not None
    assert "lines" not in json.loads(_log(tmp_path, capsys, "--json"))[-1]
    assert path.read_bytes() == held, "telling changes nothing"


def test_a_merge_keeps_the_checkpoints_of_both_copies(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _talked(tmp_path)
    copy = tmp_path / "laptop.json"
    shutil.copy(path, copy)
    for one, hour, text in ((path, 11, "at the desk"), (copy, 12, "in the train")):
        at = datetime(2020, 12, 2, hour)  # noqa: DTZ001 - a wall clock
        session = Session.open(one, clock=lambda at=at: at)  # type: ignore[misc]
        session.apply(Write(len(session.notes), 0, f"{text}\n"))
        session.close()
    assert main(["--notebook", str(tmp_path / "nb"), "merge", "anna", str(copy)]) == 0
    capsys.readouterr()
    desk, at_desk, train, in_train = _log(tmp_path, capsys, "--full").splitlines()[-4:]
    assert desk.startswith("2020-12-02 11:00") and train.startswith("2020-12-02 12:00")
    assert (at_desk, in_train) == ("  + JB at the desk", "  + JB in the train")
    assert main(["--notebook", str(tmp_path / "nb"), "merge", "anna", str(copy)]) == 1


def test_merging_a_copy_with_only_new_checkpoints_adds_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _talked(tmp_path)
    copy = tmp_path / "laptop.json"
    shutil.copy(path, copy)
    tables = json.loads(path.read_text())
    moments = tables["_sync"]["1"]["moments"]
    tables["_sync"]["1"]["moments"] = dict(list(moments.items())[-1:])
    path.write_text(json.dumps(tables))
    assert len(_log(tmp_path, capsys).splitlines()) == 1
    for words, told, status in (
        (["--dry-run"], "only how it came about", 0),
        ([], "only how it came about", 0),
        ([], "Nothing new", 1),
    ):
        notebook = ["--notebook", str(tmp_path / "nb")]
        assert main([*notebook, "merge", "anna", str(copy), *words]) == status
        assert told in capsys.readouterr().out
    assert len(_log(tmp_path, capsys).splitlines()) == 3


def test_unsaved_changes_are_listed_as_now(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _talked(tmp_path)
    session = Session.open(path)
    session.apply(Write(len(session.notes), 0, "only in the journal"))
    last = _log(tmp_path, capsys, "--full").splitlines()[-2:]
    assert last[0].split() == ["now", "JB", "+1", "-0"]
    assert last[1] == "  + JB only in the journal"
    session.apply(Write(0, len(session.notes), ""))
    session.close()
    assert main(["--notebook", str(tmp_path / "nb"), "log", "nobody"]) == 1


def test_empty_notes_have_no_history(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    conversation = build_conversation(NewConversation("manager", "Jan", "Anna", language="en"))
    path = tmp_path / "nb" / "anna.json"
    Session.create(path, replace(conversation, notes=()), me=MANAGER).close()
    for words, told in ((), "No notes yet."), (("--json",), "[]"):
        assert main(["--notebook", str(tmp_path / "nb"), "log", "anna", *words]) == 1
        assert capsys.readouterr().out.strip() == told
