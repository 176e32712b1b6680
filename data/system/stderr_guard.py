"""What a library writes on stderr by itself is kept from the terminal, and the picture on it.

Rust tells of a panic on file descriptor 2 before anybody can catch it, and with a picture of ours
on that terminal the words would stand in the midst of it. So while a library that can panic is at
work the descriptor leads nowhere: a few µs, measured. What draws has a descriptor of its own.
"""

from __future__ import annotations

import os
import threading
from contextlib import suppress


class _Turned:
    """Descriptor 2, turned away by any number of threads at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._begun = 0
        self._kept: int | None = None
        self._nowhere: int | None = None

    def begin(self) -> None:
        """From now on nothing that is written there is seen; an `end` follows for each."""
        with self._lock:
            self._begun += 1
            if self._begun == 1:
                with suppress(OSError):  # it is closed, or there is no other left: as it was, then
                    self._turn()

    def end(self) -> None:
        """It leads again where it did, when all that began have ended."""
        with self._lock:
            self._begun -= 1
            if self._begun or self._kept is None:
                return
            kept, self._kept = self._kept, None
            with suppress(OSError):
                os.dup2(kept, 2)
            with suppress(OSError):  # whatever it says, the descriptor is closed
                os.close(kept)

    def _turn(self) -> None:
        if self._nowhere is None:
            self._nowhere = os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)
        self._kept = os.dup(2)
        os.dup2(self._nowhere, 2)


def is_panic(error: BaseException) -> bool:
    """Whether this is a panic of Rust's; PyO3 makes a class for each library and exports none."""
    return type(error).__name__ == "PanicException"


_turned = _Turned()
begin, end = _turned.begin, _turned.end
