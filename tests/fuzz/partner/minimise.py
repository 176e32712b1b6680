"""Minimise a script that breaks the oracle or ends its process; each try has its own process."""

from __future__ import annotations

import faulthandler
import os
import re
import signal
import tempfile
import time
from pathlib import Path

from ..bounds import Broken, held
from . import script
from .engine import SECONDS
from .player import Player

_PATIENCE_SECONDS = 120.0


def cause_of(data: bytes, concrete: Path | None = None) -> str:
    """Return why a script is not played to its end; "" if it is.

    The same script with all bytes is written to `concrete`.
    """
    reader, writer = os.pipe()
    process = os.fork()
    if not process:
        os.close(reader)
        faulthandler.disable()
        with tempfile.TemporaryDirectory(prefix="afspraak-fuzz-") as room:
            player = Player(Path(room))
            cause = ""
            try:
                held(player.play_both, data, SECONDS)
            except Broken as broken:
                cause = re.sub(r"\d+", "#", str(broken))
            if concrete is not None:
                concrete.write_bytes(script.encode(player.played.concrete))
        os.write(writer, cause.encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as told:
        cause = told.read().decode()
    _, status = os.waitpid(process, 0)
    if os.WIFSIGNALED(status):
        return f"killed by {signal.Signals(os.WTERMSIG(status)).name}"
    return cause or (f"exit {status}" if status else "")


def shortest_script(data: bytes) -> bytes | None:
    """Return the shortest found script with the same cause; None if it is played to its end."""
    cause = cause_of(data)
    if not cause:
        return None
    with tempfile.NamedTemporaryFile() as file:
        cause_of(data, Path(file.name))
        if cause_of(concrete := Path(file.name).read_bytes()) == cause:
            data = concrete
    steps = script.parse(data)
    end = time.monotonic() + _PATIENCE_SECONDS
    size = max(1, len(steps) // 2)
    while size and time.monotonic() < end:
        at, shorter = 0, False
        while at < len(steps) and time.monotonic() < end:
            without = steps[:at] + steps[at + size :]
            if cause_of(script.encode(without)) == cause:
                steps, shorter = without, True
            else:
                at += size
        if not shorter or size > len(steps):
            size //= 2
    return script.encode(steps)
