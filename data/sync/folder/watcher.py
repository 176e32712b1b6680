"""Watch a folder for changes: by inotify if available, else by polling."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

POLL_SECONDS = 0.3
"""Poll interval without inotify."""
POLL_SECONDS_WITH_INOTIFY = 2.0
"""Poll interval with inotify, which does not see writes of other machines (NFS)."""

_FileState = tuple[int, int, int]
"""Inode, size in bytes and modification time in ns: each change of a file changes one of them."""


def watch(
    folder: Path,
    on_change: Callable[[], None],
    is_own: Callable[[str], bool] = lambda _: False,
    place: Callable[[], object] = lambda: None,
) -> Callable[[], None]:
    """Call `on_change`, in a thread, at once and after changes in a folder; return what stops it.

    A call that runs when it is stopped still ends.

    Files for which `is_own` is true are ignored, and hidden ones, which are still being written.
    `place` returns what shows whether the folder and own files are where they were: a change of
    that is a change too, also if another folder is at the path.
    """
    stop = threading.Event()

    def is_ignored(name: str) -> bool:
        return name.startswith(".") or is_own(name)

    arguments = (folder, on_change, is_ignored, place, stop)
    thread = threading.Thread(target=_watch_loop, args=arguments, daemon=True)
    thread.start()

    def stop_watching() -> None:
        stop.set()

    return stop_watching


def _watch_loop(
    folder: Path,
    on_change: Callable[[], None],
    is_ignored: Callable[[str], bool],
    place: Callable[[], object],
    stop: threading.Event,
) -> None:
    inotify = _inotify(folder)
    standing = place()
    before = _state(folder, is_ignored)
    polled_at = time.monotonic()
    if not stop.is_set():
        on_change()  # there may have been a change before `before` was read
    try:
        while not stop.is_set():
            seconds = POLL_SECONDS if inotify is None else POLL_SECONDS_WITH_INOTIFY
            names = {
                name for name in _changed_names(inotify, stop, seconds) if not is_ignored(name)
            }
            if (now_standing := place()) != standing:
                standing = now_standing
                if inotify is not None:
                    inotify.close()  # it watches the folder that was at the path before
                inotify = _inotify(folder)
                before, polled_at = _state(folder, is_ignored), time.monotonic()
            elif names and "" not in names:
                # Record these files only; the poll still finds all other changes.
                _record(folder, names, before)
            elif names or time.monotonic() - polled_at >= seconds:
                if inotify is None:
                    inotify = _inotify(folder)  # the folder may have been out of reach
                now, polled_at = _state(folder, is_ignored), time.monotonic()
                if now == before and not names:
                    continue
                before = now
            else:
                continue
            if not stop.is_set():
                on_change()
    finally:
        if inotify is not None:
            inotify.close()


def _changed_names(inotify, stop: threading.Event, seconds: float) -> set[str]:  # type: ignore[no-untyped-def]
    """Return the names that inotify reports within `seconds`; "" is the folder, or lost events."""
    if inotify is None:
        stop.wait(seconds)
        return set()
    events = inotify.read(timeout=int(seconds * 1000), read_delay=0)
    return {event.name for event in events}


def _inotify(folder: Path):  # type: ignore[no-untyped-def]
    try:
        from inotify_simple import INotify, flags

        inotify = INotify()
        wanted = flags.MODIFY | flags.CREATE | flags.CLOSE_WRITE | flags.DELETE | flags.DELETE_SELF
        inotify.add_watch(folder, wanted | flags.MOVED_FROM | flags.MOVED_TO)
    except (ImportError, OSError):
        return None
    return inotify


def _state(folder: Path, is_ignored: Callable[[str], bool]) -> dict[str, _FileState]:
    """Return the state of each file in a folder, by name, without ignored ones."""
    names: list[str] = []
    with suppress(OSError), os.scandir(folder) as entries:
        names = [entry.name for entry in entries if not is_ignored(entry.name)]
    found: dict[str, _FileState] = {}
    _record(folder, names, found)
    return found


def _record(folder: Path, names: Iterable[str], found: dict[str, _FileState]) -> None:
    """Record the present state of these files in `found`; drop those that no longer exist."""
    for name in names:
        found.pop(name, None)
        with suppress(OSError):
            status = (folder / name).stat(follow_symlinks=False)
            found[name] = (status.st_ino, status.st_size, status.st_mtime_ns)
