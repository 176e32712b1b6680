"""Being told that something in a folder changed: by inotify where there is one, else by looking."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

_LOOK_SECONDS = 0.3
"""How often is looked where nothing tells."""
_TELLING_SECONDS = 2.0
"""How often is looked where inotify tells: it does not see what another machine wrote (NFS)."""


def watch(
    folder: Path, changed: Callable[[], None], mine: Callable[[str], bool] = lambda _: False
) -> Callable[[], None]:
    """Have `changed` called, in a thread, whenever something changed; returns how to stop it.

    Files whose names are `mine` do not count.
    """
    stop = threading.Event()
    thread = threading.Thread(target=_look, args=(folder, changed, mine, stop), daemon=True)
    thread.start()

    def stopped() -> None:
        stop.set()

    return stopped


def _look(
    folder: Path,
    changed: Callable[[], None],
    mine: Callable[[str], bool],
    stop: threading.Event,
) -> None:
    telling = _inotify(folder)
    before = _state(folder, mine)
    if not stop.is_set():
        changed()  # something may have happened before this looked
    try:
        while not stop.is_set():
            if telling is None:
                stop.wait(_LOOK_SECONDS)
                told = False
            else:
                events = telling.read(timeout=int(_TELLING_SECONDS * 1000), read_delay=0)
                told = not all(mine(event.name) for event in events)
            now = _state(folder, mine)
            if (told or now != before) and not stop.is_set():
                before = now
                changed()
    finally:
        if telling is not None:
            telling.close()


def _inotify(folder: Path):  # type: ignore[no-untyped-def]
    try:
        from inotify_simple import INotify, flags

        telling = INotify()
        wanted = flags.MODIFY | flags.CREATE | flags.DELETE | flags.MOVED_TO | flags.DELETE_SELF
        telling.add_watch(folder, wanted | flags.CLOSE_WRITE)
    except (ImportError, OSError):
        return None
    return telling


def _state(folder: Path, mine: Callable[[str], bool]) -> dict[str, tuple[int, int]]:
    """Names, sizes and times of what is there, except for what is `mine`."""
    found = {}
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if mine(entry.name):
                continue
            with suppress(OSError):
                status = entry.stat(follow_symlinks=False)
                found[entry.name] = (status.st_size, status.st_mtime_ns)
    return found
