"""`passphrase`: what the idle lock asks for."""

from __future__ import annotations

import os

from ....data.errors import UsageError
from ....data.i18n.catalogue import say
from ..parser import Verbs, verb
from .output import put
from .prompt import read_answer, read_hidden
from .request import Request


def add(verbs: Verbs) -> None:
    """Tell the parser about `passphrase`."""
    verb(verbs, "passphrase", run)


def run(request: Request) -> int:
    """`passphrase`: ask for it twice on the terminal, or read a line; empty takes it away."""
    from ....data.settings.idle_passphrase import set_passphrase

    words = _asked() if os.isatty(0) else read_answer()
    set_passphrase(words)
    told = say("passphrase.set" if words else "passphrase.gone")
    if words and not request.settings.idle_lock:
        told += " " + say("passphrase.unused")
    put(told)
    return 0


def _asked() -> str:
    words = read_hidden(say("passphrase.ask"))
    if words and read_hidden(say("passphrase.again")) != words:
        raise UsageError(say("passphrase.differ"))
    return words
