"""The driver: Textual's own for Linux and macOS, but for what goes out."""

from __future__ import annotations

import asyncio
import signal
import termios
import time
from contextlib import suppress
from types import FrameType
from typing import Any

from textual.app import App
from textual.events import CursorPosition
from textual.message import Message
from textual.messages import TerminalSupportsSynchronizedOutput

from .frames import is_frame
from .line import Line
from .pace import PATIENCE, Pace
from .picture import Picture
from .queries import Query
from .reading import Reading

_SYNC_BEGIN, _SYNC_END = "\x1b[?2026h", "\x1b[?2026l"
_POINTER = "\x1b]22;"
_GIVE_BACK = (
    "\x1b[m\x1b[?2004l\x1b[?7h\x1b[?1000l\x1b[?1003l\x1b[?1006l"
    "\x1b[?1004l\x1b[<u\x1b[?1049l\x1b[?25h"
)
"""What undoes all that starting did to a terminal."""
_SYNC_FROM = 512
"""From this many bytes on a frame is bracketed, so that it is never seen half drawn."""
_SETTLE_SECONDS = 0.1
"""How long after a change of the window's size the application has to draw itself anew."""


class CellDriver(Reading):
    """Sends the cells that changed."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        """The options are Textual's: `debug`, `mouse` and `size`.

        An app with a property `terminal_caret` has the terminal's own cursor as its caret: shown
        while that is true, at `App.cursor_position`.
        """
        super().__init__(app, **options)
        self._picture = Picture()
        self._pace = Pace()
        self._line: Line | None = None
        self._drawing = False
        self._in_one_go = False
        self._pointer = f"{_POINTER}default\x07"
        self._later: asyncio.TimerHandle | None = None

    def write(self, data: str) -> None:
        """Draw a frame, or send a control sequence as it is."""
        if data in (_SYNC_BEGIN, _SYNC_END):
            return  # Textual brackets every frame; here only those that need it are
        if is_frame(data):
            self._picture.resize(*self._app.size)
            self._picture.draw(data)
            self._update()
        elif not self._shapes_pointer_as_it_is(data):
            self._send(data)

    def start_application_mode(self) -> None:
        """Take the terminal over, knowing nothing of what it shows."""
        if self._line is None:
            terminal = self._file.fileno() if self._file else 2
            self._line = Line(terminal, self._in_loop(self._update))
        self._picture.lose()
        self._pace = Pace()
        self._drawing = True
        super().start_application_mode()
        self._hear_of_resizes()
        self._update_in(_SETTLE_SECONDS)

    def _hear_of_resizes(self) -> None:
        """Have Textual's own handler called in the loop, once for any number of resizes by then.

        In a signal handler the next signal would begin it again before it ends, as deep as Python
        goes: a window that is pulled at sends them faster than a busy machine looks at one.
        """
        resized = signal.getsignal(signal.SIGWINCH)
        waiting = False

        def look() -> None:
            nonlocal waiting
            waiting = False  # first: what comes from here on is looked at once more
            self._lose()
            if callable(resized):
                resized(signal.SIGWINCH, None)

        tell = self._in_loop(look)

        def on_resize(_: int, __: FrameType | None) -> None:
            nonlocal waiting
            if not waiting:
                waiting = True
                tell()

        signal.signal(signal.SIGWINCH, on_resize)

    def stop_application_mode(self) -> None:
        """Give the terminal back as it was."""
        self._drawing = False
        self._send(self._picture.leave())
        super().stop_application_mode()

    def close(self) -> None:
        """Let go of the terminal, when all is out or it does not read any more."""
        super().close()
        if self._line is not None:
            self._line.close(PATIENCE)
            self._line = None

    def process_message(self, message: Message) -> None:
        """Take what the terminal answers; this is called in the thread that reads."""
        if isinstance(message, CursorPosition):
            if self._pace.answered():
                self._in_loop(self._update)()
            return
        if isinstance(message, TerminalSupportsSynchronizedOutput):
            self._in_one_go = True
        super().process_message(message)

    def come_back(self) -> None:
        """Somebody else had the terminal while this was stopped: draw everything anew."""
        super().come_back()
        self.redraw()

    def give_back(self) -> None:
        """Leave the terminal as it was found, from any thread, when leaving in order went wrong."""
        self._drawing = False
        self._send(_GIVE_BACK)
        if self.attrs_before is not None:
            with suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)

    def redraw(self) -> None:
        """Draw everything anew: somebody else wrote on the terminal."""
        self._picture.lose()
        self._update()

    def _shapes_pointer_as_it_is(self, data: str) -> bool:
        """Whether this gives the mouse pointer (`OSC 22`) the shape that it has."""
        if not data.startswith(_POINTER):
            return False
        before, self._pointer = self._pointer, data
        return data == before

    def _lose(self) -> None:
        """The window changed: what it shows is not what was drawn.

        It is drawn anew even if the application, back at its old size, sees no reason to.
        """
        self._picture.lose()
        self._update_in(_SETTLE_SECONDS)

    def _update_in(self, seconds: float) -> None:
        """Update later, instead of when that was to be before."""
        if self._later is not None:
            self._later.cancel()
        self._later = self._loop.call_later(seconds, self._update)

    def _update(self) -> None:
        """Send the difference to the newest frame, or wait for a line that cannot keep up."""
        if not self._drawing or self._line is None or not self._line.free:
            return  # it is called again when the line is free
        now = time.monotonic()
        if wait := self._pace.wait(now):
            self._update_in(wait)
            return
        caret = bool(getattr(self._app, "terminal_caret", False))
        data = self._picture.update(caret, whole=self._in_one_go)
        if not data:
            return
        if self._in_one_go and len(data) > _SYNC_FROM:
            data = _SYNC_BEGIN + data + _SYNC_END
        sent = len(data.encode())
        if self.input_tty and self.reading and self._pace.sent(sent, now):
            self.queries.asked(Query.CURSOR_POSITION)
            data += Query.CURSOR_POSITION.value
        self._send(data)

    def _send(self, data: str) -> None:
        if self._line is not None:
            self._line.send(data.encode(errors="replace"))
