"""What comes from the terminal: any byte at all, its end, and coming back after a stop."""

from __future__ import annotations

import os
import select
import termios
import tty
from codecs import getincrementaldecoder
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

_TICK = 0.1
"""Seconds between two looks at whether to stop reading."""


class Reading(LinuxDriver):
    """Textual's driver, with an own way of reading.

    Textual's ends the application at the first byte that is not UTF-8, reads without a pause from
    a terminal that has hung up, and reads twice after SIGSTOP and SIGCONT. An app that has a method
    `terminal_gone` has it called, in a thread, when nothing can come from the terminal any more.
    """

    def __init__(self, app: App[Any], **options: Any) -> None:
        """The options are Textual's."""
        super().__init__(app, **options)
        self._has_terminal = False
        # stderr is turned away now and then from what libraries write there themselves.
        with suppress(OSError):
            self._file = os.fdopen(os.dup(2), "w", encoding="utf-8", errors="replace")

    def start_application_mode(self) -> None:
        """Take the terminal over."""
        self._has_terminal = True
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def stop_application_mode(self) -> None:
        """Give the terminal back as it was."""
        self._has_terminal = False
        super().stop_application_mode()

    def run_input_thread(self) -> None:
        """Read until told to stop, or until the terminal is gone."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        while not self.exit_event.is_set():
            if select.select([self.fileno], [], [], _TICK)[0]:
                try:
                    data = os.read(self.fileno, 4096)
                except BlockingIOError:
                    continue
                except OSError:
                    data = b""
                if not data:
                    self._tell_gone()
                    return
                for message in parser.feed(decode(data)):
                    self.process_message(message)
            for message in parser.tick():
                self.process_message(message)
        with suppress(EOFError, ParseError):
            for message in parser.feed(""):
                self.process_message(message)

    def come_back(self) -> None:
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
        self._in_loop(self._go_on)()

    def _go_on(self) -> None:
        if self._has_terminal:
            self.come_back()
        else:
            super()._sigcont_application()

    def _in_loop(self, call: Callable[[], None]) -> Callable[[], None]:
        """The same call, for another thread or a signal handler to make."""

        def made() -> None:
            if not self._loop.is_closed():
                self._loop.call_soon_threadsafe(call)

        return made

    def _tell_gone(self) -> None:
        gone = getattr(self._app, "terminal_gone", None)
        if gone is not None:
            gone()
