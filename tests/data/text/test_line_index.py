"""The line index equals a linear scan after any changes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.text.line_index import LineIndex

LENGTHS = st.lists(st.integers(0, 9), min_size=1, max_size=5)


def walked(lengths: list[int]) -> Iterator[int]:
    start = 0
    for length in lengths:
        yield start
        start += length + 1


@given(LENGTHS, st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), LENGTHS), max_size=9))
def test_line_index_equals_a_linear_scan(
    lengths: list[int], changes: list[tuple[int, int, list[int]]]
) -> None:
    starts = LineIndex(lengths)
    for asked, place, news in changes:
        starts.start(asked % len(lengths))
        first = place % len(lengths)
        last = min(first + asked, len(lengths))
        starts.replace(first, last, news)
        lengths[first:last] = news
        assert starts.total == sum(lengths) + len(lengths) - 1
        assert starts.locate(asked) == located(lengths, asked)
    assert [starts.start(line) for line in range(len(lengths))] == list(walked(lengths))
    for position in range(-1, starts.total + 3):
        assert starts.locate(position) == located(lengths, position)


def located(lengths: list[int], position: int) -> tuple[int, int]:
    position = max(0, position)
    for line, start in enumerate(walked(lengths)):
        if position <= start + lengths[line]:
            return line, position - start
    return len(lengths) - 1, lengths[-1]


def test_long_texts_are_indexed_in_strides() -> None:
    lengths = [line % 7 for line in range(3_000)]
    starts = LineIndex(lengths)
    assert starts.locate(starts.total) == (2_999, lengths[-1])
    starts.replace(10, 11, [100])
    lengths[10] = 100
    assert [starts.start(line) for line in (2_999, 0, 11)] == [
        list(walked(lengths))[line] for line in (2_999, 0, 11)
    ]


def test_a_line_after_the_last_has_no_start() -> None:
    index = LineIndex((3, 0, 2))
    assert [index.start(line) for line in range(3)] == [0, 4, 5]
    with pytest.raises(IndexError):
        index.start(3)
