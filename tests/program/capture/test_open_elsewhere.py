"""What is captured in a shell while the conversation is open on a screen, or in several at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from afspraak.data.session.session import Session
from afspraak.data.storage.siblings import private_path

from ...checkout import IMPORT_ROOT
from ...support import users
from ...support.joining import two_who_share
from ...support.programs import forked
from ...support.terminal.fixtures import FIXED_TODAY
from ...support.terminal.terminal import Terminal, begun

SLUG = "anna-de-vries-planning-2027"
Start = Callable[..., Terminal]


def _command(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "afspraak", "--notebook", str(folder / "nb"), *words]


def _run(folder: Path, *words: str, given: str | None = None) -> str:
    """Run a command in a shell; return its output."""
    environment = os.environ | FIXED_TODAY | {"PYTHONPATH": str(IMPORT_ROOT)}
    command = ["--notebook", str(folder / "nb"), *words]
    done = forked.run(command, environment, folder, given=given)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


def _read(folder: Path) -> Session:
    return Session.open_read_only(folder / "nb" / f"{SLUG}.json")


def test_an_open_desk_shows_what_is_captured_and_keeps_what_is_typed(
    start: Start, tmp_path: Path
) -> None:
    desk = begun(start, columns=120, rows=40)
    desk.do("desk.pane.notes")
    desk.type("typed at the desk ")
    desk.wait("typed at the desk")
    _run(tmp_path, "note", "anna", "-", "--under", "looking", given="caught in a shell\n")
    desk.wait("caught in a shell")
    desk.type("and typed on ")
    desk.wait("and typed on")
    _run(tmp_path, "add", "anna", "Write the runbook", "--owner", "anna", "--kind", "result")
    desk.wait("R1").wait("Write the runbook")
    _run(tmp_path, "tick", "anna", "went well")
    desk.wait("1/19")
    _run(tmp_path, "answer", "anna", "go better", "-", given="for me alone")
    desk.do("app.leave")
    assert desk.ended() == 0
    session = _read(tmp_path)
    lines = session.notes.lines
    assert "typed at the desk and typed on " in session.notes.text
    assert lines[lines.index("## Looking back") :].count("caught in a shell") == 1
    assert [each.owner for each in session.conversation.agreements] == ["Anna de Vries"]
    assert list(session.private_answers().values()) == ["for me alone"]
    assert not list((tmp_path / "nb").glob("*.log")), "nothing is left in a journal"


def test_a_desk_that_is_killed_afterwards_loses_nothing(start: Start, tmp_path: Path) -> None:
    desk = begun(start)
    desk.do("desk.pane.notes")
    desk.type("typed at the desk ")
    desk.wait("typed at the desk")
    _run(tmp_path, "note", "anna", "-", given="caught in a shell")
    desk.type("typed at last")
    desk.wait("typed at last")
    os.killpg(desk.process.pid, signal.SIGKILL)
    desk.process.wait()
    _run(tmp_path, "note", "anna", "-", given="caught after that")
    text = _read(tmp_path).notes.text
    for words in ("typed at the desk", "caught in a shell", "typed at last", "caught after that"):
        assert text.count(words) == 1


def test_several_at_once_lose_nothing(start: Start, tmp_path: Path) -> None:
    assert start("new", "Anna de Vries", "--my-name", "Jan Bakker", "--no-open").ended() == 0
    environment = os.environ | FIXED_TODAY | {"PYTHONPATH": str(IMPORT_ROOT)}
    running = [
        subprocess.Popen(_command(tmp_path, *words), env=environment, cwd=tmp_path)
        for number in range(3)
        for words in (("note", "anna", f"note {number}"), ("add", "anna", f"task {number}"),
                      ("answer", "anna", "1", f"answer {number}"))
    ]  # fmt: skip
    assert [process.wait() for process in running] == [0] * len(running)
    session = _read(tmp_path)
    assert [session.notes.text.count(f"note {number}") for number in range(3)] == [1, 1, 1]
    assert sorted(each.text for each in session.conversation.agreements) == [
        "task 0", "task 1", "task 2",
    ]  # fmt: skip
    assert private_path(session.path).exists()


def test_what_is_captured_in_a_closed_conversation_reaches_the_other_partner_by_sync() -> None:
    if reason := users.why_not():
        pytest.skip(reason)
    with two_who_share() as (jan, anna):
        told = jan.afspraak("note", "anna", "caught by Jan").stderr
        assert "afspraak sync anna-de-vries-planning-2027" in told
        assert jan.afspraak("answer", "anna", "1", "for me alone").stderr == ""
        assert "caught by Jan" not in anna.afspraak("export", "jan", "-o", "-").stdout
        jan.afspraak("sync", "anna")
        anna.afspraak("sync", "jan")
        minutes = anna.afspraak("export", "jan", "-o", "-").stdout
        assert "caught by Jan" in minutes and "for me alone" not in minutes


def test_what_is_captured_reaches_the_other_partner_through_the_open_desk() -> None:
    if reason := users.why_not():
        pytest.skip(reason)
    with (
        two_who_share() as (jan, anna),
        Terminal(jan.home, "open", "anna", user=jan, environment=FIXED_TODAY) as his,
        Terminal(anna.home, "open", "jan", user=anna, environment=FIXED_TODAY) as hers,
    ):
        his.wait("Looking back")
        hers.wait("Looking back").first_look() if "You have joined" in hers.text else None
        hers.do("desk.pane.notes")
        jan.afspraak("note", "anna", "caught by Jan", "--under", "looking")
        hers.wait("caught by Jan")
        anna.afspraak("note", "jan", "caught by Anna", "--under", "looking")
        hers.wait("caught by Anna")


def test_on_a_terminal_the_conversation_is_chosen_before_the_text_is_typed(
    start: Start, tmp_path: Path
) -> None:
    for name in ("Anna de Vries", "Anna Bos"):
        assert start("new", name, "--my-name", "Jan Bakker", "--no-open").ended() == 0
    terminal = start("note", "anna", "-")
    terminal.wait("[1-2]")
    assert "Type the text" not in terminal.text
    terminal.type("2\r")
    terminal.wait("Type the text").type("caught on a terminal\r\x04")
    terminal.wait(f"Noted in {SLUG}")
    assert terminal.ended() == 0
    assert "caught on a terminal" in _read(tmp_path).notes.text
