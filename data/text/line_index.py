"""Where each line of a text begins, without walking through all lines at every key."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

_STRIDE = 64
"""So many lines are counted on at once."""


class LineIndex:
    """The beginnings of lines with known lengths; a line break counts as one. One line at least.

    Beginnings are known as far as somebody asked, and a change forgets those behind it: who writes
    on at one place, wherever it is, has nothing counted again.
    """

    def __init__(self, lengths: Iterable[int] = (0,)) -> None:
        self._sizes = [length + 1 for length in lengths]
        """The lengths, each with its line break; the last line gets one as well."""
        self._known = [0]
        self._total = sum(self._sizes) - 1

    @property
    def total(self) -> int:
        """The length of the whole text."""
        return self._total

    def replace(self, first: int, last: int, lengths: Iterable[int]) -> None:
        """Lines of these lengths come in the place of those from `first` to before `last`."""
        news = [length + 1 for length in lengths]
        self._total += sum(news) - sum(self._sizes[first:last])
        self._sizes[first:last] = news
        del self._known[first + 1 :]

    def start(self, line: int) -> int:
        """The position at which a line begins."""
        while line >= len(self._known):
            self._count_on()
        return self._known[line]

    def locate(self, position: int) -> tuple[int, int]:
        """The line and the place in it of a position; past the end means the end."""
        position = max(0, min(position, self._total))
        while position >= self._known[-1] + self._sizes[len(self._known) - 1]:
            self._count_on()
        line = bisect_right(self._known, position) - 1
        return line, position - self._known[line]

    def _count_on(self) -> None:
        known = len(self._known)
        part = self._sizes[known - 1 : min(known - 1 + _STRIDE, len(self._sizes) - 1)]
        self._known.extend(accumulate(part, initial=self._known.pop()))
