"""The terminal before the application runs: raw keys, and a first picture.

Importing Textual takes longer than all that a first picture needs. So the terminal is taken over
before: what is typed meanwhile is read as keys, and a picture stands on the alternate screen. The
driver takes over the terminal from here, with the picture, and sends what its first frame changes.

Like the driver, this asks the terminal first which encoding it decodes: the picture is drawn when
the answer comes, in a thread if need be, as the main thread is importing. Nothing here imports
Textual.
"""

from __future__ import annotations

import fcntl
import os
import re
import select
import struct
import termios
import threading
import time
import tty
from contextlib import suppress
from typing import Any, NamedTuple

from .guardian import Guardian
from .modes import TerminalModes
from .output import TerminalOutput
from .screen import encoding
from .screen.screen_model import ScreenModel
from .screen.style import draws_italic

ALTERNATE_SCREEN = "\x1b[?1049h"
"""Switches to the alternate screen, and clears it on most terminals."""
_HIDE_CURSOR = "\x1b[?25l"
_POSITION = re.compile(rb"\x1b\[(\d+);(\d+)R")
"""The answer to a query of the cursor position (CPR): row and column from 1."""
_MAX_READ = 4096
"""The most bytes of one read."""
_ANSWER_SECONDS = 1.0
"""Seconds to wait for the answer before the terminal is given back to the shell."""
_INPUT = termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR
_LOCAL = termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG
"""The flags of a terminal that the driver turns off, as Textual's does."""


class TypedBytes(NamedTuple):
    """What one read returned, and when, in seconds of the monotonic clock."""

    at: float
    data: bytes


class Picture(NamedTuple):
    """What stands on the alternate screen."""

    output: TerminalOutput
    modes: TerminalModes
    guardian: Guardian
    model: ScreenModel | None
    """The content of the screen; None if it is unknown."""


