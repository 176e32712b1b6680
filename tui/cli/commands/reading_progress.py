"""Progress on the terminal, while a command takes long. Nothing of it reaches a pipe or a file."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from ....widgets.language import tr
from ..standard_streams import write_styled

if TYPE_CHECKING:
    from ....data.notebook.index import ProgressCallback

QUIET_SECONDS = 1.0
"""Seconds after which progress is shown: a line that is gone at once only distracts."""
BETWEEN_SECONDS = 0.1

_Item = TypeVar("_Item")


def progress_reporter() -> ProgressCallback | None:
    """Return a callback that shows progress in one line on stderr; None without a terminal."""
    return _show if os.isatty(2) else None


def with_progress(items: Sequence[_Item], key: str) -> Iterator[_Item]:
    """Yield the items; on a terminal, show how many are done once it takes long.

    The message `key` has the blanks `done` and `total`.
    """
    if not os.isatty(2):
        yield from items
        return
    next_at, shown = time.monotonic() + QUIET_SECONDS, ""
    try:
        for done, item in enumerate(items):
            if (now := time.monotonic()) >= next_at:
                next_at = now + BETWEEN_SECONDS
                shown = tr(key, done=done, total=len(items))
                _write(f"\r{shown}")
            yield item
    finally:
        _clear(shown)


@contextmanager
def shown_while_busy(text: str) -> Iterator[None]:
    """Show a sentence on a terminal while the block runs, once it takes long."""
    if not os.isatty(2):
        yield
        return
    shown: list[str] = []

    def show() -> None:
        shown.append(text)
        _write(text)

    timer = threading.Timer(QUIET_SECONDS, show)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        _clear("".join(shown))


def _show(done: int, total: int) -> None:
    line = tr("search.progress", done=done, total=total)
    _write(f"\r{line}")
    if done >= total:
        _clear(line)


def _write(text: str) -> None:
    write_styled(sys.stderr, text)
    sys.stderr.flush()


def _clear(shown: str) -> None:
    if shown:
        _write(f"\r{' ' * len(shown)}\r")
