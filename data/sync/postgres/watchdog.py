"""What is to be done by a moment, or else something is called: one thread looks after all of them.

A thread for each would take longer to begin than most of what is waited for.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Watchdog:
    """Its thread begins with the first deadline, and sleeps until the nearest one."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._open: dict[object, tuple[float, Callable[[], None]]] = {}
        self._next_wake = math.inf
        """When the thread looks again. It may find that all was done long ago."""
        self._thread: threading.Thread | None = None

    @contextmanager
    def deadline(self, seconds: float, on_timeout: Callable[[], None]) -> Iterator[None]:
        """Do something inside this; after so many seconds `too_late` is called, in the thread."""
        key, end = object(), time.monotonic() + seconds
        with self._changed:
            self._open[key] = (end, on_timeout)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()
            elif end < self._next_wake:
                self._changed.notify()
        try:
            yield
        finally:
            with self._changed:
                self._open.pop(key, None)

    def _run(self) -> None:
        while True:
            with self._changed:
                now = time.monotonic()
                missed = [key for key, (end, _) in self._open.items() if end <= now]
                called = [self._open.pop(key)[1] for key in missed]
                if not called:
                    ends = (end for end, _ in self._open.values())
                    self._next_wake = min(ends, default=math.inf)
                    self._changed.wait(
                        None if self._next_wake == math.inf else self._next_wake - now
                    )
            for too_late in called:
                too_late()


WATCHDOG = Watchdog()
"""Those of the whole program."""
