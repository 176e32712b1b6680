"""A measured program on its own terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import queue
import select
import signal
import struct
import subprocess
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import pyte

from ..support.terminal.answers import Answering

QUIET = 0.15
"""Seconds of silence after which a program counts as finished with its task."""
PATIENCE = 20.0
"""Seconds until an expected event counts as missing; a limit, never a wait."""
_AFTER_ESCAPE = 0.5
"""Like QUIET, after an Esc: programs wait for possible further bytes."""
_BUSY = 5.0
"""Seconds after which a program that is never silent counts as finished."""


class Stuck(Exception):
    """A program did not reach an expected screen; the text shows its screen."""


class Program:
    """A program on a pty, and the screen that it draws.

    A thread takes in the bytes and notes when they came, so that the slow emulator delays neither
    the program nor the clock. Moments are `time.perf_counter()` seconds.
    """

    def __init__(
        self,
        command: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        columns: int = 80,
        rows: int = 24,
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self.received = 0
        """Bytes that came and were taken into the screen."""
        self._answering = Answering(self.screen, self._write)
        self._batches: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.began = time.perf_counter()
        """When it was started."""
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=folder,
            env=dict(environment),
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - forks only
        )
        os.close(slave)
        self._stop, self._stopped = os.pipe()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Program:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self._stopped)
        self._reader.join()
        os.close(self._stop)
        os.close(self._master)

    @property
    def rows(self) -> list[str]:
        """The screen, row by row."""
        return list(self.screen.display)

    @property
    def middle(self) -> str:
        """The screen without its first and last row, which show clocks and titles."""
        return "\n".join(self.screen.display[1:-1])

    @property
    def look(self) -> object:
        """Characters, styles and cursor without the first and last row, to detect changes."""
        rows = range(1, self.screen.lines - 1)
        cells = [tuple(sorted(self.screen.buffer[row].items())) for row in rows]
        return self.screen.cursor.x, self.screen.cursor.y, cells

    def send(self, data: bytes) -> float:
        """Send keys; return the moment."""
        now = time.perf_counter()
        self._write(data)
        return now

    def until(self, seen: Callable[[], bool], patience: float = PATIENCE) -> float:
        """Take in bytes until something holds; when the batch came that made it so.

        Raises Stuck when it never does.
        """
        end = time.perf_counter() + patience
        stamp = time.perf_counter()
        while not seen():
            try:
                stamp, data = self._batches.get(timeout=max(0.0, end - time.perf_counter()))
            except queue.Empty:
                data = b""
            if not data:
                raise Stuck("\n".join(row.rstrip() for row in self.rows))
            self._take(data)
        return stamp

    def quiet(self, seconds: float = QUIET, busy: float = _BUSY) -> int:
        """Read bytes until some seconds of silence; return their number."""
        before = self.received
        end = time.perf_counter() + busy
        while time.perf_counter() < end:
            try:
                _, data = self._batches.get(timeout=seconds)
            except queue.Empty:
                break
            if not data:
                break
            self._take(data)
        return self.received - before

    def listen(self, seconds: float) -> int:
        """Read bytes for some seconds; return their number."""
        return self.quiet(seconds=seconds, busy=seconds)

    def press(self, *keys: bytes) -> int:
        """Press keys, each after the program fell silent; return the number of bytes."""
        total = 0
        for key in keys:
            self.send(key)
            total += self.quiet(_AFTER_ESCAPE if key == b"\x1b" else QUIET)
        return total

    def peak_memory(self) -> float:
        """The peak resident memory (VmHWM) in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("ascii", "replace")
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024

    def cpu_seconds(self) -> float:
        """The CPU time of all threads in seconds."""
        # Linux tells a process's clock by a number made from its id (CPUCLOCK_SCHED is 2).
        return time.clock_gettime((~self.process.pid << 3) | 2)

    def _write(self, data: bytes) -> None:
        with suppress(OSError):  # an answer to a program that has ended
            os.write(self._master, data)

    def _take(self, data: bytes) -> None:
        self.received += len(data)
        self._answering.feed(data)

    def _read(self) -> None:
        while True:
            ready, _, _ = select.select([self._master, self._stop], [], [])
            data = b""
            if self._master in ready:
                with suppress(OSError):
                    data = os.read(self._master, 1 << 16)
            self._batches.put((time.perf_counter(), data))
            if not data:
                return
