"""Watch files for changes that other programs make: of an open conversation, or of a notebook."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from ...system.files.file_identity import FileIdentity

WATCH_SECONDS = 1.0
"""Seconds between two looks, in a thread that a slow disk may hold up."""
_LISTING = 10
"""A folder is listed at each tenth look: most programs replace a file, which changes the folder."""


def watch_files(
    paths: Iterable[Path], on_change: Callable[[], None], seconds: float = WATCH_SECONDS
) -> Callable[[], None]:
    """Call `on_change`, in a thread, after each change of one of these files, and once at first.

    The program's own writes count too. Return the function that stops it.
    """
    files = tuple(paths)
    stop = _start(lambda _: [_identity(file) for file in files], on_change, seconds)
    on_change()  # there may have been a change before
    return stop


def watch_folder(
    folder: Path, suffix: str, on_change: Callable[[], None], seconds: float = WATCH_SECONDS
) -> Callable[[], None]:
    """Call `on_change`, in a thread, after changes of the files in a folder that end in `suffix`.

    Return the function that stops it.
    """
    listed: list[dict[str, FileIdentity]] = [{}]

    def look(number: int) -> object:
        if number % _LISTING == 0:
            listed[0] = _listing(folder, suffix)
        return _identity(folder), listed[0]

    return _start(look, on_change, seconds)


def _start(
    look: Callable[[int], object], on_change: Callable[[], None], seconds: float
) -> Callable[[], None]:
    stop = threading.Event()
    arguments = (look, on_change, stop, seconds)
    threading.Thread(target=_watch, args=arguments, daemon=True, name="disk").start()
    return stop.set


def _watch(
    look: Callable[[int], object],
    on_change: Callable[[], None],
    stop: threading.Event,
    seconds: float,
) -> None:
    before, number = look(0), 0
    while not stop.wait(seconds):
        number += 1
        now = look(number)
        if now != before and not stop.is_set():
            on_change()
        before = now


def _identity(path: Path) -> FileIdentity | None:
    with suppress(OSError):
        return FileIdentity.from_stat(os.stat(path))  # noqa: PTH116 - each second, for hours
    return None


def _listing(folder: Path, suffix: str) -> dict[str, FileIdentity]:
    found: dict[str, FileIdentity] = {}
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(suffix):
                with suppress(OSError):
                    found[entry.name] = FileIdentity.from_stat(entry.stat())
    return found
