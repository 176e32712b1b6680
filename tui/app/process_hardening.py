"""What is in memory stays there: no core dump, and no looking in from outside."""

from __future__ import annotations

import sys
from contextlib import suppress

_PR_SET_DUMPABLE = 4


def disable_core_dumps() -> None:
    """Let the system write no file of this program's memory, whatever happens to it."""
    if sys.platform == "win32":
        return
    import resource

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def set_undumpable() -> None:
    """The same where the system hands cores to a program of its own, and for debuggers.

    A process that is not dumpable cannot be looked into by another one of the same user either.
    """
    if sys.platform != "linux":
        return
    import ctypes

    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
