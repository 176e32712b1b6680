"""Redirect file descriptor 2 while Rust code runs, so that a panic cannot corrupt the screen.

Rust writes a panic message to descriptor 2 before anybody can catch the panic. So while a library
that can panic runs, the descriptor leads to /dev/null, which takes a few µs (measured). The screens
have a descriptor of their own.
"""

from __future__ import annotations

import os
import threading
from contextlib import suppress


class _StderrRedirect:
    """Redirects descriptor 2 for any number of threads at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._depth = 0
        self._saved_stderr: int | None = None
        self._devnull: int | None = None

    def redirect(self) -> None:
        """Redirect descriptor 2 to /dev/null; call `restore` for each call."""
        with self._lock:
            self._depth += 1
            if self._depth == 1:
                with suppress(OSError):  # descriptor 2 is closed, or there is no free one: leave it
                    self._redirect_to_devnull()

    def restore(self) -> None:
        """Undo the redirection when every `redirect` has been followed by a `restore`."""
        with self._lock:
            self._depth -= 1
            if self._depth or self._saved_stderr is None:
                return
            saved, self._saved_stderr = self._saved_stderr, None
            with suppress(OSError):
                os.dup2(saved, 2)
            with suppress(OSError):  # whatever the error, the descriptor is closed
                os.close(saved)

    def _redirect_to_devnull(self) -> None:
        if self._devnull is None:
            self._devnull = os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)
        self._saved_stderr = os.dup(2)
        os.dup2(self._devnull, 2)


def is_panic(error: BaseException) -> bool:
    """Return whether this is a panic of Rust, by its class's name: no library exports the class."""
    return type(error).__name__ == "PanicException"


_redirect = _StderrRedirect()
redirect, restore = _redirect.redirect, _redirect.restore
