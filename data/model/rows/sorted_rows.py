"""Rows of one table in an order that most changes of a row leave alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, Protocol, TypeVar

from ...ids import RowId


class _Row(Protocol):
    @property
    def id(self) -> RowId: ...


_R = TypeVar("_R", bound=_Row)


class SortedRows(Generic[_R]):
    """Rows by id, and as a tuple in their order."""

    def __init__(
        self,
        place: Callable[[_R], object],
        arrange: Callable[[Iterable[_R]], list[_R]],
    ) -> None:
        """`arrange` returns rows in their order; it depends on nothing but their `place`."""
        self._place, self._arrange = place, arrange
        self._indices: dict[RowId, int] = {}
        self._rows: list[_R] = []
        self._moved: dict[RowId, _R | None] = {}
        """Rows that are new, or have another place; None if they were removed."""

    def set(self, row_id: RowId, row: _R | None) -> None:
        """Replace a row, or add it; None removes it."""
        index = self._indices.get(row_id)
        if row_id not in self._moved:
            if index is None and row is None:
                return
            if (
                row is not None
                and index is not None
                and self._place(self._rows[index]) == self._place(row)
            ):
                self._rows[index] = row
                return
        self._moved[row_id] = row

    def values(self) -> tuple[_R, ...]:
        """Return the rows in their order."""
        if self._moved:
            rows = {row.id: row for row in self._rows}
            for row_id, row in self._moved.items():
                rows.pop(row_id, None)
                if row is not None:
                    rows[row_id] = row
            self._moved.clear()
            self._rows = self._arrange(rows.values())
            self._indices = {row.id: index for index, row in enumerate(self._rows)}
        return tuple(self._rows)
