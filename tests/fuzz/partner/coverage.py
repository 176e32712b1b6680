"""Which branches a piece of code takes, by tracing the lines of some files (`sys.settrace`)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import Any

from ...checkout import ROOT

_TRACED = tuple(
    str(ROOT / name)
    for name in ("data/crdt", "data/session/sync_endpoint.py", "data/approval/stances.py")
)

Feature = tuple[str, int, int, int]
"""Function, two lines of it that were executed one after the other, and how often (by its bits)."""


class Coverage:
    """Collects features, those of one run and all."""

    def __init__(self) -> None:
        self.features: set[Feature] = set()
        self._counts: dict[tuple[str, int, int], int] = {}
        self._names: dict[CodeType, str] = {}
        """A name for each function that is traced; "" for the others."""

    @property
    def branches(self) -> int:
        """How many pairs of lines were seen."""
        return len({feature[:3] for feature in self.features})

    @contextmanager
    def collecting(self) -> Iterator[None]:
        """Trace this thread in the block."""
        sys.settrace(self._called)
        try:
            yield
        finally:
            sys.settrace(None)

    def take_new(self) -> int:
        """Add the features since the last call to all; return how many are new."""
        found = {(*pair, count.bit_length()) for pair, count in self._counts.items()}
        self._counts = {}
        new = found - self.features
        self.features |= new
        return len(new)

    def _called(self, frame: FrameType, _event: str, _argument: object) -> Any:
        code = frame.f_code
        name = self._names.get(code)
        if name is None:
            is_traced = code.co_filename.startswith(_TRACED)
            name = f"{code.co_filename}:{code.co_qualname}" if is_traced else ""
            self._names[code] = name
        if not name:
            return None
        last, counts = frame.f_lineno, self._counts

        def on_line(frame: FrameType, event: str, _argument: object) -> Any:
            nonlocal last
            if event == "line":
                pair = (name, last, frame.f_lineno)
                last = frame.f_lineno
                counts[pair] = counts.get(pair, 0) + 1
            return on_line

        return on_line
