"""The driver in the whole program on a real terminal, compared with Textual's own."""

from __future__ import annotations

import os
import re
import signal
import stat
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from afspraak.tui.terminal.driver import flow_control

from ....support.amount import share
from ....support.terminal.emulator import Cell
from ....support.terminal.terminal import PATIENCE, Terminal, begun, key, tables

TIMES = 80
"""The number of pane changes while nobody reads."""

Start = Callable[..., Terminal]


def seen(terminal: Terminal, *, caret: bool) -> list[list[Cell]]:
    """The visible screen without the clock; with `caret`, the caret is marked uniformly."""
    screen = terminal.screen
    cells = screen.seen()
    if caret:
        x, y = min(screen.cursor.x, screen.columns - 1), screen.cursor.y
        cells[y][x] = Cell(cells[y][x].character, "caret", "caret", frozenset())
    text = "".join(cell.character[:1] or "\0" for cell in cells[0])
    for found in re.finditer(r"\d\d:\d\d", text):
        for x in range(*found.span()):
            cells[0][x] = cells[0][x]._replace(character="0")
    return cells


def wait_alike(ours: Terminal, plain: Terminal) -> None:
    """Read from both until they show the same; Textual's driver draws a caret, ours does not."""
    end = time.monotonic() + PATIENCE
    while True:
        caret = not ours.screen.cursor.hidden
        if seen(ours, caret=caret) == seen(plain, caret=caret):
            return
        assert time.monotonic() < end, f"not alike:\n{ours.text}\n{plain.text}"
        ours.read(0.05)
        plain.read(0.05)


def scribble(terminal: Terminal, text: str) -> None:
    """Write to the terminal as another program."""
    terminal.answering.feed(text.encode())


@pytest.mark.parametrize(("columns", "rows"), share([(60, 20), (80, 24), (120, 40)], 3))
def test_both_drivers_show_the_same_screen(
    start: Start, tmp_path: Path, columns: int, rows: int
) -> None:
    pair = []
    for driver in ("cells", "textual"):
        home = tmp_path / driver
        home.mkdir()
        words = ("--notebook", str(home / "nb"), "new", "Anna", "--my-name", "Jan Bakker")
        options = ("--date", "2026-12-03", "--driver", driver)
        terminal = Terminal(
            home, *words, *options, columns=columns, rows=rows,
            environment={"AFSPRAAK_TODAY": "2026-12-03"},
        )  # fmt: skip
        pair.append(terminal)
    with pair[0] as ours, pair[1] as plain:

        def both(*names: str, until: str | None = None) -> None:
            for terminal in pair:
                terminal.press(*names)
                if until:
                    terminal.wait(until)
            wait_alike(ours, plain)

        both(until="Looking back")
        both(key("checklist.tick"), until="[x]")
        both("down", "down", key("list.cursor_down"))
        both(key("desk.pane.notes"))
        both(*"Wij spraken over 中文 en ë, e\u0301n 😀 ook.", until="ook.")
        both("enter", *"## Kop", "enter", *"- [ ] taak [b]vet[/b]", until="taak")
        both("shift+up", "shift+up")
        both("pagedown")
        both(key("notes.agree"), until="A new agreement")
        both(*"Runbook", key("form.accept"), until="R1")
        both(key("desk.pane.agreements"))
        both(key("app.help"), until="━ Here")
        both(key("app.help"))
        both(key("app.command_palette"))
        both(*"export")
        both("escape")
        for size in ((columns + 7, rows - 3), (max(columns - 25, 40), rows + 5), (columns, rows)):
            for terminal in pair:
                terminal.resize(*size)
            both()
        assert ours.sent * 4 < plain.sent


