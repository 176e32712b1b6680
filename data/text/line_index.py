"""The start of each line of a text, computed when first asked for and cached."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

_STRIDE = 64
"""The number of lines whose starts are computed at once."""


class LineIndex:
    """The starts of lines with known lengths, in code points or bytes; a line break counts as one.

    The caller keeps at least one line. Starts are computed on demand, and a change drops those
    after it: continued typing at one position recomputes nothing before it.
    """

    def __init__(self, lengths: Iterable[int] = (0,)) -> None:
        self._sizes = [length + 1 for length in lengths]
        """The lengths, each with its line break; the last line has one as well."""
        self._known = [0]
        self._total = sum(self._sizes) - 1

    @property
    def total(self) -> int:
        """The length of the whole text."""
        return self._total

    def replace(self, first: int, last: int, lengths: Iterable[int]) -> None:
        """Replace the lines from `first` to before `last` by lines of these lengths."""
        sizes = [length + 1 for length in lengths]
        self._total += sum(sizes) - sum(self._sizes[first:last])
        self._sizes[first:last] = sizes
        del self._known[first + 1 :]

    def start(self, line: int) -> int:
        """Return the position at which a line (from 0) begins. Raises IndexError after the last."""
        if line >= len(self._sizes):
            raise IndexError(line)
        while line >= len(self._known):
            self._extend_known()
        return self._known[line]

    def locate(self, position: int) -> tuple[int, int]:
        """Return line and column (from 0) of a position; past the end means the end."""
        position = max(0, min(position, self._total))
        while position >= self._known[-1] + self._sizes[len(self._known) - 1]:
            self._extend_known()
        line = bisect_right(self._known, position) - 1
        return line, position - self._known[line]

    def _extend_known(self) -> None:
        known = len(self._known)
        part = self._sizes[known - 1 : min(known - 1 + _STRIDE, len(self._sizes) - 1)]
        self._known.extend(accumulate(part, initial=self._known.pop()))
