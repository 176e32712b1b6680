"""The rows of a list that need not be made again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

_Source = TypeVar("_Source", bound=tuple[object, ...])
_Row = TypeVar("_Row")


class RowMemory(Generic[_Source, _Row]):
    """Makes the row of each source, and remembers it as long as the source stays the same.

    A source is all that a row is made of, but for the circumstances, which all rows share. Values
    that are the same objects as before are compared in no time.
    """

    def __init__(self, make: Callable[[_Source], _Row]) -> None:
        self._make = make
        self._circumstances: tuple[object, ...] = ()
        self._sources: Sequence[_Source] = ()
        self._rows: list[_Row] = []

    def rows(self, sources: Sequence[_Source], *circumstances: object) -> list[_Row]:
        """Return the rows of these sources, in order."""
        make = self._make
        if circumstances != self._circumstances or len(sources) != len(self._sources):
            self._rows = [make(source) for source in sources]
        else:
            known = zip(self._sources, sources, self._rows, strict=True)
            self._rows = [row if before == now else make(now) for before, now, row in known]
        self._circumstances, self._sources = circumstances, sources
        return self._rows
