"""Being told that something in a folder changed: by inotify where there is one, else by looking."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

POLL_SECONDS = 0.3
"""How often is looked where nothing tells."""
POLL_SECONDS_WITH_INOTIFY = 2.0
"""How often is looked where inotify tells: it does not see what another machine wrote (NFS)."""

_Seen = tuple[int, int, int]
"""What tells one content of a file from another: its number, size and time."""


def watch(
    folder: Path, on_change: Callable[[], None], is_own: Callable[[str], bool] = lambda _: False
) -> Callable[[], None]:
    """Have `changed` called, in a thread, whenever something changed; returns how to stop it.

    Files whose names are `mine` do not count, nor hidden ones: those are only being written.
    """
    stop = threading.Event()

    def passed_over(name: str) -> bool:
        return name.startswith(".") or is_own(name)

    arguments = (folder, on_change, passed_over, stop)
    thread = threading.Thread(target=_watch_loop, args=arguments, daemon=True)
    thread.start()

    def stopped() -> None:
        stop.set()

    return stopped


def _watch_loop(
    folder: Path,
    changed: Callable[[], None],
    mine: Callable[[str], bool],
    stop: threading.Event,
) -> None:
    telling = _inotify(folder)
    before = _state(folder, mine)
    looked = time.monotonic()
    if not stop.is_set():
        changed()  # something may have happened before this looked
    try:
        while not stop.is_set():
            seconds = POLL_SECONDS if telling is None else POLL_SECONDS_WITH_INOTIFY
            told = {name for name in _changed_names(telling, stop, seconds) if not mine(name)}
            if told and "" not in told:
                # It is known from now on, and only that: everything else is still looked for.
                _note(folder, told, before)
            elif told or time.monotonic() - looked >= seconds:
                now, looked = _state(folder, mine), time.monotonic()
                if now == before and not told:
                    continue
                before = now
            else:
                continue
            if not stop.is_set():
                changed()
    finally:
        if telling is not None:
            telling.close()


def _changed_names(telling, stop: threading.Event, seconds: float) -> set[str]:  # type: ignore[no-untyped-def]
    """The names of which is told within a time; "" is the folder, or that some were lost."""
    if telling is None:
        stop.wait(seconds)
        return set()
    events = telling.read(timeout=int(seconds * 1000), read_delay=0)
    return {event.name for event in events}


def _inotify(folder: Path):  # type: ignore[no-untyped-def]
    try:
        from inotify_simple import INotify, flags

        telling = INotify()
        wanted = flags.MODIFY | flags.CREATE | flags.CLOSE_WRITE | flags.DELETE | flags.DELETE_SELF
        telling.add_watch(folder, wanted | flags.MOVED_FROM | flags.MOVED_TO)
    except (ImportError, OSError):
        return None
    return telling


def _state(folder: Path, mine: Callable[[str], bool]) -> dict[str, _Seen]:
    """What is there, except for what is `mine`."""
    names: list[str] = []
    with suppress(OSError), os.scandir(folder) as entries:
        names = [entry.name for entry in entries if not mine(entry.name)]
    found: dict[str, _Seen] = {}
    _note(folder, names, found)
    return found


def _note(folder: Path, names: Iterable[str], found: dict[str, _Seen]) -> None:
    """Note how these files are now, those that are gone too."""
    for name in names:
        found.pop(name, None)
        with suppress(OSError):
            status = (folder / name).stat(follow_symlinks=False)
            found[name] = (status.st_ino, status.st_size, status.st_mtime_ns)