def test_the_screen_is_redrawn_after_the_external_editor(start: Start, tmp_path: Path) -> None:
    editor = tmp_path / "vi"  # one that is known to wait, so that nothing is said of it
    editor.write_text("#!/bin/sh\nprintf '\\033[2J\\033[41mSCRIBBLE'\n")
    editor.chmod(editor.stat().st_mode | stat.S_IXUSR)
    terminal = begun(start, environment={"VISUAL": str(editor)}, fresh=True)
    terminal.do("desk.pane.notes")
    terminal.press(*"before")
    terminal.wait("before")
    before = seen(terminal, caret=True)

    def drawn(_: Terminal) -> bool:
        return not terminal.screen.cursor.hidden and seen(terminal, caret=True) == before

    # Somebody writes to the terminal, and it is drawn again by a key.
    scribble(terminal, "\x1b[5;5H\x1b[45mwall: going down")
    assert not drawn(terminal)
    terminal.do("app.redraw")
    terminal.wait(drawn)
    # The editor draws on it.
    terminal.do("desk.edit_outside")
    terminal.wait("SCRIBBLE")
    terminal.wait(drawn)
    # The window is made smaller and back faster than the program can look.
    scribble(terminal, "\x1b[m\x1b[2J")
    os.killpg(terminal.process.pid, signal.SIGWINCH)
    terminal.wait(drawn)
    # It is stopped, and the shell takes the terminal.
    os.kill(terminal.process.pid, signal.SIGTSTP)
    while os.waitid(os.P_PID, terminal.process.pid, os.WSTOPPED | os.WNOWAIT) is None:
        pass
    terminal.read(0.2)
    assert not terminal.screen.cursor.hidden
    scribble(terminal, "\x1b[m\x1b[2J$ fg")
    os.kill(terminal.process.pid, signal.SIGCONT)
    terminal.wait(drawn)
    # It is stopped without a chance to give the terminal back, and the shell sets its own modes.
    os.kill(terminal.process.pid, signal.SIGSTOP)
    subprocess.run(["stty", "-F", terminal.tty, "sane"], check=True)
    scribble(terminal, "\x1b[m\x1b[2J$ fg")
    os.kill(terminal.process.pid, signal.SIGCONT)
    terminal.wait(drawn)
    # A key arrives without a line end, which a terminal in those modes waits for.
    terminal.do("app.leave")
    assert terminal.ended() == 0


def test_modes_that_an_editor_leaves_behind_are_undone(start: Start, tmp_path: Path) -> None:
    editor = tmp_path / "vi"
    editor.write_text("#!/bin/sh\nstty raw -echo\nkill -9 $$\n")
    editor.chmod(editor.stat().st_mode | stat.S_IXUSR)
    terminal = begun(start, environment={"VISUAL": str(editor)})
    terminal.do("desk.pane.notes", "desk.edit_outside")
    terminal.wait("ended by signal 9")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    assert terminal.restored


def test_a_stalled_terminal_gets_only_the_newest_frame(start: Start, tmp_path: Path) -> None:
    terminal = begun(start)
    terminal.do("desk.pane.notes")
    terminal.wait("^G agreement")
    sent = terminal.sent
    for _ in range(TIMES):
        terminal.press("f2", "f3", "x")  # 0.7 kB each time, or more
    end = time.monotonic() + PATIENCE
    while "x" * TIMES not in str(tables(tmp_path)["notes"]):
        assert time.monotonic() < end, "nothing is saved while the terminal does not read"
        time.sleep(0.05)
    terminal.wait(lambda terminal: terminal.text.count("x") >= TIMES)
    assert terminal.sent - sent < TIMES * 400


def test_the_program_can_leave_a_stalled_terminal(start: Start, tmp_path: Path) -> None:
    terminal = begun(start)
    terminal.do("desk.pane.notes")
    terminal.wait("^G agreement")
    for _ in range(TIMES // 2):
        terminal.press("f2", "f3", "x")
    terminal.do("app.leave")
    assert terminal.process.wait(PATIENCE) == 0
    assert "x" * (TIMES // 2) in str(tables(tmp_path)["notes"])


def test_frames_wait_for_a_congested_line(start: Start) -> None:
    """sshd and TCP accept everything: only an answer shows what has been drawn."""
    terminal = begun(start)
    terminal.do("desk.pane.notes")
    terminal.wait(lambda terminal: not terminal.screen.cursor.hidden)
    answers: list[bytes] = []
    reply, terminal.answering.reply = terminal.answering.reply, answers.append
    began, sent = time.monotonic(), terminal.sent
    for _ in range(20):
        terminal.do("app.redraw")  # 2 kB each time
        terminal.read(0.02)
    terminal.press("x")
    terminal.read(0.1)
    if time.monotonic() - began < flow_control.ANSWER_TIMEOUT:  # later an answer counts as lost
        assert terminal.sent - sent < 8_000
        assert "JB│ x" not in terminal.text
    terminal.answering.reply = reply
    reply(answers[-1])
    terminal.wait("JB│ x")
    assert len(answers) < 5
