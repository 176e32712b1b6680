"""Call back when a deadline passes: one thread watches all deadlines.

Starting a thread for each would take longer than most of the operations.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Watchdog:
    """The deadlines and their thread, which starts with the first and sleeps until the nearest."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._deadlines: dict[object, tuple[float, Callable[[], None]]] = {}
        self._next_wake = math.inf
        """The monotonic time at which the thread wakes next; infinity without deadlines."""
        self._thread: threading.Thread | None = None

    @contextmanager
    def deadline(self, seconds: float, on_timeout: Callable[[], None]) -> Iterator[None]:
        """Call `on_timeout`, in the watchdog's thread, if the block takes longer."""
        key, end = object(), time.monotonic() + seconds
        with self._changed:
            self._deadlines[key] = (end, on_timeout)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()
            elif end < self._next_wake:
                self._changed.notify()
        try:
            yield
        finally:
            with self._changed:
                self._deadlines.pop(key, None)

    def _run(self) -> None:
        while True:
            with self._changed:
                now = time.monotonic()
                missed = [key for key, (end, _) in self._deadlines.items() if end <= now]
                callbacks = [self._deadlines.pop(key)[1] for key in missed]
                if not callbacks:
                    ends = (end for end, _ in self._deadlines.values())
                    self._next_wake = min(ends, default=math.inf)
                    self._changed.wait(
                        None if self._next_wake == math.inf else self._next_wake - now
                    )
            for on_timeout in callbacks:
                on_timeout()


WATCHDOG = Watchdog()
"""The watchdog of the whole program."""
