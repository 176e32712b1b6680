"""A slow line around a program: `python slow_line.py --delay 0.3 --rate 20000 COMMAND…`.

Output of the program enters a buffer as large as those of sshd and TCP together, leaves it at the
given bits a second, and arrives after the delay; keys arrive after the delay too. Run it by hand to
try a program over such a line.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import signal
import sys
import termios
import time
import tty
from collections import deque
from collections.abc import Sequence
from contextlib import suppress

BUFFER = 1 << 21
"""Bytes: the window of one OpenSSH channel."""
_PIECE = 64
"""Bytes that arrive together."""


class Line:
    """Bytes in transit, with their arrival times (`time.monotonic`)."""

    def __init__(self, delay: float, rate: float) -> None:
        """`delay` in seconds, `rate` in bytes a second."""
        self._delay, self._rate = delay, rate
        self._under_way: deque[tuple[float, bytes]] = deque()
        self._free = 0.0
        self.length = 0
        """How many bytes are on their way."""

    def put(self, data: bytes, now: float) -> None:
        """Send bytes."""
        for start in range(0, len(data), _PIECE):
            piece = data[start : start + _PIECE]
            self._free = max(self._free, now) + len(piece) / self._rate
            self._under_way.append((self._free + self._delay, piece))
        self.length += len(data)

    def take(self, now: float) -> bytes:
        """The bytes that have arrived by now."""
        arrived = b""
        while self._under_way and self._under_way[0][0] <= now:
            arrived += self._under_way.popleft()[1]
        self.length -= len(arrived)
        return arrived

    def wait(self, now: float) -> float:
        """Seconds until the next bytes arrive."""
        return max(0.0, self._under_way[0][0] - now) if self._under_way else 1.0


def relay(command: Sequence[str], delay: float, rate: float) -> int:
    """Run a command on a terminal behind such a line; return its exit status."""
    child, far = pty.fork()
    if child == 0:
        os.execvp(command[0], list(command))
    before = termios.tcgetattr(0)
    tty.setraw(0)

    def fit(*_: object) -> None:
        size = fcntl.ioctl(0, termios.TIOCGWINSZ, b"\0" * 8)
        fcntl.ioctl(far, termios.TIOCSWINSZ, size)

    fit()
    signal.signal(signal.SIGWINCH, fit)
    down, up = Line(delay, rate), Line(delay, rate)
    try:
        while True:
            now = time.monotonic()
            os.write(1, down.take(now))
            with suppress(OSError):
                os.write(far, up.take(now))
            ends = [0, far] if down.length < BUFFER else [0]
            ready, _, _ = select.select(ends, [], [], min(down.wait(now), up.wait(now)))
            now = time.monotonic()
            if 0 in ready:
                up.put(os.read(0, 1 << 12), now)
            if far in ready:
                try:
                    data = os.read(far, 1 << 16)
                except OSError:
                    break
                if not data:
                    break
                down.put(data, now)
        while down.length:
            time.sleep(down.wait(time.monotonic()))
            os.write(1, down.take(time.monotonic()))
    finally:
        termios.tcsetattr(0, termios.TCSADRAIN, before)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main() -> int:
    """Read the options and run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--delay", type=float, default=0.3, help="seconds, each way")
    parser.add_argument("--rate", type=float, default=20_000, help="bits a second")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    return relay(options.command, options.delay, options.rate / 8)


if __name__ == "__main__":
    sys.exit(main())
