"""The driver's input: read any bytes, notice a hang-up, and resume after a stop."""

from __future__ import annotations

import os
import select
import signal
import termios
import time
import tty
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from textual import constants
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.events import CursorPosition
from textual.message import Message

from ..early_terminal import EarlyTerminal, TypedBytes
from .interpreter import Interpreter
from .queries import PendingQueries, Query
from .tokenizer import SEQUENCE_SECONDS, Pasted, State, Token, Tokenizer

_TICK = 0.1
"""Seconds between two checks whether to stop reading."""
_MAX_READ = 4096
"""The most bytes of one read."""
_ANSWER_SECONDS = 4.0
"""Seconds to wait for answers before the terminal is returned: on a slow line the last frame is
still under way ahead of the query."""
_HURRIED_SECONDS = 1.0
"""The same when the process is about to be ended."""
_NO_FOCUS = "\x1b[?1004l"
_NO_KEY_REPORTS = "\x1b[=0;1u"
"""Turns off the kitty protocol's reports; the pushed flags are popped later."""


class TerminalReader(LinuxDriver):
    """Textual's driver, with our way of reading.

    Textual's own ends the application at the first byte that is not UTF-8 and at some key reports,
    spins on a terminal that has hung up, and reads twice after SIGSTOP and SIGCONT. Optional
    members of the app: `terminal_gone`, called in a thread when nothing can be read any more;
    `paste_not_ended`, called in the loop when only part of a paste arrived; and `early_terminal`,
    an `EarlyTerminal` that took the terminal over before.
    """

    def __init__(self, app: App[Any], **options: Any) -> None:
        """Build the driver; the options are Textual's."""
        super().__init__(app, **options)
        self._has_terminal = False
        self._leaving_input = False
        self._answer_seconds = _ANSWER_SECONDS
        self._early: EarlyTerminal | None = getattr(app, "early_terminal", None)
        """The early terminal until this driver has taken over from it."""
        self._typed_before: list[TypedBytes] = []
        self.queries = PendingQueries()
        """The queries sent to the terminal; record others here, or send them by `ask`."""
        # A duplicate: stderr is redirected now and then, as libraries write to it themselves.
        with suppress(OSError):
            self._file = os.fdopen(os.dup(2), "w", encoding="utf-8", errors="replace")

    def start_application_mode(self) -> None:
        """Take over the terminal."""
        self._has_terminal = True
        self._leaving_input = False
        early, self._early = self._early, None
        if early is not None:
            self._typed_before += early.stop_reading()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if early is not None:
            early.hand_over()
            self.attrs_before = early.attributes

    def stop_application_mode(self) -> None:
        """Restore the terminal."""
        self._has_terminal = False
        super().stop_application_mode()

    @property
    def is_reading(self) -> bool:
        """Whether an answer would be read, so that a query may be sent."""
        thread = self._key_thread
        return not self._leaving_input and thread is not None and thread.is_alive()

    def ask(self, query: Query) -> None:
        """Send a query to the terminal."""
        self.queries.asked(query)
        self.write(query.value)
        self.flush()

    def run_input_thread(self) -> None:
        """Read until `disable_input`, or until the terminal hangs up."""
        tokenizer = Tokenizer(constants.ESCAPE_DELAY)
        interpreter = Interpreter(self.queries)
        last_read = self._read_typed_before(tokenizer, interpreter)
        while not self.exit_event.is_set():
            patience = self._timeout(tokenizer)
            if select.select([self.fileno], [], [], min(_TICK, patience or _TICK))[0]:
                try:
                    data = os.read(self.fileno, 1 if self._leaving_input else _MAX_READ)
                except BlockingIOError:
                    continue
                except OSError:
                    data = b""
                last_read = time.monotonic()
                if not data:
                    self._dispatch(tokenizer.finish(), interpreter)
                    self._report_hang_up()
                    return
                self._dispatch(tokenizer.feed(data), interpreter)
                if self._leaving_input and not self.queries:
                    return  # later bytes are for the next program at the terminal
            elif patience is not None and time.monotonic() - last_read >= patience:
                self._dispatch(tokenizer.expire(), interpreter)

    def _read_typed_before(self, tokenizer: Tokenizer, interpreter: Interpreter) -> float:
        """Take in what was typed before the application ran; return when the last byte came."""
        typed, self._typed_before = self._typed_before, []
        last_read = typed[0].at if typed else time.monotonic()
        for at, data in typed:
            patience = self._timeout(tokenizer)
            if patience is not None and at - last_read >= patience:
                self._dispatch(tokenizer.expire(), interpreter)
            self._dispatch(tokenizer.feed(data), interpreter)
            last_read = at
        return last_read

    def _timeout(self, tokenizer: Tokenizer) -> float | None:
        """Return the seconds to wait for more bytes; longer if an ESC may begin an answer."""
        if tokenizer.state is State.ESCAPE and self.queries.expecting:
            return SEQUENCE_SECONDS
        return tokenizer.timeout

    def shorten_timeouts(self) -> None:
        """Wait less for answers, because the process is about to be ended."""
        self._answer_seconds = _HURRIED_SECONDS

    def disable_input(self) -> None:
        """Stop reading, once the terminal has answered every query.

        First the terminal gets the request for plain keys and a last query: bytes after its answer
        were typed for the shell, and are not read.
        """
        with suppress(ValueError):  # called in another thread than the main one
            signal.signal(signal.SIGWINCH, signal.SIG_DFL)
        asked = self.is_reading
        if asked:
            self._leaving_input = True
            self._ask_for_plain_keys()
            if self.input_tty and not self.queries.unresponsive:
                self.ask(Query.CURSOR_POSITION)
                self.queries.wait(self._answer_seconds, _TICK)
        self.exit_event.set()
        if self._key_thread is not None:
            self._key_thread.join()
        self.exit_event.clear()
        if asked and (self.queries or not self.input_tty):
            with suppress(termios.error):
                termios.tcflush(self.fileno, termios.TCIFLUSH)

    def process_message(self, message: Message) -> None:
        """Pass on messages from the terminal, except answers, which the driver handles."""
        if not isinstance(message, CursorPosition):
            super().process_message(message)

    def _dispatch(self, tokens: Iterable[Token], interpreter: Interpreter) -> None:
        for token in tokens:
            for message in interpreter.messages(token):
                # From here on keys are meant for another program, and answers have no effect.
                if not self._leaving_input:
                    self.process_message(message)
            if isinstance(token, Pasted) and not token.terminated:
                self._in_loop(lambda: self._call_app("paste_not_ended"))()

    def _ask_for_plain_keys(self) -> None:
        """Have the terminal report plain keys, as a shell expects."""
        self._disable_mouse_support()
        self._disable_bracketed_paste()
        self._disable_in_band_window_resize()
        self.write(_NO_FOCUS)
        if not constants.DISABLE_KITTY_KEY:
            self.write(_NO_KEY_REPORTS)

    def _request_terminal_sync_mode_support(self) -> None:
        self._record_and_ask(Query.SYNCHRONIZED_OUTPUT, super()._request_terminal_sync_mode_support)

    def _query_in_band_window_resize(self) -> None:
        self._record_and_ask(Query.IN_BAND_RESIZE, super()._query_in_band_window_resize)

    def _record_and_ask(self, query: Query, ask: Callable[[], None]) -> None:
        """Record a query and let Textual send it, unless the answer could not be read."""
        if self.input_tty:
            self.queries.asked(query)
            ask()

    def resume(self) -> None:
        """Take over the terminal again after a stop, during which others used it."""
        with suppress(termios.error):
            modes = termios.tcgetattr(self.fileno)
            modes[tty.LFLAG] = self._patch_lflag(modes[tty.LFLAG])
            modes[tty.IFLAG] = self._patch_iflag(modes[tty.IFLAG])
            modes[tty.CC][termios.VMIN] = 1
            termios.tcsetattr(self.fileno, termios.TCSANOW, modes)
        self.write("\x1b[?1049h")
        self._enable_bracketed_paste()
        self._disable_line_wrap()

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except Exception as error:  # Textual's own thread would print the input
            wrong = error
            self._in_loop(lambda: self._app._handle_exception(wrong))()  # noqa: SLF001

    # These take locks that the loop may be holding, so the loop runs them.

    def _sigtstp_application(self, *_: object) -> None:
        self._in_loop(super()._sigtstp_application)()

    def _sigcont_application(self, *_: object) -> None:
        self._in_loop(self._continue_after_stop)()

    def _continue_after_stop(self) -> None:
        if self._has_terminal:
            self.resume()
        else:
            super()._sigcont_application()

    def _in_loop(self, call: Callable[[], None]) -> Callable[[], None]:
        """Return a function that makes the loop run `call`, for threads and signal handlers."""

        def schedule() -> None:
            if not self._loop.is_closed():
                self._loop.call_soon_threadsafe(call)

        return schedule

    def _report_hang_up(self) -> None:
        self._call_app("terminal_gone")

    def _call_app(self, name: str) -> None:
        """Call a method of the app, if it has it."""
        method = getattr(self._app, name, None)
        if method is not None:
            method()