class EarlyTerminal:
    """A terminal that is taken over before the application runs; `close` it in any case."""

    def __init__(self, keys: int = 0, screen: int = 2) -> None:
        """Read keys from one descriptor of the terminal from now on, and draw on another.

        Raises termios.error if the terminal cannot be taken over.
        """
        self._keys, self._screen = keys, screen
        self.attributes: list[Any] = termios.tcgetattr(keys)
        """The attributes (`tcgetattr`) of the terminal before."""
        termios.tcsetattr(keys, termios.TCSANOW, _raw(self.attributes))
        self._cooked = _waiting_bytes(keys)
        """How many of the next bytes were typed before: Enter is a line feed there."""
        self._lock = threading.Lock()
        self._typed: list[TypedBytes] = []
        self._answered = threading.Event()
        self._frame: tuple[str, tuple[int, int]] | None = None
        self._drawing: tuple[TerminalOutput, TerminalModes, Guardian] | None = None
        self._term = os.environ.get("TERM", "")
        self._repertoire = encoding.Repertoire.ASCII
        self._model: ScreenModel | None = None
        self._is_handed_over = False
        self._wake, self._woken = os.pipe()
        self._reader = threading.Thread(target=self._read, daemon=True, name="early keys")
        self._reader.start()

    def prepare_drawing(self) -> None:
        """Switch to the alternate screen, and ask which encoding the terminal decodes."""
        output = TerminalOutput(self._screen)
        modes = TerminalModes()
        guardian = Guardian(self._keys, self._screen, self.attributes)
        begin = modes.track(ALTERNATE_SCREEN + _HIDE_CURSOR)
        guardian.update(modes.undo(self._rows))
        self._drawing = output, modes, guardian
        output.send((begin + encoding.QUERIES).encode())

    @property
    def draws(self) -> bool:
        """Whether a frame can be shown."""
        return self._drawing is not None

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows of the terminal; 0 if unknown."""
        with suppress(OSError):
            columns, rows = os.get_terminal_size(self._screen)
            return columns, rows
        return 0, 0

    def show(self, frame: str) -> None:
        """Draw a frame that fills the screen, once the terminal has said what it can draw.

        The frame is written as Textual's compositor does it; see `screen/frame_parser`.
        """
        with self._lock:
            self._frame = frame, self.size
            if self._answered.is_set():
                self._draw()

    def stop_reading(self) -> list[TypedBytes]:
        """End the reading here; return what was typed, for the driver to begin with."""
        if self._reader.is_alive():
            with suppress(OSError):
                os.write(self._woken, b"\n")
        self._reader.join()
        with self._lock:
            typed, self._typed = self._typed, []
        return typed

    def hand_over(self) -> Picture | None:
        """Give the driver what draws on the terminal; None if nothing was drawn.

        Call it after `stop_reading`: no picture comes any more. `close` does nothing from now on.
        """
        self._is_handed_over = True
        if self._drawing is None:
            return None
        return Picture(*self._drawing, self._model)

    def close(self) -> None:
        """Give the terminal back, unless the driver has it."""
        if not self._is_handed_over:
            if self._drawing is not None:
                self._answered.wait(_ANSWER_SECONDS)  # else the shell would read the answer
            self.stop_reading()
            self._is_handed_over = True
            if self._drawing is not None:
                output, modes, guardian = self._drawing
                output.send(modes.track(modes.undo(self._rows)).encode())
                if output.close(_ANSWER_SECONDS):
                    guardian.update("")
            with suppress(termios.error):
                termios.tcsetattr(self._keys, termios.TCSANOW, self.attributes)
        for end in (self._wake, self._woken):
            with suppress(OSError):
                os.close(end)
        self._wake = self._woken = -1

    @property
    def _rows(self) -> int:
        return self.size[1]

    def _read(self) -> None:
        """Read until `stop_reading`, or until the terminal hangs up; the driver notices that."""
        while True:
            ready = select.select([self._keys, self._wake], [], [])[0]
            if self._wake in ready:
                return
            try:
                data = os.read(self._keys, _MAX_READ)
            except OSError:
                return
            if not data:
                return
            with self._lock:
                self._take(data)

    def _take(self, data: bytes) -> None:
        early, self._cooked = data[: self._cooked], max(0, self._cooked - len(data))
        keys = early.replace(b"\n", b"\r") + data[len(early) :]
        self._typed.append(TypedBytes(time.monotonic(), keys))
        if self._drawing is None or self._answered.is_set():
            return
        for found in _POSITION.finditer(b"".join(typed.data for typed in self._typed)):
            row, column = (int(number) - 1 for number in found.groups())
            if encoding.answers_query(row, column):
                decoded = encoding.decode_answer(column)
                self._repertoire = encoding.on_terminal(decoded, self._term)
                self._draw()
                self._answered.set()
                return

    def _draw(self) -> None:
        """Draw the frame, if there is one; call it with the lock, in any thread."""
        if self._frame is None or self._drawing is None or self._model is not None:
            return
        frame, size = self._frame
        if not all(size) or size != self.size:  # the window was resized meanwhile
            return
        model = ScreenModel(self._repertoire, draws_italic=draws_italic(self._term))
        model.resize(*size)
        model.draw(frame)
        self._drawing[0].send(model.update(caret=False).encode())
        self._model = model


def _raw(attributes: list[Any]) -> list[Any]:
    """Return attributes with which each byte is read as it is typed."""
    raw = [*attributes[: tty.CC], list(attributes[tty.CC])]
    raw[tty.LFLAG] &= ~_LOCAL
    raw[tty.IFLAG] &= ~_INPUT
    raw[tty.CC][termios.VMIN] = 1
    return raw


def _waiting_bytes(descriptor: int) -> int:
    """Return how many bytes can be read at once."""
    answer = fcntl.ioctl(descriptor, termios.FIONREAD, struct.pack("i", 0))
    return int(struct.unpack("i", answer)[0])
