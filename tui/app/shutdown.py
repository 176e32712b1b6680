"""Leaving when others say so: signals, a terminal that goes away; also when the loop is stuck.

Signal handlers of the event loop never run while the loop is stuck, and a program whose terminal
has hung up may never hear of it. So the signals that end a program are blocked in every thread
and waited for in one of their own, and another waits for the terminal to hang up. Either asks the
application to leave in order; what has not left after `PATIENCE` seconds is ended, when what was
typed is on the disk.
"""

from __future__ import annotations

import os
import select
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from ...data.system import child_processes

TIMEOUT = 2.0
"""Seconds that leaving in order may take."""
_LAST = 0.4
"""Seconds for each of the last things, when leaving in order took too long."""


def _nothing() -> None:
    """Until there is something to do."""


class Shutdown:
    """Sees to it that this process ends when it should."""

    def __init__(self) -> None:
        self._leave: Callable[[], None] = _nothing
        self._secure: Callable[[], None] = _nothing
        self._restore_terminal: Callable[[], None] = _nothing
        self._begun = threading.Lock()

    def watch(self) -> None:
        """Watch from now on. To be called in the main thread, before any other is started."""
        for number in child_processes.TERMINATION_SIGNALS:
            # Only for the moments in which a program is started: see `children.usual_signals`.
            signal.signal(number, lambda number, _: self._signalled(number))
        signal.pthread_sigmask(signal.SIG_BLOCK, child_processes.TERMINATION_SIGNALS)
        for watching in (self._wait_for_signals, self._wait_for_hang_up):
            threading.Thread(target=watching, daemon=True, name="ending").start()

    def set_callbacks(
        self,
        leave: Callable[[], None],
        secure: Callable[[], None],
        restore_terminal: Callable[[], None],
    ) -> None:
        """What to do in the end; each is called in a thread of its own.

        `leave` begins to leave in order. Where that takes too long, `secure` brings what was typed
        to the disk, and `give_back` leaves the terminal as it was found, if it is still there.
        """
        self._leave, self._secure, self._restore_terminal = leave, secure, restore_terminal

    def begin(self, number: int = signal.SIGHUP) -> None:
        """End, because of this signal. May be called in any thread, more than once."""
        if self._begun.acquire(blocking=False):
            threading.Thread(target=self._end, args=(number,), daemon=True, name="end").start()

    def _signalled(self, number: int) -> None:
        if number == signal.SIGINT and child_processes.has_terminal():
            return  # Ctrl+C, for the program in front
        self.begin(number)

    def _wait_for_signals(self) -> None:
        while True:
            self._signalled(signal.sigwait(child_processes.TERMINATION_SIGNALS))

    def _wait_for_hang_up(self) -> None:
        watched = select.poll()
        # Where it reads, and where it draws: that by a descriptor of its own, for 2 itself is
        # turned away now and then (`data/system/stderr_guard.py`).
        for end in (0, os.dup(2)):
            watched.register(end, 0)
        happened = watched.poll()
        # Where terminals cannot be polled (macOS), reading from it tells.
        if any(event & (select.POLLHUP | select.POLLERR) for _, event in happened):
            self.begin()

    def _end(self, number: int) -> None:
        child_processes.hang_up()
        with suppress(Exception):  # a loop that is closed already
            self._leave()
        time.sleep(TIMEOUT)
        for last in (self._secure, self._restore_terminal):
            # Each may hang: on a disk, or on a terminal that does not read.
            doing = threading.Thread(target=last, daemon=True)
            doing.start()
            doing.join(_LAST)
        child_processes.kill_all()
        os._exit(128 + number)
