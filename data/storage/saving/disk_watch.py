"""Watch the files of an open conversation for changes that other programs make."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from ...system.file_identity import FileIdentity

WATCH_SECONDS = 1.0
"""Seconds between two looks: one `stat` for each file, in a thread that a slow disk may hold up."""


def watch_files(
    paths: Iterable[Path], on_change: Callable[[], None], seconds: float = WATCH_SECONDS
) -> Callable[[], None]:
    """Call `on_change`, in a thread, after each change of one of these files, and once at first.

    The program's own writes count too. Return the function that stops it.
    """
    stop = threading.Event()
    arguments = (tuple(paths), on_change, stop, seconds)
    threading.Thread(target=_watch, args=arguments, daemon=True, name="disk").start()
    return stop.set


def _watch(
    paths: tuple[Path, ...], on_change: Callable[[], None], stop: threading.Event, seconds: float
) -> None:
    before: list[FileIdentity | None] | None = None
    while not stop.is_set():
        now = [_identity(path) for path in paths]
        if now != before:
            before = now
            on_change()
        stop.wait(seconds)


def _identity(path: Path) -> FileIdentity | None:
    with suppress(OSError):
        return FileIdentity.from_stat(os.stat(path))  # noqa: PTH116 - each second, for hours
    return None
