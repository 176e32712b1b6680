"""A place on the screen."""

from __future__ import annotations

from typing import NamedTuple


class Box(NamedTuple):
    """A place, in cells from the top left corner of what it is in."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The column after it."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The row after it."""
        return self.y + self.height

    def rows(self, first: int, count: int) -> Box:
        """Return `count` rows of it, from row `first` on (from 0)."""
        return self._replace(y=self.y + first, height=count)
