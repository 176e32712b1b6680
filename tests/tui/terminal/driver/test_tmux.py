"""The same screens in tmux, an emulator independent of pyte."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pyte
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from afspraak.tui.terminal.driver.screen.cells import cells
from afspraak.tui.terminal.driver.screen.frame_parser import draw
from afspraak.tui.terminal.driver.screen.grid import Grid
from afspraak.tui.terminal.driver.screen.screen_model import ScreenModel
from afspraak.tui.terminal.driver.screen.style import Style

from ....support.terminal.emulator import Cell, Emulator
from ....support.terminal.frames import FRACTIONS, FRAMES, Piece

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")

WIDTH, HEIGHT = 16, 5
PATIENCE = 30.0


class Tmux:
    """Two windows of tmux, one for each output."""

    def __init__(self, folder: Path) -> None:
        self._socket = folder / "tmux"
        self._writing: dict[str, int] = {}
        for name in ("plain", "ours"):
            fifo = folder / name
            os.mkfifo(fifo)
            show = f"stty raw -echo; exec cat {fifo}"
            size = ("-x", str(WIDTH), "-y", str(HEIGHT))
            self._tmux("-f", "/dev/null", "new-session", "-d", "-s", name, *size, show)
            self._tmux("set-option", "-g", "status", "off")
            self._tmux("resize-window", "-t", name, *size)
            self._writing[name] = os.open(fifo, os.O_WRONLY)

    def _tmux(self, *words: str) -> str:
        command = ["tmux", "-S", str(self._socket), *words]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def write(self, name: str, data: str) -> None:
        """Write to a window."""
        os.write(self._writing[name], data.encode())

    def seen(self, name: str, mark: str) -> list[list[Cell]]:
        """The content of a window, once it has received the last title."""
        self.write(name, f"\x1b]2;{mark}\x07")
        end = time.monotonic() + PATIENCE
        while self._tmux("display-message", "-p", "-t", name, "#{pane_title}").strip() != mark:
            assert time.monotonic() < end, "tmux does not show it"
        shown = self._tmux("capture-pane", "-p", "-e", "-N", "-t", name)
        screen = Emulator(WIDTH, HEIGHT)
        screen.reset_mode(7, private=True)
        rows = shown.rstrip("\n").split("\n")
        for y, row in enumerate(rows[:HEIGHT]):
            pyte.Stream(screen).feed(f"\x1b[{y + 1}H{row}")
        return screen.seen()

    def close(self) -> None:
        """End tmux."""
        for writing in self._writing.values():
            os.close(writing)
        command = ["tmux", "-S", str(self._socket), "kill-server"]
        subprocess.run(command, check=False, capture_output=True)


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    tmux = Tmux(tmp_path)
    yield tmux
    tmux.close()


class Whole(Grid):
    """Cells in which no character is half overwritten: terminals differ in the remainder."""

    def put(self, x: int, y: int, text: str, pen: Style) -> int:
        row, end = self.characters[y], x + len(cells(text))
        assume(row[x] != "" and (end >= self.width or row[end] != ""))
        return super().put(x, y, text, pen)


_SCREENS = st.lists(st.tuples(FRAMES, st.tuples(FRACTIONS, FRACTIONS)), min_size=1, max_size=4)


_AT_THE_EDGE = [
    [("", ["a"] * 10 + ["中", "中"]), ("1", [" ", "e\u0301"])],
    [("", ["a"] * 13 + ["中\u0301", "e\u0301"])],
    [("", ["a"] * 14 + ["e\u0301", "e\u0301"])],
]
"""A letter with a mark in the last column, after a wide character, one of them or both marked."""


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@example([([Piece(0, y / HEIGHT, runs) for y, runs in enumerate(_AT_THE_EDGE)], (0.0, 0.0))])
@given(_SCREENS)
def test_tmux_shows_the_same_screen(
    tmux: Tmux, frames: list[tuple[list[Piece], tuple[float, float]]]
) -> None:
    picture = ScreenModel()
    picture.resize(WIDTH, HEIGHT)
    whole = Whole(WIDTH, HEIGHT)
    # No row is longer than the screen. Without line wrap, as in Textual, tmux gives the mark on a
    # letter in the last column to the letter before it: so the plain one is told to wrap.
    tmux.write("plain", "\x1b[m\x1b[2J\x1b[?7h")
    tmux.write("ours", "\x1b[?7l")
    for number, (frame, at) in enumerate(frames):
        end = f"\x1b[{int(at[1] * HEIGHT) + 1};{int(at[0] * WIDTH) + 1}H"
        written = "".join(piece.written(WIDTH, HEIGHT) for piece in frame) + end
        draw(written, whole)
        tmux.write("plain", written)
        picture.draw(written)
        tmux.write("ours", picture.update(True))
        mark = f"shown {number} {time.monotonic_ns()}"
        assert tmux.seen("ours", mark) == tmux.seen("plain", mark)
