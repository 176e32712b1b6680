"""A text in the user's own editor, and back. The file is theirs alone and goes away afterwards."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from textual.app import App, SuspendNotSupported

from ..data import children
from ..data.errors import UsageError
from ..data.language import say
from ..data.text import clean_text

_TYPES = ("tmpfs", "ramfs")


_MEMORY = ("/dev/shm",)  # noqa: S108 - only a folder of our own in it
"""Where Linux keeps files in memory, beside $XDG_RUNTIME_DIR."""


def edit_text(app: App[Any], text: str, name: str, *, locked: bool = False) -> str | None:
    """Let the user change `text` in $VISUAL or $EDITOR; None where nothing came of it.

    The temporary folder is 0700 and holds what the editor leaves beside the file, too; of a locked
    conversation it is in memory. Raises UsageError where that cannot be, or the editor cannot run.
    """
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        command = shlex.split(chosen) or ["vi"]
    except ValueError as error:
        raise UsageError(say("editor.failed", editor=chosen, reason=error)) from error
    place = _in_memory() if locked else None
    with tempfile.TemporaryDirectory(prefix="afspraak-", dir=place) as folder:
        path = Path(folder) / name
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text if text.endswith("\n") else text + "\n")
        try:
            with app.suspend():
                trouble = _run([*command, str(path)])
        except SuspendNotSupported as error:
            raise UsageError(say("editor.nowhere")) from error
        if trouble:
            raise UsageError(trouble)
        changed = clean_text(path.read_text(encoding="utf-8", errors="replace"))
    if not text.endswith("\n"):
        changed = changed.removesuffix("\n")
    return changed


def _in_memory() -> str:
    """A folder whose files are kept in memory. Raises UsageError where there is none."""
    for folder in (os.environ.get("XDG_RUNTIME_DIR", ""), *_MEMORY):
        if folder.startswith("/") and os.access(folder, os.W_OK) and _type_of(folder) in _TYPES:
            return folder
    raise UsageError(say("lock.no_memory"))


def _type_of(folder: str) -> str:
    """The file system that a folder is on, as Linux tells it; "" where that is not known."""
    best, found = "", ""
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    real = os.path.realpath(folder)
    for line in mounts.splitlines():
        _, place, kind, *_ = line.split(" ")
        inside = os.path.commonpath([real, place]) == place if place.startswith("/") else False
        if inside and len(place) >= len(best):
            best, found = place, kind
    return found


def _run(command: list[str]) -> str:
    """Run the editor; what went wrong, in words. It must not raise: the screen would stay away."""
    try:
        with children.usual_signals():
            process = subprocess.Popen(command)  # noqa: S603 - the user's own
        children.remember(process, in_front=True)
        status = process.wait()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return say("editor.failed", editor=command[0], reason=reason)
    return say("editor.status", editor=command[0], status=status) if status else ""
