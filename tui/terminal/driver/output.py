"""Output to the terminal that never blocks the caller."""

from __future__ import annotations

import os
import select
import threading
from collections.abc import Callable
from contextlib import suppress

_TICK = 0.2
"""Seconds between two checks whether the output was closed, while the terminal does not read."""


class TerminalOutput:
    """Writes bytes to a terminal in order; a thread writes those that it does not take at once."""

    def __init__(self, terminal: int, on_drained: Callable[[], None] = lambda: None) -> None:
        """Open the output; `terminal` is the file descriptor of the terminal.

        `on_drained` is called in a thread, once everything that had to wait is written.
        """
        self.on_drained = on_drained
        self._lock = threading.Lock()
        self._buffer = bytearray()
        self._writer: threading.Thread | None = None
        self._closed = False
        self._is_nonblocking = True
        try:
            self._file = _open_nonblocking(terminal)
        except OSError:  # a pipe; or another user's terminal, after `su`
            self._file = os.dup(terminal)
            self._is_nonblocking = False

    @property
    def is_drained(self) -> bool:
        """Whether nothing is waiting."""
        return not self._buffer

    def send(self, data: bytes) -> None:
        """Write after everything sent before. Never blocks or raises, even after a hang-up."""
        with self._lock:
            if self._closed:
                return
            if not self._buffer and self._is_nonblocking:
                data = data[self._write(data) :]
            if not data:
                return
            self._buffer += data
            if self._writer is None:
                self._writer = threading.Thread(target=self._drain, daemon=True, name="line")
                self._writer.start()

    def close(self, timeout: float) -> bool:
        """Wait up to `timeout` seconds, and close; return whether everything was written."""
        writer = self._writer
        if writer is not None:
            writer.join(timeout)
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
            self.on_drained()
            return

    def _write(self, data: bytes) -> int:
        """Write; return the number of bytes written, or lost because the terminal hung up."""
        try:
            return os.write(self._file, data)
        except BlockingIOError:
            return 0
        except OSError:  # hung up: nobody will see it
            return len(data)


def _open_nonblocking(terminal: int) -> int:
    """Open the same terminal again, in non-blocking mode.

    The mode belongs to the open file, and we share the one that we were given with the shell.
    """
    return os.open(os.ttyname(terminal), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
