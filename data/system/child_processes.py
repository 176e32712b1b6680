"""Child processes: started as a shell would start them, and ended with this program.

While the screens run, some signals are blocked in every thread (`tui/app/shutdown.py`). A child
process must not inherit that: only `kill -9` would end it.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from weakref import WeakSet

if TYPE_CHECKING:
    from subprocess import Popen

TERMINATION_SIGNALS = frozenset(
    {signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1}
)
"""The signals by which the system, a terminal or a person ends a program."""

_running: WeakSet[Popen[bytes]] = WeakSet()
_foreground: WeakSet[Popen[bytes]] = WeakSet()


@contextmanager
def unblock_signals() -> Iterator[None]:
    """Unblock these signals, so that a program started inside can be ended as any other."""
    before = signal.pthread_sigmask(signal.SIG_UNBLOCK, TERMINATION_SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def register(process: Popen[bytes], *, foreground: bool = False) -> None:
    """Register a process to end with this program. With `foreground` it has the terminal."""
    _running.add(process)
    if foreground:
        _foreground.add(process)


def move_to_background(process: Popen[bytes]) -> None:
    """Record that a running process does not use the terminal any more."""
    _foreground.discard(process)


def has_terminal() -> bool:
    """Return whether a child process has the terminal now: Ctrl+C is meant for it."""
    return any(process.returncode is None for process in tuple(_foreground))


def hang_up() -> None:
    """Tell the child processes with the terminal that it is gone, so that they save their data."""
    for process in tuple(_foreground):
        _send(process, signal.SIGHUP)
        _send(process, signal.SIGCONT)  # a stopped process would not receive it


def kill_all() -> None:
    """Kill all child processes at once."""
    for process in tuple(_running):
        _send(process, signal.SIGKILL)


def _send(process: Popen[bytes], number: signal.Signals) -> None:
    if process.returncode is None:  # else its number may be another program's by now
        with suppress(OSError):
            os.kill(process.pid, number)
