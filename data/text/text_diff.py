"""The difference between two texts as splices: brings text that was edited elsewhere back.

Lines are compared first and words only inside lines that changed, so that a large text costs no
more than its changed part, and two people's changes in one line still merge word by word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher

from .splice import Splice

_TOKENS = re.compile(r"\w+|\s|[^\w\s]")
_WORDWISE = 4000
"""Above this many code points the words of a changed block are not compared all with all, which is
quadratic: it is compared line by line if the numbers of lines are equal, else replaced whole."""
_LINEWISE = 12_000_000
"""Above this many pairs of equal lines everything changed is replaced whole: a comparison would
take minutes."""


def diff_splices(old: str, new: str, by: str = "") -> list[Splice]:
    """Return splices that turn `old` into `new`, one after the other; positions in code points."""
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
    if sum(line_counts[line] for line in old_middle) > _LINEWISE:
        return [Splice(position, sum(map(len, old_middle)), "".join(new_middle), by)]
    for before, after in _blocks(old_middle, new_middle):
        if before != after:
            splices.extend(_wordwise(before, after, position, by))
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


def _wordwise(old: str, new: str, position: int, by: str) -> list[Splice]:
    if not old or not new:
        return [Splice(position, len(old), new, by)]
    if len(old) + len(new) > _WORDWISE:
        return _line_by_line(old, new, position, by)
    splices = []
    for before, after in _blocks(_TOKENS.findall(old), _TOKENS.findall(new)):
        if before != after:
            splices.append(Splice(position, len(before), after, by))
        position += len(after)
    return splices


def _line_by_line(old: str, new: str, position: int, by: str) -> list[Splice]:
    """Compare the lines of a large block in pairs, such as after a change of indentation.

    Unchanged text within the lines keeps its author.
    """
    old_lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    if len(old_lines) != len(new_lines) or len(old_lines) == 1:
        return [Splice(position, len(old), new, by)]
    splices: list[Splice] = []
    for before, after in zip(old_lines, new_lines, strict=True):
        if before != after:
            splices.extend(_wordwise(before, after, position, by))
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
