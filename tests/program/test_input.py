"""The whole program with every kind of terminal input."""

from __future__ import annotations

import fcntl
import os
import re
import struct
import sys
import termios
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

import pytest

from ..support.terminal.fixtures import FIXED_TODAY
from ..support.terminal.recorded_inputs import ANSWERS, BROKEN, REPORTS
from ..support.terminal.terminal import PATIENCE, Terminal, begun, sequence, tables

Start = Callable[..., Terminal]

ROUND_TRIP = 0.6
"""Seconds until the answer of a remote terminal arrives."""


def send(terminal: Terminal, *pieces: bytes) -> None:
    """Send bytes, each piece in a read of its own."""
    tty = os.open(terminal.tty, os.O_RDWR | os.O_NOCTTY)
    try:
        for piece in pieces:
            terminal.send(piece)
            terminal.read(0.02)  # what is written takes a moment to the other end
            end = time.monotonic() + PATIENCE
            while struct.unpack("i", fcntl.ioctl(tty, termios.FIONREAD, b"\0" * 4))[0]:
                assert time.monotonic() < end, "it does not read"
                terminal.read(0.01)
    finally:
        os.close(tty)


def in_notes(start: Start) -> Terminal:
    """The caret in the notes, on their first empty line."""
    terminal = begun(start)
    terminal.do("desk.pane.notes")
    return terminal.wait(lambda terminal: not terminal.screen.cursor.hidden)


def test_a_character_may_come_in_two_reads(start: Start) -> None:
    terminal = in_notes(start)
    send(terminal, b"Zo", b"\xc3", b"\xab", b" \xf0", b"\x9f\x98", b"\x80.")
    terminal.wait("JB│ Zoë 😀.")


def test_a_terminal_without_utf_8_works(start: Start) -> None:
    terminal = in_notes(start)
    send(terminal, b"caf\xe9", b" open")
    terminal.wait("JB│ caf� open")


