"""The driver: Textual's own for Linux and macOS, but for what goes out."""

from __future__ import annotations

import asyncio
import os
import signal
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

from textual.app import App
from textual.events import CursorPosition
from textual.message import Message
from textual.messages import TerminalSupportsSynchronizedOutput

from .flow_control import ANSWER_TIMEOUT, FlowControl
from .guardian import Guardian
from .input.queries import Query
from .input.reader import TerminalReader
from .modes import TerminalModes
from .output import TerminalOutput
from .screen import encoding
from .screen.cursor_motion import erase_rows
from .screen.encoding import Repertoire
from .screen.frame_parser import is_frame
from .screen.screen_model import ScreenModel

_SYNC_BEGIN, _SYNC_END = "\x1b[?2026h", "\x1b[?2026l"
_POINTER = "\x1b]22;"
_USUAL_POINTER = f"{_POINTER}default\x07"
_SYNC_FROM = 512
"""From this many bytes on a frame is bracketed, so that it is never seen half drawn."""
_SETTLE_SECONDS = 0.1
"""How long after a change of the window's size the application has to draw itself anew."""

_MOST_ROWS = 500
"""As many as are erased on leaving: what the guardian is told goes to it in one piece."""
_BACKGROUND_SECONDS = 0.2
"""How long after it was continued in the background it stops: a signal to end may have come too."""


