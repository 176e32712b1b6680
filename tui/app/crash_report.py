"""When something goes wrong inside: what is told of it, without a word of any conversation.

A traceback of Python's, and more so one of Rich's, shows what a program was working on: a message
of an exception may hold what was typed, and local variables do. So a report says which versions,
what kind of error and where in our own code it came from, and nothing else.
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
from ...data.system.ownership import open_or_make
from ...data.system.paths import state_folder
from ...data.system.private_folder import make_private_folder
from ...data.system.stderr_guard import is_panic

_ROOT = Path(__file__).parents[2]
_LIBRARIES = ("textual", "rich", "tinydb", "pycrdt")
_KEPT = 10
"""So many reports are kept; older ones go."""


class Crashed(Exception):
    """The screens failed inside. `error` is what went wrong, to write a report of."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(type(error).__name__)
        self.error = error


def format_report(error: BaseException) -> str:
    """What a report says of an error."""
    import platform

    lines = [
        f"afspraak {__version__}",
        f"python {platform.python_version()} on {platform.system()} {platform.machine()}",
        *(f"{name} {_version(name)}" for name in _LIBRARIES),
        "",
    ]
    for one in _chain(error):
        lines.append(f"{type(one).__module__}.{type(one).__qualname__}")
        lines += [f"  {place}" for place in _places(one)]
    return "\n".join(lines) + "\n"


def write_report(error: BaseException) -> Path | None:
    """Write a report for its user alone; where it is, or None where it cannot be written."""
    name = f"crash-{datetime.now():%Y%m%d-%H%M%S-%f}-{os.getpid()}.txt"  # noqa: DTZ005 - the wall's
    try:
        folder = make_private_folder(state_folder())
        path = folder / name
        descriptor = open_or_make(path, os.O_WRONLY)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
            os.fchmod(descriptor, 0o600)
            file.write(format_report(error))
        for old in sorted(folder.glob("crash-*.txt"))[:-_KEPT]:
            old.unlink()
    except (OSError, AfspraakError):
        return None
    return path


def install_hooks() -> None:
    """Have whatever goes wrong unseen reported so, and not printed over the screen."""
    sys.excepthook = lambda _kind, error, _traceback: _report_unseen(error)
    threading.excepthook = lambda happened: _report_unseen(happened.exc_value)
    sys.unraisablehook = lambda happened: _report_unseen(happened.exc_value)


def install_loop_handler(loop: asyncio.AbstractEventLoop) -> None:
    """The same for what an event loop would log."""
    loop.set_exception_handler(lambda _, context: _report_unseen(context.get("exception")))


def _report_unseen(error: BaseException | None) -> None:
    # A panic is told to the hook though it is caught: a partner's update may be the cause.
    if error is not None and not is_panic(error):
        with suppress(Exception):
            write_report(error)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error and what it came from, the first of them last."""
    seen: set[int] = set()
    waiting: list[BaseException] = [error]
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        if isinstance(one, BaseExceptionGroup):
            waiting += one.exceptions
        # Textual tells what went wrong in a thread by an error of its own that holds the other.
        others = (getattr(one, "error", None), one.__context__, one.__cause__)
        waiting += [other for other in others if isinstance(other, BaseException)]


def _places(error: BaseException) -> Iterator[str]:
    """Where in our own code it passed: file, line, function."""
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
