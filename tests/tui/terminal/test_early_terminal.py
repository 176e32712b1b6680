"""The program shows its first picture before it runs, and loses no key that is typed meanwhile."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from afspraak.data.ids import MANAGER
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session
from afspraak.tui.terminal.driver.screen.encoding import QUERIES

from ...support.terminal.terminal import PATIENCE, Terminal
from ...support.terminal.terminal_state import left

Start = Callable[..., Terminal]

PANES = "Looking back"
SLUG = "anna"
IMPORTING = {"AFSPRAAK_HINTS": "0"}


@pytest.fixture
def conversation(tmp_path: Path) -> Path:
    """A conversation with Anna; Jan is at this terminal."""
    path = tmp_path / "nb" / f"{SLUG}.json"
    path.parent.mkdir()
    made = build_conversation(NewConversation("manager", "Jan Bakker", "Anna de Vries"))
    Session.create(path, made, me=MANAGER).close()
    return path


def _stop(terminal: Terminal) -> None:
    """Stop the process at once, and wait until it has stopped."""
    os.kill(terminal.process.pid, signal.SIGSTOP)
    end = time.monotonic() + PATIENCE
    while os.waitid(os.P_PID, terminal.process.pid, os.WSTOPPED | os.WNOWAIT | os.WNOHANG) is None:
        assert time.monotonic() < end


def _is_importing(terminal: Terminal) -> bool:
    return not terminal.taken


@pytest.mark.parametrize("words", [("open", SLUG), ()], ids=["desk", "notebook"])
def test_the_application_sends_nothing_over_its_first_picture(
    words: tuple[str, ...], start: Start, conversation: Path
) -> None:
    seen = PANES if words else "Anna de Vries"
    terminal = start(*words, environment=IMPORTING, fresh=True).wait(seen, early=True)
    assert _is_importing(terminal)
    picture, sent = terminal.text, len(terminal.raw)
    terminal.press("f1")
    terminal.wait("Esc")  # the first key has had its effect
    later = terminal.raw[sent:]
    assert b"\x1b[?1049h" not in later
    assert b"\x1b[2J" not in later
    terminal.press("escape")
    terminal.wait(lambda now: now.text == picture)


def test_keys_that_are_typed_while_it_starts_arrive_in_order(
    start: Start, conversation: Path
) -> None:
    terminal = start("open", SLUG, fresh=True)
    terminal.do("desk.pane.notes")
    terminal.type("typed ahead")
    terminal.press("enter")
    terminal.type("twice")
    terminal.wait(PANES).wait(lambda now: "typed ahead" in now.text and "twice" in now.text)
    lines = terminal.text.splitlines()
    rows = [next(y for y, line in enumerate(lines) if word in line) for word in ("ahead", "twice")]
    assert rows[1] == rows[0] + 1


def test_an_enter_before_the_terminal_is_raw_is_an_enter(start: Start, conversation: Path) -> None:
    terminal = start(fresh=True)
    terminal.press("enter")  # in the notebook it opens the first conversation
    terminal.wait(PANES)
    assert "Ctrl+J" not in terminal.text


def test_an_escape_typed_while_it_starts_is_not_alt_with_the_next_key(
    start: Start, conversation: Path
) -> None:
    terminal = start("open", SLUG, fresh=True).wait(PANES, early=True)
    terminal.press("f1", "escape")
    terminal.do("desk.pane.notes")
    terminal.type("after it")
    terminal.wait("after it")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_the_terminal_is_restored_if_it_dies_while_it_starts(
    number: signal.Signals, start: Start, conversation: Path
) -> None:
    terminal = start("open", SLUG, fresh=True).wait(PANES, early=True)
    _stop(terminal)
    os.kill(terminal.process.pid, number)
    os.kill(terminal.process.pid, signal.SIGCONT)
    terminal.ended()
    terminal.wait(lambda now: now.restored, early=True)
    assert left(terminal.raw) == []


def test_a_terminal_that_hangs_up_while_it_starts_ends_it(start: Start, conversation: Path) -> None:
    terminal = start("open", SLUG, fresh=True).wait(PANES, early=True)
    terminal.hang_up()
    terminal.ended()


def test_a_window_that_is_resized_while_it_starts_is_drawn_in_its_new_size(
    start: Start, conversation: Path
) -> None:
    terminal = start("open", SLUG, fresh=True).wait(PANES, early=True)
    _stop(terminal)
    terminal.resize(120, 40)
    os.kill(terminal.process.pid, signal.SIGCONT)
    terminal.wait(PANES)
    terminal.wait(lambda now: "F1" in now.lines[39] and "Anna" in now.lines[0])


def test_a_terminal_that_does_not_decode_utf_8_gets_an_ascii_picture(
    start: Start, conversation: Path
) -> None:
    terminal = start("open", SLUG, fresh=True)
    terminal.answering.use_latin_1()
    terminal.wait(PANES, early=True)
    asked = QUERIES.encode()
    assert asked in terminal.raw
    assert terminal.raw.replace(asked, b"").isascii()
    terminal.wait(PANES)


def test_a_terminal_that_answers_nothing_gets_no_picture_but_the_screen(
    start: Start, conversation: Path
) -> None:
    terminal = start("open", SLUG, fresh=True)
    terminal.answering.reply = lambda _: None
    terminal.wait(PANES, early=True)
    assert terminal.taken


def test_textuals_own_driver_starts_without_a_picture_and_takes_keys_typed_ahead(
    start: Start, conversation: Path
) -> None:
    terminal = start("open", SLUG, "--driver", "textual", fresh=True)
    terminal.do("desk.pane.notes")
    terminal.type("typed ahead")
    # The terminal itself echoes what is typed, before the program reads it.
    terminal.wait(PANES).wait(lambda now: PANES in now.text and "typed ahead" in now.text)


def test_a_damaged_conversation_shows_no_picture_but_the_question(
    start: Start, conversation: Path
) -> None:
    conversation.write_bytes(b"{")
    terminal = start("open", SLUG, fresh=True).wait(lambda now: "damaged" in now.text.lower())
    assert PANES not in terminal.raw.decode(errors="replace")
    terminal.press("escape")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    assert terminal.restored