@pytest.mark.parametrize("pane", ["checklist", "notes"])
def test_terminal_answers_are_neither_typed_nor_executed(
    start: Start, tmp_path: Path, pane: str
) -> None:
    terminal = begun(start)
    terminal.do(f"desk.pane.{pane}", "desk.save")
    terminal.wait("saved")
    before = tables(tmp_path)
    send(terminal, *ANSWERS.values())
    for answer in ANSWERS.values():  # and each of them in two reads
        send(terminal, answer[: len(answer) // 2], answer[len(answer) // 2 :])
    terminal.do("desk.pane.notes")
    terminal.wait("^G agreement").type("after")
    terminal.wait("JB│ after")
    terminal.do("desk.undo", "app.leave")
    assert terminal.ended() == 0
    after = tables(tmp_path)
    for table in ("checklist", "agreements"):
        assert after.get(table) == before.get(table)


def test_an_answer_split_after_its_escape_is_not_typed(start: Start) -> None:
    terminal = in_notes(start)
    answers: list[bytes] = []
    reply, terminal.answering.reply = terminal.answering.reply, answers.append
    terminal.do("app.redraw", "app.redraw")
    terminal.wait(lambda _: bool(answers))
    assert answers[0].endswith(b"R")
    send(terminal, b"\x1b")
    terminal.read(0.3)  # longer than an Esc by itself takes
    send(terminal, answers[0][1:])
    terminal.answering.reply = reply
    terminal.type("typed")
    terminal.wait("JB│ typed")
    assert "R" not in "".join(line for line in terminal.lines if "JB│" in line)


def test_no_key_report_ends_the_program(start: Start) -> None:
    terminal = in_notes(start)
    for sent in (*REPORTS.values(), *BROKEN.values()):
        send(terminal, sent.replace(b"\x11", b""))
    terminal.press("f3")
    terminal.type("still here")
    terminal.wait("still here")


def test_any_paste_keeps_its_order(start: Start) -> None:
    terminal = in_notes(start)
    send(terminal, b"\x1b[200~one \x1b[31mtwo\x1b[0m", b"\x1b", b"[A three\x1b[201", b"~ four")
    terminal.wait(lambda terminal: "three four" in terminal.text)
    line = next(line for line in terminal.lines if "JB│ one" in line)
    words = [word for word in ("one", "two", "three", "four") if word in line]
    assert sorted(words, key=line.index) == ["one", "two", "three", "four"]


def test_a_paste_into_an_unfocused_window_is_inserted(start: Start) -> None:
    """A file dropped on the window, or a terminal that reports the focus too late."""
    terminal = in_notes(start)
    send(terminal, b"\x1b[O")
    terminal.wait(lambda terminal: terminal.screen.cursor.hidden)
    send(terminal, b"\x1b[200~dropped here\x1b[201~")
    terminal.wait("JB│ dropped here")


def test_a_paste_in_a_list_is_not_executed(start: Start) -> None:
    terminal = begun(start)
    send(terminal, b"\x1b[200~an \x1b[1mold\x1b dd \x1bd\x1b[201~")
    terminal.press("space")
    terminal.wait("[x] What went well")


def test_an_unfinished_paste_times_out_without_loss(start: Start, tmp_path: Path) -> None:
    terminal = in_notes(start)
    send(terminal, b"\x1b[200~the minutes\nof last year\x1b[20")
    terminal.wait("of last year").wait("The paste did not end")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    assert "'the minutes', 'of last year', " in str(tables(tmp_path)["notes"])


KITTY = {
    "space": "\x1b[32u",
    "shift+space": "\x1b[32;2u",
    "shift+enter": "\x1b[13;2u",
    "shift+backspace": "\x1b[127;2u",
    "shift+delete": "\x1b[3;2~",
    "ctrl+delete": "\x1b[3;5~",
    "ctrl+backspace": "\x1b[127;5u",
    "alt+k": "\x1b[107;3u",
    "alt+d": "\x1bd",
}
"""The input of a terminal with the kitty protocol, and of one that sends ESC for Alt."""


STAMPED = re.compile(r"JB│ \d\d:\d\d \.[^\n]*\n[^\n]*│ \d\d:\d\d \.")
"""The time, twice, and a full stop."""


def press(terminal: Terminal, *names: str) -> None:
    """Press keys on such a terminal."""
    terminal.type("".join(KITTY.get(name) or sequence(name) for name in names))


def test_the_keys_of_the_kitty_protocol_write_notes(start: Start) -> None:
    terminal = in_notes(start)
    press(terminal, "a", "space", "b", "shift+space", "alt+k", "alt+d", "x", "shift+backspace")
    terminal.wait("JB│ a b kd").wait_gone("kdx")
    press(terminal, "shift+enter", *"two words", "home", "ctrl+delete")
    terminal.wait("│  words")
    press(terminal, "shift+delete", "end", *" on", "ctrl+backspace", "!")
    terminal.wait("│ words !")


def test_the_keys_of_the_kitty_protocol_fill_in_forms(start: Start) -> None:
    terminal = begun(start)
    terminal.do("desk.pane.agreements", "list.add")
    terminal.wait("A new agreement")
    press(terminal, "a", "space", "b", "shift+space", "alt+k", "x", "shift+backspace")
    terminal.wait("a b k").wait_gone("kx")
    press(terminal, "home", "ctrl+delete")
    terminal.wait(lambda terminal: "a b k" not in terminal.text and " b k" in terminal.text)
    press(terminal, "shift+delete", "shift+delete", "tab", "tab", *"Anna de Vries")
    terminal.wait("Anna de Vries")
    press(terminal, "ctrl+backspace", *"Wit", "home", "ctrl+delete")
    terminal.wait("de Wit").wait_gone("Anna de Wit")
    terminal.do("form.accept")
    terminal.wait("R1")


def test_the_keys_of_the_kitty_protocol_work_in_lists(start: Start) -> None:
    terminal = begun(start)
    press(terminal, "alt+d", "shift+space")  # Alt+D is not D
    terminal.wait("[x] What went well")
    press(terminal, "shift+delete")
    terminal.wait_gone("What went well")
    press(terminal, "u", "shift+enter")
    terminal.wait("^S")


def test_a_remapped_key_keeps_its_meaning(start: Start) -> None:
    settings = Path(os.environ["XDG_CONFIG_HOME"]) / "afspraak" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('[keys]\n"notes.stamp" = "alt+t"\n"list.add" = "shift+enter"\n')
    terminal = begun(start)
    press(terminal, "shift+enter")
    terminal.wait("A new checklist item")
    terminal.press("escape")
    terminal.do("desk.pane.notes")
    terminal.type("\x1bt.\r\x1b[116;3u.")
    terminal.wait(lambda terminal: bool(STAMPED.search(terminal.text)))


class Far(Terminal):
    """A terminal whose answers take a while."""

    def __init__(self, *arguments: object, **options: object) -> None:
        self._under_way: deque[tuple[float, bytes]] = deque()
        super().__init__(*arguments, **options)  # type: ignore[arg-type]

    def reply(self, answer: bytes) -> None:
        self._under_way.append((time.monotonic() + ROUND_TRIP, answer))

    def read(self, seconds: float) -> bool:
        while self._under_way and self._under_way[0][0] <= time.monotonic():
            super().reply(self._under_way.popleft()[1])
        return super().read(min(seconds, 0.05))

    @property
    def quiet(self) -> bool:
        """Whether every answer has arrived."""
        return not self._under_way


def at_a_shell(kind: type[Terminal], folder: Path, *options: str) -> Terminal:
    """A conversation, opened from a shell that reads a line after the program has ended."""
    then = 'IFS= read -r typed; printf "typed:<%s>" "$typed"'
    shell = ("sh", "-c", f'"$0" -m "$@"; {then}', sys.executable, "afspraak")
    words = ("--notebook", str(folder / "nb"), *options, "new", "Anna de Vries")
    return kind(folder, *words, environment=FIXED_TODAY, program=shell).wait("Looking back")


@pytest.mark.parametrize("driver", ["cells", "textual"])
def test_no_answer_is_left_at_the_prompt_of_a_remote_shell(tmp_path: Path, driver: str) -> None:
    with at_a_shell(Far, tmp_path, "--driver", driver) as terminal:
        assert isinstance(terminal, Far)
        terminal.do("app.help")
        terminal.wait("write your answer")
        terminal.do("app.help", "desk.pane.notes", "app.redraw", "app.leave")
        terminal.wait(lambda terminal: terminal.restored)
        terminal.wait(lambda _: terminal.quiet)
        terminal.type("mine\n")
        assert terminal.ended() == 0
        assert terminal.raw.endswith(b"typed:<mine>")


def test_keys_typed_for_the_shell_reach_it(tmp_path: Path) -> None:
    """Keys after the last answer; earlier ones were read together with answers."""
    with at_a_shell(Terminal, tmp_path) as terminal:
        questions = 0

        def answer(given: bytes) -> None:
            nonlocal questions
            terminal.type(given.decode())
            if given.endswith(b"R") and b"=0;1u" in terminal.raw:
                questions += 1
                terminal.type("mine\n")

        terminal.answering.reply = answer
        terminal.do("app.leave")
        assert terminal.ended() == 0
        assert terminal.raw.endswith(b"typed:<mine>")
        assert questions == 1