class CellDriver(TerminalReader):
    """Sends the cells that changed."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        """The options are Textual's: `debug`, `mouse` and `size`.

        An app with a property `terminal_caret` has the terminal's own cursor as its caret: shown
        while that is true, at `App.cursor_position`. One with a method `terminal_draws_ascii` has
        it called when the terminal turns out to decode no UTF-8. A property `is_leaving` tells that
        the application ends, and must not be stopped in the background.
        """
        super().__init__(app, **options)
        self._screen_model = ScreenModel(Repertoire.ASCII)
        self._flow_control = FlowControl()
        self._output: TerminalOutput | None = None
        self._modes = TerminalModes()
        self._guardian: Guardian | None = None
        self._held_back: list[str] | None = None
        self._repertoire_is_unknown = True
        self._encoding_asked = False
        self._hold_until = 0.0
        self._resized = False
        self._drawing = False
        self._synchronized_output = False
        self._pointer = _USUAL_POINTER
        self._later: asyncio.TimerHandle | None = None

    def write(self, data: str) -> None:
        """Draw a frame, or send a control sequence as it is."""
        if data in (_SYNC_BEGIN, _SYNC_END):
            return  # Textual brackets every frame; here only those that need it are
        if is_frame(data):
            self._screen_model.resize(*self._app.size)
            self._screen_model.draw(data)
            self._update()
        elif not self._repeats_pointer_shape(data):
            self._send(self._modes.track(data))

    def start_application_mode(self) -> None:
        """Take the terminal over, knowing nothing of what it shows."""
        terminal = self._file.fileno() if self._file else 2
        if self._output is None:
            self._output = TerminalOutput(terminal, self._in_loop(self._update))
        if self._guardian is None:
            with suppress(termios.error):
                attributes = termios.tcgetattr(self.fileno)
                self._guardian = Guardian(self.fileno, terminal, attributes)
        self._screen_model.invalidate()
        self._flow_control = FlowControl()
        self._drawing = True
        self._held_back = []
        try:
            super().start_application_mode()
        finally:
            # The guardian knows what to undo before any of it is done.
            gathered, self._held_back = "".join(self._held_back), None
            self._update_guardian()
            self._send(gathered)
        self._ask_encoding()
        self._handle_resizes()
        self._update_in(_SETTLE_SECONDS)

    def _ask_encoding(self) -> None:
        """Ask what the terminal decodes; the first time nothing but ASCII is drawn until then."""
        if not self.input_tty:
            self._screen_model.repertoire = encoding.from_locale(os.environ)
            return
        now = time.monotonic()
        if self._repertoire_is_unknown:
            self._hold_until = now + encoding.FIRST_FRAME_DELAY
            self._loop.call_later(encoding.LOCALE_FALLBACK_SECONDS, self._fall_back_to_locale)
        self._encoding_asked = True
        self._flow_control.ask(now)
        self.queries.asked(Query.CURSOR_POSITION)
        if self._output is not None:
            self._output.send((encoding.QUERY + encoding.ERASE).encode())

    def _fall_back_to_locale(self) -> None:
        """Believe the locale, if the terminal has not answered yet. It still may."""
        if self._repertoire_is_unknown:
            self._draw_with(encoding.from_locale(os.environ))

    def _draw_with(self, repertoire: Repertoire) -> None:
        """Draw with these characters from now on."""
        before = None if self._repertoire_is_unknown else self._screen_model.repertoire
        self._repertoire_is_unknown = False
        self._hold_until = 0.0
        self._screen_model.repertoire = repertoire
        self._update()
        told = getattr(self._app, "terminal_draws_ascii", None)
        if repertoire is Repertoire.ASCII is not before and told is not None:
            told()

    def _handle_resizes(self) -> None:
        """Have Textual's own handler called in the loop, once for any number of resizes by then.

        In a signal handler the next signal would begin it again before it ends, as deep as Python
        goes: a window that is pulled at sends them faster than a busy machine looks at one.
        """
        resized = signal.getsignal(signal.SIGWINCH)
        waiting = False

        def look() -> None:
            nonlocal waiting
            waiting = False  # first: what comes from here on is looked at once more
            self._window_changed()
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
        """Give the terminal back as it was, unless that was done already."""
        if not self._undo:
            return
        self._drawing = False
        self._send(self._screen_model.reset_style() + erase_rows(self._rows))
        super().stop_application_mode()
        self._send_undo()

    def close(self) -> None:
        """Let go of the terminal, when all is out or it does not read any more."""
        super().close()
        if self._output is not None:
            if self._output.close(ANSWER_TIMEOUT):
                self._update_guardian()
            self._output = None

    def process_message(self, message: Message) -> None:
        """Take what the terminal answers; this is called in the thread that reads."""
        if isinstance(message, CursorPosition):
            if self._encoding_asked and encoding.answers_query(message.y, message.x):
                self._encoding_asked = False
                repertoire = encoding.decode_answer(message.x)
                self._in_loop(lambda: self._draw_with(repertoire))()
            if self._flow_control.answered():
                self._in_loop(self._update)()
            return
        if isinstance(message, TerminalSupportsSynchronizedOutput):
            self._synchronized_output = True
        super().process_message(message)

    def _sigcont_application(self, *_: object) -> None:
        self._in_loop(self._continue)()

    def _continue(self) -> None:
        """Go on after a stop, but in the background stop again, unless the application leaves.

        Taking the terminal there would stop it for good, with the signal to end that woke it.
        """
        if self._has_terminal or self._is_in_foreground():
            self._continue_after_stop()
            return
        for number in (signal.SIGTTOU, signal.SIGTTIN):  # until it takes the terminal
            signal.signal(number, signal.SIG_IGN)
        self._loop.call_later(_BACKGROUND_SECONDS, self._stop_in_background)

    def _stop_in_background(self) -> None:
        if self._is_in_foreground():
            self._continue_after_stop()
        elif not getattr(self._app, "is_leaving", False):
            os.kill(os.getpid(), signal.SIGSTOP)

    def _is_in_foreground(self) -> bool:
        """Whether the shell has given the terminal to this process."""
        try:
            return os.tcgetpgrp(self.fileno) == os.getpgrp()
        except OSError:  # it is the terminal of nobody
            return True

    @contextmanager
    def no_automatic_restart(self) -> Iterator[None]:
        """Lend the terminal to another program, and have it back with the modes it had.

        As a shell has it: a program that was killed, or hung up, may leave it raw. What it drew is
        erased.
        """
        found = None
        with suppress(termios.error):
            found = termios.tcgetattr(self.fileno)
        try:
            with super().no_automatic_restart():
                yield
        finally:
            # In the background the terminal is the shell's, and so are its modes.
            if found is not None and self._is_in_foreground():
                with suppress(termios.error):
                    termios.tcsetattr(self.fileno, termios.TCSADRAIN, found)
            self._screen_model.keep_from_scrollback()

    def resume(self) -> None:
        """Somebody else had the terminal while this was stopped: draw everything anew."""
        super().resume()
        self.redraw()

    def restore_terminal(self) -> None:
        """Leave the terminal as it was found, from any thread, when leaving in order went wrong."""
        self._drawing = False
        self._send_undo()
        if self.attrs_before is not None:
            with suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)

    @property
    def _rows(self) -> int:
        """How many rows the terminal has."""
        with suppress(OSError):
            size = os.get_terminal_size(self._file.fileno() if self._file else 2)
            return min(size.lines, _MOST_ROWS)
        return min(self._screen_model.size[1], _MOST_ROWS)

    @property
    def _undo(self) -> str:
        """What leaves the terminal as it was found, from how it is now."""
        undo = self._modes.undo(self._rows)
        if self._synchronized_output and undo:
            undo = _SYNC_END + undo
        return undo if self._pointer == _USUAL_POINTER else f"{_USUAL_POINTER}{undo}"

    def _send_undo(self) -> None:
        """Leave the terminal as it was found; nothing is sent where it is that."""
        self._send(self._modes.track(self._undo))
        self._pointer = _USUAL_POINTER
        if self._output is not None and self._output.is_drained:
            self._update_guardian()

    def _update_guardian(self) -> None:
        if self._guardian is not None:
            self._guardian.update(self._undo)

    def redraw(self) -> None:
        """Draw everything anew: somebody else wrote on the terminal."""
        self._screen_model.invalidate()
        self._update()

    def _repeats_pointer_shape(self, data: str) -> bool:
        """Whether this gives the mouse pointer (`OSC 22`) the shape that it has."""
        if not data.startswith(_POINTER):
            return False
        before, self._pointer = self._pointer, data
        self._update_guardian()
        return data == before

    def _window_changed(self) -> None:
        """The window changed: what it shows is not what was drawn.

        It is drawn anew even if the application, back at its old size, sees no reason to.
        """
        self._screen_model.invalidate()
        self._resized = True
        self._update_in(_SETTLE_SECONDS)

    def _update_in(self, seconds: float) -> None:
        """Update later, instead of when that was to be before."""
        if self._later is not None:
            self._later.cancel()
        self._later = self._loop.call_later(seconds, self._update)

    def _update(self) -> None:
        """Send the difference to the newest frame, or wait for a line that cannot keep up."""
        if not self._drawing or self._output is None or not self._output.is_drained:
            return  # it is called again when the line is free
        if self._resized:
            self._resized = False
            self._update_guardian()
        now = time.monotonic()
        wait = max(self._flow_control.delay(now), self._hold_until - now)
        if wait > 0:
            self._update_in(wait)
            return
        caret = bool(getattr(self._app, "terminal_caret", False))
        data = self._screen_model.update(caret, whole=self._synchronized_output)
        if not data:
            return
        if self._synchronized_output and len(data) > _SYNC_FROM:
            data = _SYNC_BEGIN + data + _SYNC_END
        sent = len(data.encode())
        if self.input_tty and self.is_reading and self._flow_control.sent(sent, now):
            self.queries.asked(Query.CURSOR_POSITION)
            data += Query.CURSOR_POSITION.value
        self._send(data)

    def _send(self, data: str) -> None:
        if self._held_back is not None:
            self._held_back.append(data)
        elif self._output is not None:
            ascii_only = self._screen_model.repertoire is Repertoire.ASCII
            self._output.send(data.encode("ascii" if ascii_only else "utf-8", errors="replace"))
