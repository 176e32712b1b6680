"""What comes from the terminal: any byte at all, its end, and coming back after a stop."""

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

from .interpreter import Interpreter
from .queries import PendingQueries, Query
from .tokenizer import SEQUENCE_SECONDS, Pasted, State, Token, Tokenizer

_TICK = 0.1
"""Seconds between two looks at whether to stop reading."""
_AT_ONCE = 4096
"""Bytes of one read."""
_ANSWER_SECONDS = 4.0
"""How long a terminal that answers is waited for when it is given back: on a slow line the last
picture is still on its way before the question."""
_HURRIED_SECONDS = 1.0
"""The same where the process is about to be ended."""
_NO_FOCUS = "\x1b[?1004l"
_NO_KEY_REPORTS = "\x1b[=0;1u"
"""Turns off all that the kitty protocol was asked for; what was pushed is popped later."""


class TerminalReader(LinuxDriver):
    """Textual's driver, with an own way of reading.

    Textual's ends the application at the first byte that is not UTF-8 and at some reports of keys,
    reads without a pause from a terminal that has hung up, and reads twice after SIGSTOP and
    SIGCONT. Two methods of the app are called where it has them: `terminal_gone`, in a thread, when
    nothing can come from the terminal any more, and `paste_not_ended`, in the loop, when only a
    part of a paste came.
    """

    def __init__(self, app: App[Any], **options: Any) -> None:
        """The options are Textual's."""
        super().__init__(app, **options)
        self._has_terminal = False
        self._leaving_input = False
        self._answer_seconds = _ANSWER_SECONDS
        self.queries = PendingQueries()
        """What the terminal was asked; whoever asks it something registers it here, or by `ask`."""
        # stderr is turned away now and then from what libraries write there themselves.
        with suppress(OSError):
            self._file = os.fdopen(os.dup(2), "w", encoding="utf-8", errors="replace")

    def start_application_mode(self) -> None:
        """Take the terminal over."""
        self._has_terminal = True
        self._leaving_input = False
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def stop_application_mode(self) -> None:
        """Give the terminal back as it was."""
        self._has_terminal = False
        super().stop_application_mode()

    @property
    def is_reading(self) -> bool:
        """Whether somebody is there to take an answer, so that a question may be asked."""
        thread = self._key_thread
        return not self._leaving_input and thread is not None and thread.is_alive()

    def ask(self, query: Query) -> None:
        """Ask the terminal something."""
        self.queries.asked(query)
        self.write(query.value)
        self.flush()

    def run_input_thread(self) -> None:
        """Read until told to stop, or until the terminal is gone."""
        tokenizer = Tokenizer(constants.ESCAPE_DELAY)
        interpreter = Interpreter(self.queries)
        heard = time.monotonic()
        while not self.exit_event.is_set():
            patience = self._timeout(tokenizer)
            if select.select([self.fileno], [], [], min(_TICK, patience or _TICK))[0]:
                try:
                    data = os.read(self.fileno, 1 if self._leaving_input else _AT_ONCE)
                except BlockingIOError:
                    continue
                except OSError:
                    data = b""
                heard = time.monotonic()
                if not data:
                    self._dispatch(tokenizer.finish(), interpreter)
                    self._report_hang_up()
                    return
                self._dispatch(tokenizer.feed(data), interpreter)
                if self._leaving_input and not self.queries:
                    return  # every byte from here on is for whoever has the terminal next
            elif patience is not None and time.monotonic() - heard >= patience:
                self._dispatch(tokenizer.expire(), interpreter)

    def _timeout(self, tokenizer: Tokenizer) -> float | None:
        """Seconds to wait for more. An ESC may be the beginning of an answer that was asked for."""
        if tokenizer.state is State.ESCAPE and self.queries.expecting:
            return SEQUENCE_SECONDS
        return tokenizer.timeout

    def shorten_timeouts(self) -> None:
        """Give the terminal back soon, answered or not: the process is about to be ended."""
        self._answer_seconds = _HURRIED_SECONDS

    def disable_input(self) -> None:
        """Stop reading, when the terminal has answered all that it was asked.

        The terminal is first told to send what a shell understands, and asked one last question:
        whatever comes after its answer was typed for the shell, and is left there.
        """
        with suppress(ValueError):  # from another thread than the main one
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
        """Pass on what came from the terminal, but for answers, which are the driver's own."""
        if not isinstance(message, CursorPosition):
            super().process_message(message)

    def _dispatch(self, tokens: Iterable[Token], interpreter: Interpreter) -> None:
        for token in tokens:
            for message in interpreter.messages(token):
                # From here on keys are meant for somebody else, and answers turn on nothing more.
                if not self._leaving_input:
                    self.process_message(message)
            if isinstance(token, Pasted) and not token.terminated:
                self._in_loop(lambda: self._call_app("paste_not_ended"))()

    def _ask_for_plain_keys(self) -> None:
        """Have the terminal report no more than what is typed, as a shell expects it."""
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
        """Let Textual ask something, and remember it. Whoever cannot answer is not asked."""
        if self.input_tty:
            self.queries.asked(query)
            ask()

    def resume(self) -> None:
        """Somebody else had the terminal while this was stopped: take it over once more."""
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
        except Exception as error:  # Textual's own would print what it read
            wrong = error
            self._in_loop(lambda: self._app._handle_exception(wrong))()  # noqa: SLF001

    # What these do takes locks that the loop may just hold, so the loop does it.

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
        """The same call, for another thread or a signal handler to make."""

        def made() -> None:
            if not self._loop.is_closed():
                self._loop.call_soon_threadsafe(call)

        return made

    def _report_hang_up(self) -> None:
        self._call_app("terminal_gone")

    def _call_app(self, name: str) -> None:
        """Call a method of the app's, if it has it."""
        told = getattr(self._app, name, None)
        if told is not None:
            told()
