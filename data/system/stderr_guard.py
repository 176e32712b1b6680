"""What a library writes on stderr by itself is kept from the terminal, and the picture on it.

Rust tells of a panic on file descriptor 2 before anybody can catch it, and with a picture of ours
on that terminal the words would stand in the midst of it. So while a library that can panic is at
work the descriptor leads nowhere: a few µs, measured. What draws has a descriptor of its own.
"""

from __future__ import annotations

import os
import threading
from contextlib import suppress


class _StderrRedirect:
    """Descriptor 2, turned away by any number of threads at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._depth = 0
        self._saved_stderr: int | None = None
        self._devnull: int | None = None

    def redirect(self) -> None:
        """From now on nothing that is written there is seen; an `end` follows for each."""
        with self._lock:
            self._depth += 1
            if self._depth == 1:
                with suppress(OSError):  # it is closed, or there is no other left: as it was, then
                    self._redirect_to_devnull()

    def restore(self) -> None:
        """It leads again where it did, when all that began have ended."""
        with self._lock:
            self._depth -= 1
            if self._depth or self._saved_stderr is None:
                return
            kept, self._saved_stderr = self._saved_stderr, None
            with suppress(OSError):
                os.dup2(kept, 2)
            with suppress(OSError):  # whatever it says, the descriptor is closed
                os.close(kept)

    def _redirect_to_devnull(self) -> None:
        if self._devnull is None:
            self._devnull = os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)
        self._saved_stderr = os.dup(2)
        os.dup2(self._devnull, 2)


def is_panic(error: BaseException) -> bool:
    """Whether this is a panic of Rust's; PyO3 makes a class for each library and exports none."""
    return type(error).__name__ == "PanicException"


_redirect = _StderrRedirect()
redirect, restore = _redirect.redirect, _redirect.restore
