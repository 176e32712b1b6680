"""`passphrase`: what the idle lock asks for."""

from __future__ import annotations

import os
import sys

from ...data.errors import UsageError
from ...data.language import say
from ..parser import Verbs, verb
from .answer import put
from .request import Request

_LONGEST = 1_000


def add(verbs: Verbs) -> None:
    """Tell the parser about `passphrase`."""
    verb(verbs, "passphrase", run)


def run(request: Request) -> int:
    """`passphrase`: ask for it twice on the terminal, or read a line; empty takes it away."""
    from ...data.passphrase import set_passphrase

    words = _asked() if os.isatty(0) else sys.stdin.readline(_LONGEST).rstrip("\n")
    set_passphrase(words)
    told = say("passphrase.set" if words else "passphrase.gone")
    if words and not request.settings.idle_lock:
        told += " " + say("passphrase.unused")
    put(told)
    return 0


def _asked() -> str:
    from getpass import getpass

    words = getpass(say("passphrase.ask"))
    if words and getpass(say("passphrase.again")) != words:
        raise UsageError(say("passphrase.differ"))
    return words
