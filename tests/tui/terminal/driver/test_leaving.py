"""The terminal is restored and shows nothing, however the program ends."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ....checkout import IMPORT_ROOT
from ....support.amount import share
from ....support.terminal.terminal import PATIENCE, Terminal, begun
from ....support.terminal.terminal_state import left

Start = Callable[..., Terminal]

TYPED = "confidential"
CRASHES = ("SEGV", "ABRT", "KILL", "BUS")
"""Signals after which no Python code runs."""


@pytest.fixture
def terminal(start: Start) -> Terminal:
    """The desk with typed text, a mouse and another pointer shape."""
    terminal = begun(start, fresh=True)
    terminal.do("desk.pane.notes")
    terminal.type(TYPED)
    return terminal.wait(TYPED)


def _is_left(terminal: Terminal) -> None:
    """Wait until everything is restored: after a crash another process does that."""
    terminal.wait(lambda terminal: terminal.restored)
    assert left(terminal.raw) == []
    # This emulator has no alternate screen, as GNU screen has none as it comes.
    assert not [line for line in terminal.lines if TYPED in line or "Looking back" in line]
    assert terminal.screen.cursor.y == terminal.screen.lines - 1
    assert terminal.screen.cursor.x == 0


def _stop(terminal: Terminal) -> None:
    os.kill(terminal.process.pid, signal.SIGTSTP)
    while os.waitid(os.P_PID, terminal.process.pid, os.WSTOPPED | os.WNOWAIT | os.WNOHANG) is None:
        terminal.read(0.02)
    terminal.read(0.05)


def test_the_terminal_is_restored_after_the_quit_key(terminal: Terminal) -> None:
    assert "mode 1049 is set" in left(terminal.raw)
    terminal.do("app.leave")
    assert terminal.ended() == 0
    _is_left(terminal)


def test_plain_keys_are_asked_for_before_the_last_query(terminal: Terminal) -> None:
    """Keys that are typed for the shell already must not be reports that it does not know."""
    terminal.wait(lambda terminal: b"\x1b[?2004h" in terminal.raw)
    sent = len(terminal.raw)
    terminal.do("app.leave")
    assert terminal.ended() == 0
    before, asked, _ = terminal.raw[sent:].rpartition(b"\x1b[6n")
    assert asked
    modes = {number for number in (1000, 1003, 1004, 1006, 2004) if b"\x1b[?%dl" % number in before}
    assert modes == {1000, 1003, 1004, 1006, 2004}, "mouse, focus and pastes"
    assert b"\x1b[=0;1u" in before, "the reports of the kitty protocol"


@pytest.mark.parametrize("name", ["TERM", "QUIT"])
def test_the_terminal_is_restored_after_a_signal(terminal: Terminal, name: str) -> None:
    os.kill(terminal.process.pid, signal.Signals[f"SIG{name}"])
    assert terminal.ended() == 0
    _is_left(terminal)


@pytest.mark.parametrize("name", share(CRASHES, 3))
def test_the_terminal_is_restored_after_a_crash(terminal: Terminal, name: str) -> None:
    number = signal.Signals[f"SIG{name}"]
    os.kill(terminal.process.pid, number)
    assert terminal.ended() == -number
    _is_left(terminal)
    assert terminal.text.split() == []  # no traceback either


def test_a_stopped_program_restores_the_terminal_once(terminal: Terminal) -> None:
    _stop(terminal)
    _is_left(terminal)
    os.kill(terminal.process.pid, signal.SIGCONT)
    terminal.wait(lambda terminal: terminal.taken and TYPED in terminal.text)
    os.kill(terminal.process.pid, signal.SIGTERM)
    assert terminal.ended() == 0
    _is_left(terminal)


@pytest.mark.parametrize("name", ["TERM", "KILL"])
def test_the_terminal_is_not_restored_twice(terminal: Terminal, name: str) -> None:
    """The shell draws its prompt while the program is stopped; the end must not erase it."""
    _stop(terminal)
    terminal.answering.feed(b"\x1b[H$ kill %1")
    sent = len(terminal.raw)
    os.kill(terminal.process.pid, signal.Signals[f"SIG{name}"])
    os.kill(terminal.process.pid, signal.SIGCONT)
    terminal.ended()
    terminal.read(0.2)
    if b"\x1b[?1049h" not in terminal.raw[sent:]:  # else it took the terminal once more
        assert terminal.lines[0] == "$ kill %1"
        assert b"\x1b[<u" not in terminal.raw[sent:]
    assert left(terminal.raw) == []


def test_the_terminal_is_restored_if_the_loop_is_stuck(start: Start, tmp_path: Path) -> None:
    code = (
        "import importlib, sys, time\n"
        f"app = importlib.import_module('afspraak.tui.app.application')\n"
        f"app.AfspraakApp.action_redraw = lambda self: (open({str(tmp_path / 'stuck')!r}, 'w'),"
        " time.sleep(10**6))\n"
        f"sys.exit(importlib.import_module('afspraak.tui.cli.main').main())"
    )
    terminal = begun(start, program=(sys.executable, "-c", code))
    terminal.do("app.redraw")
    while not (tmp_path / "stuck").exists():
        terminal.read(0.05)
    os.kill(terminal.process.pid, signal.SIGQUIT)
    assert terminal.ended() == 128 + signal.SIGQUIT
    _is_left(terminal)


def test_the_guardian_outlives_the_group_and_ends_with_the_program(terminal: Terminal) -> None:
    (guardian,) = _children(terminal.process.pid)
    os.killpg(terminal.process.pid, signal.SIGKILL)
    terminal.ended()
    _is_left(terminal)
    end = time.monotonic() + PATIENCE
    while Path(f"/proc/{guardian}").exists() and "Z" not in _state(guardian):
        assert time.monotonic() < end, "it stays"
        time.sleep(0.02)


def test_the_guardians_input_is_not_in_process_arguments(terminal: Terminal) -> None:
    (guardian,) = _children(terminal.process.pid)
    for told in ("cmdline", "environ"):
        text = Path(f"/proc/{guardian}/{told}").read_bytes()
        assert not any(word in text for word in (b"anna", b"Anna", b"afspraak", TYPED.encode()))


def _children(number: int) -> list[int]:
    return [int(child) for task in Path(f"/proc/{number}/task").iterdir()
            for child in (task / "children").read_text().split()]  # fmt: skip


def _state(number: int) -> str:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


class Shell:
    """A shell in a separate tmux without alternate screen, with a long scrollback."""

    def __init__(self, folder: Path) -> None:
        self._tmux = ("tmux", "-S", str(folder / "tmux"))
        shell = ("env", "PS1=PROMPT ", "bash", "--norc", "-i")
        self.run("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", *shell)
        self.run("set-option", "-g", "alternate-screen", "off")

    def run(self, *words: str) -> str:
        return subprocess.run(
            [*self._tmux, *words], check=True, capture_output=True, text=True
        ).stdout

    def type(self, *words: str) -> None:
        self.run("send-keys", *words)

    def wait(self, text: str) -> str:
        end = time.monotonic() + PATIENCE
        while text not in (seen := self.run("capture-pane", "-p")):
            assert time.monotonic() < end, f"never seen: {text}\n{seen}"
            time.sleep(0.05)
        return seen

    @property
    def everything(self) -> str:
        """The screen and the scrollback."""
        return self.run("capture-pane", "-p", "-S", "-")

    def close(self) -> None:
        subprocess.run([*self._tmux, "kill-server"], check=False, capture_output=True)


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    if not all(map(shutil.which, ("tmux", "bash"))):
        pytest.skip("tmux or bash is not installed")
    shell = Shell(tmp_path)
    yield shell
    shell.close()


def _begin(shell: Shell, folder: Path) -> None:
    words = ("new", "Anna", "--my-name", "Jan Bakker", "--notebook", str(folder / "nb"))
    shell.type(f"PYTHONPATH={IMPORT_ROOT} {shlex.join([sys.executable, '-m', 'afspraak', *words])}")
    shell.type("Enter")
    assert "PROMPT" not in shell.wait("Looking back")
    end = time.monotonic() + PATIENCE
    while "1" not in shell.run("display-message", "-p", "#{mouse_all_flag}"):  # it runs now
        assert time.monotonic() < end
        time.sleep(0.05)


def _program(shell: Shell) -> int:
    (child,) = _children(int(shell.run("display-message", "-p", "#{pane_pid}")))
    return child


@pytest.mark.parametrize("command", ["kill %1", "bg"])
def test_a_stopped_job_ends_on_a_signal_without_touching_the_terminal(
    shell: Shell, tmp_path: Path, command: str
) -> None:
    _begin(shell, tmp_path)
    number = _program(shell)
    os.kill(number, signal.SIGTSTP)
    shell.wait("Stopped")
    shell.type("clear", "Enter")
    shell.type(command, "Enter")
    end = time.monotonic() + PATIENCE
    stopped = 0
    while _state(number) != "Z" and stopped < 20:
        assert time.monotonic() < end, f"{_state(number)}\n{shell.everything}"
        stopped = stopped + 1 if command == "bg" and _state(number) == "T" else 0
        time.sleep(0.05)
    expected, seen = "Done" if command == "kill %1" else "Stopped", ""
    while expected not in seen:  # the shell may not have noticed the end yet
        assert time.monotonic() < end, f"never seen: {expected}\n{seen}"
        shell.type("jobs", "Enter")
        time.sleep(0.1)
        seen = shell.wait("jobs")
    assert command in seen
    assert "Looking back" not in seen
    shell.type("fg", "Enter")
    if command == "bg":
        shell.wait("Looking back")
        shell.type("C-q")
        shell.wait("PROMPT")


@pytest.mark.parametrize("end", ["C-q", "SEGV"])
def test_nothing_of_a_conversation_stays_in_the_scrollback(
    shell: Shell, tmp_path: Path, end: str
) -> None:
    _begin(shell, tmp_path)
    shell.type("F3")
    shell.type(TYPED)
    shell.wait(TYPED)
    for key in ("F5", "F1", "F1", "C-l", "F2"):
        shell.type(key)
    shell.wait("Looking back")
    if end == "C-q":
        shell.type(end)
    else:
        os.kill(_program(shell), signal.Signals[f"SIG{end}"])
    last = shell.wait("PROMPT").rstrip("\n ").splitlines()[-1]
    # Behind it may stand the end of an answer that the terminal gave after a crash.
    assert re.fullmatch(r"PROMPT *[;\d]*R?", last), last
    assert TYPED not in shell.everything
    assert "Looking back" not in shell.everything


def test_nothing_drawn_by_the_editor_stays_in_the_scrollback(shell: Shell, tmp_path: Path) -> None:
    editor, go = tmp_path / "editor", tmp_path / "go"
    editor.write_text(f'#!/bin/sh\ncat "$1"\nwhile [ ! -e {go} ]; do sleep 0.05; done\n')
    editor.chmod(0o700)
    shell.type(f"export VISUAL={editor}", "Enter")
    _begin(shell, tmp_path)
    shell.type("F3")
    shell.type(TYPED)
    shell.wait(TYPED)
    shell.type("F9")
    assert "F1 all keys" not in shell.wait(f"## Looking back\n{TYPED}")
    go.touch()
    shell.wait("F1 all keys")
    assert TYPED not in shell.run("capture-pane", "-p", "-S", "-", "-E", "-1")
    shell.type("C-q")
    shell.wait("PROMPT")
    assert TYPED not in shell.everything
