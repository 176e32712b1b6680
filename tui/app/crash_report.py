"""Crash reports, which contain nothing of any conversation.

In a traceback of Python or Rich, messages of exceptions may hold typed text, and local variables
do. So a report has only versions, the types of the errors, and the files and lines of our own code.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from ... import __version__
from ...data.errors import AfspraakError
from ...data.system.files.ownership import open_or_make
from ...data.system.files.private_folder import make_private_folder
from ...data.system.paths import state_folder
from ...data.system.stderr_guard import is_panic

_ROOT = Path(__file__).parents[2]
_LIBRARIES = ("textual", "rich", "tinydb", "pycrdt")
_MAX_REPORTS = 10
"""The most reports on disk; the oldest are removed."""


class Crashed(Exception):
    """Raised when the screens failed; `error` is the cause, for `write_report`."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(type(error).__name__)
        self.error = error


def format_report(error: BaseException) -> str:
    """Return the text of a report."""
    import platform

    lines = [
        f"afspraak {__version__}",
        f"python {platform.python_version()} on {platform.system()} {platform.machine()}",
        *(f"{name} {_version(name)}" for name in _LIBRARIES),
        "",
    ]
    for cause in _chain(error):
        lines.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
        lines += [f"  {frame}" for frame in _own_frames(cause)]
    return "\n".join(lines) + "\n"


def write_report(error: BaseException) -> Path | None:
    """Write a report with mode 0600 and return its path, or None if that fails."""
    name = f"crash-{datetime.now():%Y%m%d-%H%M%S-%f}-{os.getpid()}.txt"  # noqa: DTZ005 - the wall's
    try:
        folder = make_private_folder(state_folder())
        path = folder / name
        descriptor = open_or_make(path, os.O_WRONLY)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
            os.fchmod(descriptor, 0o600)
            file.write(format_report(error))
        for old in sorted(folder.glob("crash-*.txt"))[:-_MAX_REPORTS]:
            old.unlink()
    except (OSError, AfspraakError):
        return None
    return path


def install_hooks() -> None:
    """Write a report of every uncaught exception, instead of printing it over the screen."""
    sys.excepthook = lambda _kind, error, _traceback: _report_unseen(error)
    threading.excepthook = lambda happened: _report_unseen(happened.exc_value)
    sys.unraisablehook = lambda happened: _report_unseen(happened.exc_value)


def install_loop_handler(loop: asyncio.AbstractEventLoop) -> None:
    """Write a report of every exception that the event loop would log."""
    loop.set_exception_handler(lambda _, context: _report_unseen(context.get("exception")))


def _report_unseen(error: BaseException | None) -> None:
    # Hooks also see panics that `convert_panics` catches: an update of a partner can cause one.
    if error is not None and not is_panic(error):
        with suppress(Exception):
            write_report(error)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and its causes, the original one last."""
    seen: set[int] = set()
    waiting: list[BaseException] = [error]
    while waiting:
        link = waiting.pop()
        if id(link) in seen:
            continue
        seen.add(id(link))
        yield link
        if isinstance(link, BaseExceptionGroup):
            waiting += link.exceptions
        # Textual wraps the error of a worker thread in an error of its own.
        others = (getattr(link, "error", None), link.__context__, link.__cause__)
        waiting += [other for other in others if isinstance(other, BaseException)]


def _own_frames(error: BaseException) -> Iterator[str]:
    """Yield the frames in our own code: file, line, function."""
    for frame, line in traceback.walk_tb(error.__traceback__):
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(_ROOT):
            yield f"{path.relative_to(_ROOT)}:{line}:{frame.f_code.co_name}"


def _version(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return "?"
