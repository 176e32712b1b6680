"""Where a line of a text is cut into rows: between words, and never inside a cluster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len

from ...data.text.graphemes import clusters


def wrap_offsets(line: str, width: int, tabs: Sequence[int]) -> list[int]:
    """Return the columns at which a line is cut into rows of at most `width` cells.

    A word goes to the next row whole, with the blanks after it; a word wider than a row is cut
    between clusters. `tabs` are the widths of the line's tabs.
    """
    cuts: list[int] = []
    used = start = 0
    for word in _words(measure(line, tabs)):
        needed = sum(cells for _, cells, _ in word)
        if used + needed > width:
            if start:
                cuts.append(start)
            used = 0
        for length, cells, _ in word:
            if used and used + cells > width:
                cuts.append(start)
                used = 0
            used += cells
            start += length
    return cuts


def measure(text: str, tabs: Iterable[int]) -> Iterator[tuple[int, int, bool]]:
    """Yield (length in code points, width in cells, is blank) of each cluster."""
    widths = iter(tabs)
    for cluster in clusters(text):
        cells = next(widths, 0) if cluster == "\t" else cell_len(cluster)
        yield len(cluster), cells, cluster.isspace()


def _words(measured: Iterable[tuple[int, int, bool]]) -> Iterator[list[tuple[int, int, bool]]]:
    """Group measured clusters into words with the blanks that follow them."""
    word: list[tuple[int, int, bool]] = []
    for cluster in measured:
        if word and word[-1][2] and not cluster[2]:
            yield word
            word = []
        word.append(cluster)
    if word:
        yield word


def tab_widths(line: str, stop: int) -> list[int]:
    """Return the width in cells of each tab of a line, with a tab stop at every `stop` cells."""
    *before, _ = line.split("\t")
    return [stop - cell_len(part) % stop for part in before]
