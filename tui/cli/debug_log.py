"""`--debug`: a log file of what the program does, without anything of a conversation.

Modules log to the logger `afspraak` and those below it: names of states and kinds, keys of
messages, numbers and times. No value that a user typed, no name and no path is logged.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from ...widgets.language import tr
from .commands.output import print_error

if TYPE_CHECKING:
    from logging import Handler, Logger, LogRecord

_MAX_LOGS = 10
"""The most logs on disk; the oldest are removed."""


@contextmanager
def debugging(options: argparse.Namespace) -> Iterator[None]:
    """Log what happens in the block, and say on stderr where; nothing without `--debug`.

    Raises StorageError if the log cannot be written.
    """
    if not options.debug:
        yield
        return
    import logging

    path = _new_log()
    stream = _open(path)
    handler = _handler(stream)
    logger = logging.getLogger("afspraak")
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    begin = time.perf_counter()
    try:
        _log_start(logger, options)
        yield
    except BaseException as error:
        _log_error(logger, error)
        raise
    finally:
        logger.info("end after %d ms", (time.perf_counter() - begin) * 1000)
        logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)
        handler.close()
        stream.close()
        from ...data.system.paths import home_relative

        print_error(tr("cli.debug.log", path=home_relative(path)))


def _new_log() -> Path:
    from ...data.system.files.private_folder import make_private_folder
    from ...data.system.paths import state_folder

    folder = make_private_folder(state_folder())
    for old in sorted(folder.glob("debug-*.log"))[: 1 - _MAX_LOGS]:
        old.unlink(missing_ok=True)
    now = datetime.now()  # noqa: DTZ005 - the wall's
    return folder / f"debug-{now:%Y%m%d-%H%M%S-%f}-{os.getpid()}.log"


def _open(path: Path) -> TextIO:
    """Open a new file with mode 0600. Raises StorageError."""
    from ...data.system.files.file_errors import write_error
    from ...data.system.files.ownership import open_or_make

    try:
        descriptor = open_or_make(path, os.O_WRONLY | os.O_APPEND)
        os.fchmod(descriptor, 0o600)
    except OSError as error:
        raise write_error(path, error) from error
    return os.fdopen(descriptor, "w", encoding="utf-8", errors="replace")


def _handler(stream: TextIO) -> Handler:
    import logging

    handler = logging.StreamHandler(stream)
    handler.handleError = _ignore  # type: ignore[method-assign] # such as a full disk
    form = "%(asctime)s.%(msecs)03d %(name)s %(message)s"
    handler.setFormatter(logging.Formatter(form, "%H:%M:%S"))
    return handler


def _ignore(record: LogRecord) -> None:
    """Do nothing: the program goes on without its log."""


def _log_start(logger: Logger, options: argparse.Namespace) -> None:
    """Log versions, terminal and command; of the options only which are set."""
    from ...data.maintenance.diagnosis.libraries import libraries
    from ...data.maintenance.diagnosis.terminal import read_terminal

    for library in libraries():
        logger.info("%s %s", library.name, library.version or "-")
    terminal = read_terminal()
    logger.info("terminal %s %dx%d %s", terminal.type or "-", *terminal[1:4])
    given = sorted(
        name for name, value in vars(options).items() if value and name not in ("run", "command")
    )
    logger.info("command %s, set: %s", options.command or "-", " ".join(given))


def _log_error(logger: Logger, error: BaseException) -> None:
    """Log the type of an error, the key of its message, and where in our code it was raised."""
    from ...data.errors import AfspraakError
    from ..app.crash_report import format_report

    if isinstance(error, AfspraakError):
        logger.info("error %s", error.message.key)
    for line in format_report(error).splitlines():
        logger.info("%s", line)
