"""The way to the terminal: it takes bytes at once, whether or not the terminal does."""

from __future__ import annotations

import os
import select
import threading
from collections.abc import Callable
from contextlib import suppress

_TICK = 0.2
"""Seconds between two looks at whether the line was closed while the terminal does not read."""


class TerminalOutput:
    """Bytes for a terminal, in order. What it does not take at once, a thread brings later."""

    def __init__(self, terminal: int, on_drained: Callable[[], None]) -> None:
        """`terminal` is its file descriptor.

        `when_free` is called, in a thread, once all that had to wait is out.
        """
        self._on_drained = on_drained
        self._lock = threading.Lock()
        self._buffer = bytearray()
        self._writer: threading.Thread | None = None
        self._closed = False
        self._at_once = True
        try:
            self._file = _open_nonblocking(terminal)
        except OSError:  # a pipe; or another user's terminal, after `su`
            self._file = os.dup(terminal)
            self._at_once = False

    @property
    def is_drained(self) -> bool:
        """Whether nothing waits."""
        return not self._buffer

    def send(self, data: bytes) -> None:
        """Send, after all that was sent before. Never waits, never fails: a line can be gone."""
        with self._lock:
            if self._closed:
                return
            if not self._buffer and self._at_once:
                data = data[self._write(data) :]
            if not data:
                return
            self._buffer += data
            if self._writer is None:
                self._writer = threading.Thread(target=self._drain, daemon=True, name="line")
                self._writer.start()

    def close(self, timeout: float) -> bool:
        """Let go, when all is out or after so many seconds; return whether all is out."""
        carrier = self._writer
        if carrier is not None:
            carrier.join(timeout)
        with self._lock:
            out = not self._buffer
            if not self._closed:
                self._closed = True
                self._buffer.clear()
                if self._writer is None:
                    os.close(self._file)
        return out

    def _drain(self) -> None:
        while True:
            with suppress(OSError):
                ready = select.select([], [self._file], [], _TICK)[1]
                if not ready and not self._closed:
                    continue
            with self._lock:
                chunk = bytes(self._buffer[:512])
            written = 0 if self._closed else self._write(chunk)
            with self._lock:
                del self._buffer[:written]
                if self._buffer:
                    continue
                self._writer = None
                if self._closed:
                    os.close(self._file)
                    return
            self._on_drained()
            return

    def _write(self, data: bytes) -> int:
        """How many of these bytes need not be sent any more."""
        try:
            return os.write(self._file, data)
        except BlockingIOError:
            return 0
        except OSError:  # hung up: nobody will see it
            return len(data)


def _open_nonblocking(terminal: int) -> int:
    """The same terminal, opened once more, not to wait.

    That is a trait of the opening, and the one that was handed to us is shared with the shell.
    """
    return os.open(os.ttyname(terminal), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
