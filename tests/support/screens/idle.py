"""Wait until a screen under test is idle: by asking the event loop, not by the clock.

Textual's own helper sleeps at least 20 ms and looks at the processor time. A key costs two such
sleeps, and a test has many keys. Here a wait ends as soon as the event loop would sleep: no
callback is ready, no timer is due soon, and no thread is at work.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import selectors
import threading
import time
from collections.abc import Callable
from typing import Any

from textual import app, pilot

_SOON = 0.02
"""Seconds: timers that are due within them are waited for, as Textual would."""
_WATCHERS = frozenset({"disk"})
"""The names of threads that wait for hours, and hand over nothing but callbacks."""
_by_the_clock = getattr(pilot, "wait_for_idle")  # noqa: B009 - Textual exports it nowhere


class _Waiting(threading.local):
    """The waits of the event loop that runs in this thread."""

    def __init__(self) -> None:
        self.idle: list[asyncio.Future[None]] = []
        self.until = 0.0
        """The time at which the timers that are waited for are over."""


class _Running:
    """The calls that run in threads for event loops."""

    def __init__(self) -> None:
        self.calls: set[concurrent.futures.Future[Any]] = set()


_waiting = _Waiting()
_running = _Running()


class _Selector(selectors.DefaultSelector):
    """What an event loop sleeps in: it tells those who wait that it would."""

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Select; return nothing instead of sleeping as long as somebody waits for that."""
        if not _waiting.idle or timeout == 0:
            return super().select(timeout)
        if timeout is not None and time.monotonic() + timeout <= _waiting.until:
            return super().select(timeout)
        if events := super().select(0):
            return events
        for future in _waiting.idle:
            if not future.done():
                future.set_result(None)
        _waiting.idle.clear()
        return []


class _Threads(concurrent.futures.ThreadPoolExecutor):
    """Remembers which calls run."""

    def submit(
        self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any
    ) -> concurrent.futures.Future[Any]:
        call = super().submit(fn, *args, **kwargs)
        _running.calls.add(call)
        call.add_done_callback(_running.calls.discard)
        return call


async def wait_for_idle(min_sleep: float = _SOON, max_sleep: float = 1.0) -> None:
    """Wait until the event loop of this test has nothing to do, at most `max_sleep` seconds.

    A thread that works may hand over a result at any moment: with one, wait as Textual does.
    """
    idle = asyncio.get_running_loop().create_future()
    _waiting.idle.append(idle)
    _waiting.until = time.monotonic() + _SOON
    try:
        await asyncio.wait_for(idle, max_sleep)
    except TimeoutError:
        return
    if _running.calls or any(map(_works, threading.enumerate())):
        await _by_the_clock(min_sleep, max_sleep)


def _works(thread: threading.Thread) -> bool:
    """Whether a thread is neither this one, nor one that watches or waits for calls."""
    is_known = thread.name in _WATCHERS or thread.name.startswith("asyncio_")
    return thread is not threading.current_thread() and not is_known


async def _wait_for_screen(self: pilot.Pilot[Any], timeout: float = 30.0) -> bool:
    """Wait until the event loop is idle: every widget has handled its messages then.

    Textual's own method sends each widget of the screen a message instead.
    """
    await wait_for_idle(0.0, timeout)
    return True


def use() -> None:
    """Make the pilots and applications of all tests wait in this way."""
    selectors.DefaultSelector = _Selector  # type: ignore[misc]
    concurrent.futures.ThreadPoolExecutor = _Threads  # type: ignore[misc]
    for module in (app, pilot):
        setattr(module, "wait_for_idle", wait_for_idle)  # noqa: B010 - as above
    setattr(pilot.Pilot, "_wait_for_screen", _wait_for_screen)  # noqa: B010 - as above
