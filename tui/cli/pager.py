"""Show long output with $PAGER, or else with less, if standard output is a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO, cast

from .standard_streams import SanitizingStream

PAGED = frozenset(
    {
        "about", "agreements", "check", "export", "help", "kinds", "list", "log", "search",
        "settings", "shares", "tick",
    }
)  # fmt: skip
"""The commands whose output may be long."""


class _Collected:
    """A terminal whose text is collected and not shown yet."""

    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal
        self.texts: list[str] = []

    def write(self, text: str) -> int:
        """Collect a text."""
        self.texts.append(text)
        return len(text)

    def flush(self) -> None:
        """Do nothing: the text is shown at the end."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._terminal, name)


@contextmanager
def paged(command: str | None) -> Iterator[None]:
    """Collect the output of a command in the block, and show it at the end."""
    stream = sys.stdout
    pager = _pager() if command in PAGED and stream.isatty() else []
    if not pager or not isinstance(stream, SanitizingStream):
        yield
        return
    terminal = stream.unfiltered
    collected = _Collected(terminal)
    stream.unfiltered = cast(TextIO, collected)
    try:
        yield
    finally:
        stream.unfiltered = terminal
        text = "".join(collected.texts)
        if not (_is_long(text) and _show(pager, text, terminal)):
            with stream.handling_errors():
                terminal.write(text)


def _pager() -> list[str]:
    """Return the command of the pager; none if $PAGER is empty or nothing can show pages."""
    import shlex
    from shutil import which

    if not can_move_cursor():
        return []
    with suppress(ValueError):
        words = shlex.split(os.environ.get("PAGER", "less"))
        return words if words and words[0] != "cat" and which(words[0]) else []
    return []


def can_move_cursor() -> bool:
    """Return whether the terminal is more than a printer, and somebody is at its keys."""
    return os.environ.get("TERM", "dumb") != "dumb" and os.isatty(0)


def _is_long(text: str) -> bool:
    """Return whether a text does not fit on the terminal, with a row for the prompt."""
    from shutil import get_terminal_size

    from rich.cells import cell_len
    from rich.text import Text

    columns, rows = get_terminal_size()
    count = 0
    for line in text.splitlines():
        width = cell_len(Text.from_ansi(line).plain)
        count += max(1, -(-width // columns))
        if count >= rows:
            return True
    return False


def _show(pager: list[str], text: str, terminal: TextIO) -> bool:
    """Show a text with the pager. Return False if it cannot be started."""
    import signal
    from subprocess import PIPE, Popen

    # -F -R -X: end if all fits, show styles, leave the text on the screen. No file has searches.
    environment = {"LESS": "FRX", "LESSHISTFILE": "-"} | os.environ
    if terminal.encoding.lower() == "utf-8":  # also in the locale C, which less takes for ASCII
        environment.setdefault("LESSCHARSET", "utf-8")
    try:
        process = Popen(pager, stdin=PIPE, env=environment)  # noqa: S603 - what the user chose
    except OSError:
        return False
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is meant for the pager
    try:
        with suppress(BrokenPipeError):
            process.communicate(text.encode(terminal.encoding, terminal.errors or "strict"))
        process.wait()
    finally:
        signal.signal(signal.SIGINT, before)
    return True
