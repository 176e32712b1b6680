"""Leave on signals and when the terminal hangs up, even if the event loop is stuck.

Signal handlers of the event loop never run while the loop is stuck, and it may not notice that the
terminal has hung up. So the signals that end a program are blocked in every thread and waited for
in a thread of their own; another thread waits for the terminal to hang up. Each asks the
application to leave in order. If it has not left after `TIMEOUT` seconds, the journals are flushed
to the disk, the terminal is restored, child processes are killed, and the process exits with status
128 plus the number of the signal.
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
_LAST_STEP_SECONDS = 0.4
"""Seconds for flushing the journals, and as many for restoring the terminal."""


def _do_nothing() -> None:
    """Stand in for a callback until `set_callbacks`."""


class Shutdown:
    """Ends this process when a signal or a hang-up asks for it."""

    def __init__(self) -> None:
        self._leave: Callable[[], None] = _do_nothing
        self._fsync_journals: Callable[[], None] = _do_nothing
        self._restore_terminal: Callable[[], None] = _do_nothing
        self._once = threading.Lock()

    def watch(self) -> None:
        """Start watching. Call it in the main thread, before any other thread starts."""
        for number in child_processes.TERMINATION_SIGNALS:
            # Unblocked only while a program is started: see `child_processes.unblock_signals`.
            signal.signal(number, lambda number, _: self._signalled(number))
        signal.pthread_sigmask(signal.SIG_BLOCK, child_processes.TERMINATION_SIGNALS)
        for watching in (self._wait_for_signals, self._wait_for_hang_up):
            threading.Thread(target=watching, daemon=True, name="ending").start()

    def set_callbacks(
        self,
        leave: Callable[[], None],
        fsync_journals: Callable[[], None],
        restore_terminal: Callable[[], None],
    ) -> None:
        """Set the callbacks for the end; each runs in a thread of its own.

        `leave` begins to leave in order. If that takes too long, `fsync_journals` flushes the
        journals to the disk, and `restore_terminal` undoes the terminal's modes.
        """
        self._leave, self._fsync_journals, self._restore_terminal = (
            leave,
            fsync_journals,
            restore_terminal,
        )

    def begin(self, number: int = signal.SIGHUP) -> None:
        """Begin to end the process because of a signal. Thread-safe; later calls do nothing."""
        if self._once.acquire(blocking=False):
            threading.Thread(target=self._end, args=(number,), daemon=True, name="end").start()

    def _signalled(self, number: int) -> None:
        if number == signal.SIGINT and child_processes.has_terminal():
            return  # Ctrl+C, meant for the foreground program
        self.begin(number)

    def _wait_for_signals(self) -> None:
        while True:
            self._signalled(signal.sigwait(child_processes.TERMINATION_SIGNALS))

    def _wait_for_hang_up(self) -> None:
        watched = select.poll()
        # The descriptors for reading and for drawing. The second is a duplicate, as 2 itself is
        # redirected now and then (`data/system/stderr_guard.py`).
        for end in (0, os.dup(2)):
            watched.register(end, 0)
        happened = watched.poll()
        # Where terminals cannot be polled (macOS), reading shows that it is gone.
        if any(event & (select.POLLHUP | select.POLLERR) for _, event in happened):
            self.begin()

    def _end(self, number: int) -> None:
        """Ask the application to leave; exit here if the process still runs after the timeout."""
        child_processes.hang_up()
        with suppress(Exception):  # the loop is closed already
            self._leave()
        time.sleep(TIMEOUT)
        for last in (self._fsync_journals, self._restore_terminal):
            # Each step may hang: on a disk, or on a terminal that does not read.
            doing = threading.Thread(target=last, daemon=True)
            doing.start()
            doing.join(_LAST_STEP_SECONDS)
        child_processes.kill_all()
        os._exit(128 + number)
