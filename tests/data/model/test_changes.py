"""A position in a text moves with insertions before it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.model.changes import shift
from afspraak.data.text.splice import Splice


@given(st.text(max_size=40), st.integers(0, 40), st.integers(0, 10), st.text(max_size=5))
def test_a_caret_stays_with_the_letter_before_it(
    text: str, start: int, deleted: int, piece: str
) -> None:
    start = min(start, len(text))
    deleted = min(deleted, len(text) - start)
    marked = [(letter, number) for number, letter in enumerate(text)]
    after = [*marked[:start], *((letter, -1) for letter in piece), *marked[start + deleted :]]
    for caret in range(len(text) + 1):
        moved = shift(caret, [Splice(start, deleted, piece)])
        assert 0 <= moved <= len(after)
        if caret and marked[caret - 1] in after and not start < caret <= start + deleted:
            assert after[moved - 1] == marked[caret - 1]
        behind = shift(caret, [Splice(start, deleted, piece)], after_insertion=True)
        assert moved <= behind <= len(after)
        if caret < len(text) and marked[caret] in after:
            assert after[behind] == marked[caret], "it goes along with the letter behind it"
