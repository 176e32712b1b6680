"""The process of the quarantine as its session sees it: started, asked, and gone."""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from ...system import child_processes
from .bounds import wall_seconds
from .frames import HEAD_BYTES, Frame, Kind, decode_head, decode_parts, encode_frame

_PROGRAM = """
import sys
sys.path.extend(sys.argv[2:])
__import__(sys.argv[1], fromlist=["main"]).main()
"""
"""Runs `main` of the module that is the first argument."""
_KILLING = child_processes.TERMINATION_SIGNALS | {signal.SIGKILL}
"""The signals by which others end a process."""
_READ_BYTES = 1 << 16
_EXIT_SECONDS = 1.0
"""How long a process that closed its pipes may take to end."""
_ROOT = Path(__file__).parents[4]
"""The folder that contains this package."""


class ProcessDied(Exception):
    """The process gave no answer, and is gone now."""

    def __init__(self, reason: str, *, of_itself: bool = False) -> None:
        super().__init__(reason)
        self.of_itself = of_itself
        """Whether it crashed or exceeded a bound; else it was killed, or is silent."""


class Process(Protocol):
    """A process that answers frames."""

    def tell(self, kind: Kind, parts: Sequence[bytes]) -> None:
        """Send a frame that has no answer. Raises ProcessDied."""

    def ask(self, kind: Kind, parts: Sequence[bytes], size: int) -> Frame:
        """Send a frame about this many bytes, and return the answer. Raises ProcessDied."""

    def close(self) -> None:
        """End the process."""


StartProcess = Callable[[], Process]
"""Start a process, without waiting for it. Raises OSError."""


class QuarantineProcess:
    """A process in a session of its own, without files, arguments or variables of the user."""

    def __init__(self, module: str = f"{__package__}.worker") -> None:
        """Start the process, which runs `main` of a module. Raises OSError."""
        from subprocess import DEVNULL, PIPE, Popen

        # In isolated mode only what is named here is imported. The environment stays empty.
        folders = [str(_ROOT), *(each for each in sys.path if Path(each).is_absolute())]
        with child_processes.unblock_signals():
            self._process = Popen(  # noqa: S603 - this interpreter
                [sys.executable, "-I", "-S", "-B", "-c", _PROGRAM, module, *folders],
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                cwd="/",
                env={},
                start_new_session=True,
                bufsize=0,
            )
        child_processes.register(self._process)
        assert self._process.stdin is not None, "it is a pipe"
        assert self._process.stdout is not None, "it is a pipe"
        self._input, self._output = self._process.stdin.fileno(), self._process.stdout.fileno()
        for descriptor in (self._input, self._output):
            os.set_blocking(descriptor, False)
        self.pid = self._process.pid

    def tell(self, kind: Kind, parts: Sequence[bytes]) -> None:
        """Send a frame that has no answer. Raises ProcessDied."""
        frame = encode_frame(kind, parts)
        self._write(frame, time.monotonic() + wall_seconds(len(frame)))

    def ask(self, kind: Kind, parts: Sequence[bytes], size: int) -> Frame:
        """Send a frame about this many bytes, and return the answer. Raises ProcessDied."""
        frame = encode_frame(kind, parts)
        deadline = time.monotonic() + wall_seconds(size)
        self._write(frame, deadline)
        try:
            data = self._read(bytearray(), HEAD_BYTES, deadline)
            answer, length = decode_head(bytes(data[:HEAD_BYTES]))
            content = self._read(data[HEAD_BYTES:], length, deadline)
            if len(content) > length:
                raise ValueError("more than an answer")
            return Frame(answer, decode_parts(bytes(content)))
        except ValueError:
            self.close()
            raise ProcessDied("a malformed answer") from None

    def close(self) -> None:
        """End the process at once: it has nothing to save."""
        with suppress(OSError):
            self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def _write(self, data: bytes, deadline: float) -> None:
        left = memoryview(data)
        while left:
            try:
                left = left[os.write(self._input, left) :]
            except BlockingIOError:
                self._wait(self._input, select.POLLOUT, deadline)
            except OSError:  # it ended before this question
                raise self._died("it ended", asked=False) from None

    def _read(self, data: bytearray, count: int, deadline: float) -> bytearray:
        """Read on until there are as many bytes, or more."""
        while len(data) < count:
            self._wait(self._output, select.POLLIN, deadline)
            try:
                piece = os.read(self._output, _READ_BYTES)
            except BlockingIOError:
                continue
            if not piece:
                raise self._died("it ended")
            data += piece
        return data

    def _wait(self, descriptor: int, event: int, deadline: float) -> None:
        waiting = select.poll()
        waiting.register(descriptor, event)
        left = deadline - time.monotonic()
        if left <= 0 or not waiting.poll(left * 1000):
            self.close()
            raise ProcessDied("no answer in time")

    def _died(self, reason: str, *, asked: bool = True) -> ProcessDied:
        """End what is left of the process; return the error."""
        from subprocess import TimeoutExpired

        with suppress(TimeoutExpired):
            self._process.wait(timeout=_EXIT_SECONDS)  # its pipes end a little before it does
        self.close()
        status = self._process.returncode
        return ProcessDied(f"{reason} ({status})", of_itself=asked and -status not in _KILLING)
