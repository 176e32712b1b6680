"""Neighbours of characters with an uncertain width never move, in any terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import shutil
import signal
import struct
import termios
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pyte
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyte.modes import IRM
from pyte.screens import wcwidth
from rich.cells import cell_len

from afspraak.tui.terminal.driver.screen.cells import cells, has_uncertain_width, max_columns
from afspraak.tui.terminal.driver.screen.screen_model import ScreenModel

from ....support.amount import tries
from ....support.terminal.terminal import PATIENCE

Width = Callable[[str], int]


def _each_alone(character: str) -> int:
    """Widths of GNU screen and older terminals: joiners, marks and vowel signs take a column
    each."""
    return 2 if cell_len(character) == 2 or character in "👩👧🏽😀" else 1


def _narrow(character: str) -> int:
    """Widths of a terminal without emoji: one column each, none for combining characters."""
    return min(1, wcwidth(character)) if ord(character) > 0xFFFF else max(0, wcwidth(character))


def _marks_take_a_column(character: str) -> int:
    """Widths of libraries that count vowel signs and selectors as letters, but no joiner."""
    return 0 if character == "\u200d" else max(1, wcwidth(character))


WIDTHS: dict[str, Width] = {
    "pyte": lambda character: max(0, wcwidth(character)),
    "each alone": _each_alone,
    "narrow": _narrow,
    "marks": _marks_take_a_column,
}


class Terminal(pyte.Screen):
    """A terminal without line wrap that has its own opinion on widths.

    The second column of a character is "". Half a character that is overwritten leaves a blank.
    """

    def __init__(self, columns: int, lines: int, width: Width) -> None:
        self.width = width
        super().__init__(columns, lines)
        self.reset_mode(7, private=True)

    def draw(self, data: str) -> None:
        for character in data:
            self._draw_one(character)

    def _draw_one(self, character: str) -> None:
        width = self.width(character)
        row, x = self.buffer[self.cursor.y], min(self.cursor.x, self.columns - 1)
        if width == 0:
            at = max(0, self.cursor.x - 1)
            if row[at].data == "" and at:
                at -= 1
            row[at] = row[at]._replace(data=row[at].data + character)
            return
        x = min(x, self.columns - width)
        if IRM in self.mode:
            self.insert_characters(width)
        pen = self.cursor.attrs
        if x and row[x].data == "":
            row[x - 1] = row[x - 1]._replace(data=" ")
        if x + width < self.columns and row[x + width].data == "":
            row[x + width] = row[x + width]._replace(data=" ")
        row[x] = pen._replace(data=character)
        if width == 2:
            row[x + 1] = pen._replace(data="")
        self.cursor.x = x + width


_PLAIN = ["a", "b", "c", " ", "é", "│", "中"]
_DOUBTFUL = ["👩‍👩‍👧", "☺️", "🇳🇱", "👍🏽", "😀", "कि", "e\u0301", "1️⃣", "กำ", "ﷺ", "\u00ad", "☎"]
_SCREENS = st.lists(
    st.tuples(
        st.integers(0, 9),
        st.integers(0, 1),
        st.lists(st.sampled_from(_PLAIN) | st.sampled_from(_DOUBTFUL), min_size=1, max_size=9),
        st.sampled_from(["", "1", "44"]),
    ),
    min_size=1,
    max_size=5,
)
WIDTH, HEIGHT = 16, 2


def _drawn(picture: ScreenModel, x: int, y: int, text: list[str], style: str) -> None:
    room, fitting = WIDTH - x, ""
    for character in text:
        if len(cells(character)) <= room:
            room -= len(cells(character))
            fitting += character
    pen = f"\x1b[{style}m" if style else ""
    picture.draw(f"\x1b[{y + 1};{x + 1}H{pen}{fitting}\x1b[0m\x1b[1;1H")


def _beside(picture: ScreenModel, screen: Terminal) -> list[str]:
    """The differences in all cells except those of uncertain characters."""
    wrong = []
    for y in range(HEIGHT):
        row = picture._wanted.characters[y]
        for x, cell in enumerate(row):
            head = row[x - 1] if cell == "" else cell
            if not has_uncertain_width(head) and (shown := screen.buffer[y][x].data) != cell:
                wrong.append(f"{cell!r} at {x},{y} is {shown!r}")
    return wrong


@pytest.mark.parametrize("name", WIDTHS)
@settings(max_examples=tries(300))
@example([(0, 0, list("abcdefghij"), ""), (2, 0, ["👩‍👩‍👧"], "")])
@example([(0, 0, ["कि", "a", "b"], ""), (0, 0, ["☺️"], "44"), (0, 0, ["x", "y"], "")])
@example([(9, 0, ["a", "b", "c", "d", "e", "☺️"], "")])
@given(_SCREENS)
def test_neighbours_of_uncertain_characters_stay_in_place(
    name: str, steps: list[tuple[int, int, list[str], str]]
) -> None:
    screen = Terminal(WIDTH, HEIGHT, WIDTHS[name])
    stream = pyte.Stream(screen)
    picture = ScreenModel()
    picture.resize(WIDTH, HEIGHT)
    for step in steps:
        _drawn(picture, *step)
        stream.feed(picture.update(False))
        assert _beside(picture, screen) == []


def test_width_bounds_cover_every_terminal() -> None:
    for character in _PLAIN + _DOUBTFUL:
        for cell in filter(None, cells(character)):
            for width in WIDTHS.values():
                assert sum(map(width, cell)) <= max_columns(cell), (cell, width)


@pytest.mark.parametrize("character", _DOUBTFUL)
def test_uncertain_widths(character: str) -> None:
    assert any(has_uncertain_width(cell) for cell in cells(character))


@pytest.mark.parametrize("character", [*_PLAIN, "ë", "ß", "Ж", "한", "─", "●"])
def test_plain_text_has_certain_widths(character: str) -> None:
    assert not any(has_uncertain_width(cell) for cell in cells(character))


@pytest.mark.parametrize("text", ["plain text", "één ding — “zo”", "中文 │ ─"])
def test_plain_text_costs_no_moves(text: str) -> None:
    picture = ScreenModel()
    picture.resize(40, 1)
    picture.update(False)
    picture.draw(f"\x1b[1;1H{text}\x1b[1;1H")
    assert picture.update(False).removeprefix("\x1b[H") == text


_INSIDE = [
    [(0, 0, list("abcdefghijklmnop"), ""), (0, 1, list("abcdefghijklmnop"), "")],
    [(2, 0, ["👩‍👩‍👧", "a", "🇳🇱", "b", "☺️"], ""), (1, 1, ["कि", "x", "👍🏽", "y"], "44")],
    [(4, 0, ["z", "e\u0301", "q"], ""), (3, 1, ["c", "☺️", "中"], "")],
]
"""Frames to be drawn in order."""


@pytest.mark.skipif(shutil.which("screen") is None, reason="GNU screen is not installed")
@pytest.mark.parametrize("name", ["pyte", "each alone", "marks"])
def test_nothing_shifts_inside_gnu_screen(tmp_path: Path, name: str) -> None:
    """GNU screen forwards motions relative to its own idea of the cursor position."""
    fifo = tmp_path / "sent"
    os.mkfifo(fifo)
    show = f"stty raw -echo; printf '\\033[?7l'; exec cat {fifo}"
    child, master = pty.fork()
    if child == 0:
        os.environ |= {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "SCREENDIR": str(tmp_path)}
        tmp_path.chmod(0o700)
        os.execvp("screen", ["screen", "-U", "-c", os.devnull, "sh", "-c", show])
    fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))
    screen = Terminal(WIDTH, HEIGHT, WIDTHS[name])
    screen.set_mode(7, private=True)
    stream = pyte.ByteStream(screen)
    picture = ScreenModel()
    picture.resize(WIDTH, HEIGHT)
    end = time.monotonic() + PATIENCE

    def read() -> None:
        assert time.monotonic() < end, f"{_beside(picture, screen)}\n{screen.display}"
        if select.select([master], [], [], 0.05)[0]:
            stream.feed(os.read(master, 1 << 16))

    try:
        writing = -1
        while writing < 0:
            read()
            with suppress(OSError):
                writing = os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
        for frame in _INSIDE:
            for piece in frame:
                _drawn(picture, *piece)
            os.write(writing, picture.update(False).encode())
            while _beside(picture, screen):
                read()
    finally:
        os.kill(child, signal.SIGHUP)
        os.close(master)
        os.waitpid(child, 0)
