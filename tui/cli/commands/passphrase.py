"""`passphrase`: set the passphrase of the idle lock."""

from __future__ import annotations

import os

from ....data.errors import UsageError
from ....widgets.language import tr
from ..parser import SubParsers, add_command
from .output import write_text
from .prompt import read_answer, read_hidden
from .request import Request


def add(subparsers: SubParsers) -> None:
    """Add the parser of `passphrase`."""
    add_command(subparsers, "passphrase", run)


def run(request: Request) -> int:
    """Ask twice on the terminal, or read a line from a pipe; an empty answer removes it."""
    from ....data.settings.idle_passphrase import set_passphrase

    words = _ask_twice() if os.isatty(0) else read_answer()
    set_passphrase(words)
    text = tr("idle_lock.passphrase.set" if words else "idle_lock.passphrase.removed")
    if words and not request.settings.idle_lock:
        text += " " + tr("idle_lock.passphrase.unused")
    write_text(text)
    return 0


def _ask_twice() -> str:
    words = read_hidden(tr("idle_lock.passphrase.ask"))
    if words and read_hidden(tr("idle_lock.passphrase.again")) != words:
        raise UsageError("idle_lock.passphrase.differ")
    return words
