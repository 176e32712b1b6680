"""Protect the memory of the process: no core dumps, and no debugger can attach."""

from __future__ import annotations

import sys
from contextlib import suppress

_PR_SET_DUMPABLE = 4


def disable_core_dumps() -> None:
    """Set the size limit of core files to 0."""
    if sys.platform == "win32":
        return
    import resource

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def set_undumpable() -> None:
    """Make the process undumpable, for systems that pipe cores to a program.

    No other process of the same user can attach to an undumpable process either.
    """
    if sys.platform != "linux":
        return
    import ctypes

    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
