"""The driver's output: Textual's driver for Linux and macOS, with our way of drawing."""

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

from .early_terminal import ALTERNATE_SCREEN, EarlyTerminal, Picture
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
from .screen.style import draws_italic

_SYNC_BEGIN, _SYNC_END = "\x1b[?2026h", "\x1b[?2026l"
_POINTER = "\x1b]22;"
_DEFAULT_POINTER = f"{_POINTER}default\x07"
_SYNC_FROM = 512
"""From this many bytes on, output is bracketed for synchronized output, to be shown at once."""
_SETTLE_SECONDS = 0.1
"""Seconds that the application gets to draw again after the window was resized."""

_PICTURE_SECONDS = 2.0
"""Seconds after which an early picture ends, whether or not the application says so."""

_MAX_ROWS = 500
"""The most rows to erase on leaving: the guardian gets its instructions in one write."""
_BACKGROUND_SECONDS = 0.2
"""Seconds from being continued in the background to stopping again: a signal to end may follow."""


class CellDriver(TerminalReader):
    """Sends only the cells that changed."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        """Build the driver; the options are Textual's: `debug`, `mouse` and `size`.

        Optional members of the app: if the property `terminal_caret` is true, the terminal cursor
        is shown, at `App.cursor_position`. The method `terminal_draws_ascii` is called if the
        terminal turns out not to decode UTF-8. While the property `is_leaving` is true, the
        application is ending and must not be stopped in the background.
        """
        super().__init__(app, **options)
        self._term = os.environ.get("TERM", "")
        self._screen_model = ScreenModel(Repertoire.ASCII, draws_italic=draws_italic(self._term))
        self._flow_control = FlowControl()
        self._output: TerminalOutput | None = None
        self._modes = TerminalModes()
        self._guardian: Guardian | None = None
        self._held_back: list[str] | None = None
        self._repertoire_is_unknown = True
        self._encoding_asked = False
        self._repeat_asked = False
        self._hold_until = 0.0
        self._resized = False
        self._drawing = False
        self._picture: Picture | None = None
        """The early picture, while the terminal is taken over from it."""
        self.keeps_picture = False
        """Whether the early picture stands, whatever is painted: `end_early_picture` ends that."""
        self._synchronized_output = False
        self._pointer = _DEFAULT_POINTER
        self._update_timer: asyncio.TimerHandle | None = None

    def write(self, data: str) -> None:
        """Draw a frame, or send a control sequence as it is."""
        if data in (_SYNC_BEGIN, _SYNC_END):
            return  # Textual brackets every frame; we bracket only where needed
        if data == ALTERNATE_SCREEN and self._picture is not None:
            return  # it stands there already, and would be cleared
        if is_frame(data):
            self._screen_model.resize(*self._app.size)
            self._screen_model.draw(data)
            self._update()
        elif not self._repeats_pointer_shape(data):
            self._send(self._modes.track(data))

    def start_application_mode(self) -> None:
        """Take over the terminal; its content is unknown, unless there is an early picture."""
        terminal = self._file.fileno() if self._file else 2
        self._screen_model.invalidate()
        if self._early is not None:
            self._take_over(self._early)
        if self._output is None:
            self._output = TerminalOutput(terminal, self._in_loop(self._update))
        if self._guardian is None:
            with suppress(termios.error):
                attributes = termios.tcgetattr(self.fileno)
                self._guardian = Guardian(self.fileno, terminal, attributes)
        self._flow_control = FlowControl()
        self._drawing = True
        self._held_back = []
        if self._picture is not None:  # it was asked then, and the answer may have been read
            self._expect_encoding()
        try:
            super().start_application_mode()
        finally:
            # The guardian must know all modes to undo before the first is changed.
            held_back, self._held_back = "".join(self._held_back), None
            self._update_guardian()
            self._send(held_back)
        if self._picture is None:
            self._ask_encoding()
        self._picture = None
        self._handle_resizes()
        self._update_in(_SETTLE_SECONDS)

    def _take_over(self, early: EarlyTerminal) -> None:
        """Draw on with what drew the early picture."""
        self._typed_before += early.stop_reading()
        self._picture = picture = early.hand_over()
        if picture is None:
            return
        self._output, self._modes, self._guardian = picture.output, picture.modes, picture.guardian
        self._output.on_drained = self._in_loop(self._update)
        if picture.model is not None:
            self._screen_model = picture.model
            self.keeps_picture = True
            self._loop.call_later(_PICTURE_SECONDS, self.end_early_picture)

    def end_early_picture(self) -> None:
        """Have the application painted, and draw frames from now on.

        The application calls this when its screen is complete: the frames before are of parts.
        """
        if self.keeps_picture:
            self.keeps_picture = False
            self._update()
            self._app.refresh()

    def _ask_encoding(self) -> None:
        """Ask which encoding the terminal decodes; until the answer only ASCII is drawn."""
        if not self.input_tty:
            repertoire = encoding.from_locale(os.environ)
            self._screen_model.repertoire = encoding.on_terminal(repertoire, self._term)
            return
        self._expect_encoding()
        if self._output is not None:
            self._output.send(encoding.QUERIES.encode())

    def _expect_encoding(self) -> None:
        """Expect the answer of the terminal to the question for its encoding."""
        now = time.monotonic()
        if self._repertoire_is_unknown:
            self._hold_until = now + encoding.FIRST_FRAME_DELAY
            self._loop.call_later(encoding.LOCALE_FALLBACK_SECONDS, self._fall_back_to_locale)
        self._encoding_asked, self._repeat_asked = True, False
        self._flow_control.ask(now)
        for _ in range(2):
            self.queries.asked(Query.CURSOR_POSITION)

    def _fall_back_to_locale(self) -> None:
        """Draw with the locale's encoding if there is no answer yet; a later answer replaces it."""
        if self._repertoire_is_unknown:
            self._draw_with(encoding.from_locale(os.environ))

    def _draw_with(self, repertoire: Repertoire) -> None:
        """Draw with this repertoire from now on."""
        before = None if self._repertoire_is_unknown else self._screen_model.repertoire
        self._repertoire_is_unknown = False
        self._hold_until = 0.0
        self._screen_model.repertoire = encoding.on_terminal(repertoire, self._term)
        self._update()
        report = getattr(self._app, "terminal_draws_ascii", None)
        if repertoire is Repertoire.ASCII is not before and report is not None:
            report()

    def _handle_resizes(self) -> None:
        """Call Textual's handler of SIGWINCH in the loop, once for any number of resizes.

        As a signal handler it would be interrupted by the next signal before it ends, up to the
        recursion limit: a window that is being dragged sends signals faster than a busy machine
        handles them.
        """
        resized = signal.getsignal(signal.SIGWINCH)
        waiting = False

        def handle() -> None:
            nonlocal waiting
            waiting = False  # before the size is read: a later resize is handled again
            self._window_changed()
            if callable(resized):
                resized(signal.SIGWINCH, None)

        report = self._in_loop(handle)

        def on_resize(_: int, __: FrameType | None) -> None:
            nonlocal waiting
            if not waiting:
                waiting = True
                report()

        signal.signal(signal.SIGWINCH, on_resize)

    def stop_application_mode(self) -> None:
        """Restore the terminal, unless that was done already."""
        if not self._undo:
            return
        self._drawing = False
        self._send(self._screen_model.reset_style() + erase_rows(self._rows))
        super().stop_application_mode()
        self._send_undo()

    def close(self) -> None:
        """Close the output, once everything is written or the terminal no longer reads."""
        super().close()
        if self._output is not None:
            if self._output.close(ANSWER_TIMEOUT):
                self._update_guardian()
            self._output = None

    def process_message(self, message: Message) -> None:
        """Handle answers of the terminal. Called in the thread that reads."""
        if isinstance(message, CursorPosition):
            if self._repeat_asked and encoding.answers_query(message.y, message.x):
                self._repeat_asked = False
                if encoding.decode_repeat_answer(message.x):
                    self._in_loop(self._screen_model.allow_repeats)()
                return
            if self._encoding_asked and encoding.answers_query(message.y, message.x):
                self._encoding_asked, self._repeat_asked = False, True
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
        """Resume after a stop; in the background stop again, unless the application is leaving.

        Taking over the terminal there would stop the process for good, together with the signal to
        end that woke it.
        """
        if self._has_terminal or self._is_in_foreground():
            self._continue_after_stop()
            return
        for number in (signal.SIGTTOU, signal.SIGTTIN):  # until it takes over the terminal
            signal.signal(number, signal.SIG_IGN)
        self._loop.call_later(_BACKGROUND_SECONDS, self._stop_in_background)

    def _stop_in_background(self) -> None:
        if self._is_in_foreground():
            self._continue_after_stop()
        elif not getattr(self._app, "is_leaving", False):
            os.kill(os.getpid(), signal.SIGSTOP)

    def _is_in_foreground(self) -> bool:
        """Return whether this process group is in the foreground of the terminal."""
        try:
            return os.tcgetpgrp(self.fileno) == os.getpgrp()
        except OSError:  # no process group has the terminal
            return True

    @contextmanager
    def no_automatic_restart(self) -> Iterator[None]:
        """Lend the terminal to another program, and restore its modes afterwards.

        Shells do so too: a program that was killed may leave the terminal raw. What it drew is
        erased.
        """
        found = None
        with suppress(termios.error):
            found = termios.tcgetattr(self.fileno)
        try:
            with super().no_automatic_restart():
                yield
        finally:
            # In the background the terminal and its modes are the shell's.
            if found is not None and self._is_in_foreground():
                with suppress(termios.error):
                    termios.tcsetattr(self.fileno, termios.TCSADRAIN, found)
            self._screen_model.keep_from_scrollback()

    def resume(self) -> None:
        """Draw everything again after a stop, during which others used the terminal."""
        super().resume()
        self.redraw()

    def restore_terminal(self) -> None:
        """Restore the terminal from any thread, when leaving in order failed."""
        self._drawing = False
        self._send_undo()
        if self.attrs_before is not None:
            with suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)

    @property
    def _rows(self) -> int:
        """The number of rows of the terminal."""
        with suppress(OSError):
            size = os.get_terminal_size(self._file.fileno() if self._file else 2)
            return min(size.lines, _MAX_ROWS)
        return min(self._screen_model.size[1], _MAX_ROWS)

    @property
    def _undo(self) -> str:
        """The bytes that restore the terminal from its present state."""
        undo = self._modes.undo(self._rows)
        if self._synchronized_output and undo:
            undo = _SYNC_END + undo
        return undo if self._pointer == _DEFAULT_POINTER else f"{_DEFAULT_POINTER}{undo}"

    def _send_undo(self) -> None:
        """Restore the terminal; send nothing if there is nothing to undo."""
        self._send(self._modes.track(self._undo))
        self._pointer = _DEFAULT_POINTER
        if self._output is not None and self._output.is_drained:
            self._update_guardian()

    def _update_guardian(self) -> None:
        if self._guardian is not None:
            self._guardian.update(self._undo)

    def redraw(self) -> None:
        """Draw everything again, because another program wrote to the terminal."""
        self._screen_model.invalidate()
        self._update()

    def _repeats_pointer_shape(self, data: str) -> bool:
        """Return whether `data` sets the mouse pointer (`OSC 22`) to the shape that it has."""
        if not data.startswith(_POINTER):
            return False
        before, self._pointer = self._pointer, data
        self._update_guardian()
        return data == before

    def _window_changed(self) -> None:
        """Invalidate the screen after a resize: the terminal may have reflowed it.

        Even if the window is back at its old size, and the application sees no reason to draw.
        """
        self._screen_model.invalidate()
        self._resized = True
        self._update_in(_SETTLE_SECONDS)

    def _update_in(self, seconds: float) -> None:
        """Schedule an update, replacing an earlier one."""
        if self._update_timer is not None:
            self._update_timer.cancel()
        self._update_timer = self._loop.call_later(seconds, self._update)

    def _update(self) -> None:
        """Send the difference to the newest frame, unless the line is behind."""
        if not self._drawing or self._output is None or not self._output.is_drained:
            return  # called again when the output is drained
        if self.keeps_picture:
            return  # called again when it ends
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
