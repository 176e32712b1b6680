"""The difference between two texts as splices, for text that was edited outside the program.

Lines are compared first and words only inside lines that changed: the cost depends on the changed
part alone, and two people's changes in one line still merge word by word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from difflib import SequenceMatcher

from ..ids import NOBODY, PartnerId
from .lazy_pattern import lazy_pattern
from .splice import Splice

_TOKENS = lazy_pattern(r"\w+|\s|[^\w\s]")
_MAX_WORDWISE = 4000
"""The most code points of a changed block whose words are compared, which is quadratic. A larger
block is compared line by line if both sides have as many lines, else replaced whole."""
_MAX_LINE_PAIRS = 12_000_000
"""The most pairs of equal lines that are compared; with more, which would take minutes, the whole
changed part is replaced."""


def diff_splices(old: str, new: str, by: PartnerId = NOBODY) -> list[Splice]:
    """Return splices that turn `old` into `new`, to apply in order; positions in code points."""
    if old == new:
        return []
    old_lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    head = common_prefix_length(old_lines, new_lines)
    tail = common_prefix_length(old_lines[head:][::-1], new_lines[head:][::-1])
    old_middle = old_lines[head : len(old_lines) - tail]
    new_middle = new_lines[head : len(new_lines) - tail]
    splices: list[Splice] = []
    position = sum(map(len, new_lines[:head]))
    line_counts = Counter(new_middle)
    if sum(line_counts[line] for line in old_middle) > _MAX_LINE_PAIRS:
        return [Splice(position, sum(map(len, old_middle)), "".join(new_middle), by)]
    for before, after in _blocks(old_middle, new_middle):
        if before != after:
            splices.extend(_diff_words(before, after, position, by))
        position += len(after)
    return splices


def changed_line_blocks(
    old: Sequence[Hashable], new: Sequence[Hashable]
) -> Iterator[tuple[int, int, int, int]]:
    """Yield the blocks that differ: lines `i` to `j` of `old` became `k` to `m` of `new`."""
    head = common_prefix_length(old, new)
    tail = common_prefix_length(old[head:][::-1], new[head:][::-1])
    matcher = SequenceMatcher(
        None, old[head : len(old) - tail], new[head : len(new) - tail], autojunk=False
    )
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal":
            yield head + i, head + j, head + k, head + m


def _diff_words(old: str, new: str, position: int, by: PartnerId) -> list[Splice]:
    if not old or not new:
        return [Splice(position, len(old), new, by)]
    if len(old) + len(new) > _MAX_WORDWISE:
        return _diff_line_pairs(old, new, position, by)
    splices = []
    for before, after in _blocks(_TOKENS.findall(old), _TOKENS.findall(new)):
        if before != after:
            splices.append(Splice(position, len(before), after, by))
        position += len(after)
    return splices


def _diff_line_pairs(old: str, new: str, position: int, by: PartnerId) -> list[Splice]:
    """Compare a large block line by line, such as after a change of indentation.

    Unchanged text within the lines keeps its author.
    """
    old_lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    if len(old_lines) != len(new_lines) or len(old_lines) == 1:
        return [Splice(position, len(old), new, by)]
    splices: list[Splice] = []
    for before, after in zip(old_lines, new_lines, strict=True):
        if before != after:
            splices.extend(_diff_words(before, after, position, by))
        position += len(after)
    return splices


def _blocks(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, str]]:
    """Return the two sequences side by side, in joined blocks that are equal or not."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [("".join(old[i:j]), "".join(new[k:m])) for _, i, j, k, m in matcher.get_opcodes()]


def common_prefix_length(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    """Return the number of equal first elements."""
    count = 0
    for before, after in zip(old, new, strict=False):
        if before != after:
            break
        count += 1
    return count


def changed_span(old: str, new: str) -> tuple[int, int, str]:
    """Return the span of `old` that differs from `new`, and the text to put there."""
    head = _largest(lambda count: old[:count] == new[:count], min(len(old), len(new)))
    rest = min(len(old), len(new)) - head
    tail = _largest(lambda count: old[len(old) - count :] == new[len(new) - count :], rest)
    return head, len(old) - tail, new[head : len(new) - tail]


def _largest(same: Callable[[int], bool], maximum: int) -> int:
    """Return the largest count, at most `maximum`, for which `same` is true."""
    low = 0
    while low < maximum:
        middle = (low + maximum + 1) // 2
        low, maximum = (middle, maximum) if same(middle) else (low, middle - 1)
    return low
