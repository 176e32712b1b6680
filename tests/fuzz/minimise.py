"""Minimise an input that exceeds a limit, with the same cause."""

from __future__ import annotations

import time
from collections.abc import Callable

from .bounds import Broken, held

_PATIENCE_SECONDS = 60.0


def shortest(read: Callable[[bytes], object], data: bytes) -> bytes | None:
    """The shortest found part of `data` that exceeds the same limit; None if it exceeds none."""
    cause = _cause(read, data)
    if cause is None:
        return None
    end = time.monotonic() + _PATIENCE_SECONDS
    size = max(1, len(data) // 2)
    while size and time.monotonic() < end:
        at, shorter = 0, False
        while at < len(data) and time.monotonic() < end:
            without = data[:at] + data[at + size :]
            if _cause(read, without) == cause:
                data, shorter = without, True
            else:
                at += size
        if not shorter or size > len(data):
            size //= 2
    return data


def _cause(read: Callable[[bytes], object], data: bytes) -> str | None:
    try:
        held(read, data)
    except Broken as broken:
        return broken.where
    return None
