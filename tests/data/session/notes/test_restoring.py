"""A passage of earlier notes comes back, and nothing that is there now is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.session.steps.restoring import with_passage

LINES = st.lists(st.sampled_from(["", "a", "b", "c", "## h"]), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("past", "number", "present", "after"),
    [
        ("## A|one|two||x", 1, "## A||x", "## A|one|two||x"),
        ("## A|one|two||x", 2, "## A|one|2||x", "## A|one|2|two||x"),
        ("## A|one||gone", 3, "## A|one", "## A|one|gone"),
        ("one||two", 0, "zero|two", "zero|one|two"),
        ("one|two", 0, "one|two|more", None),
    ],
)
def test_lines_of_the_passage_return_to_their_place(
    past: str, number: int, present: str, after: str | None
) -> None:
    found = with_passage(present.split("|"), past.split("|"), number)
    assert (None if found is None else "|".join(found)) == after


@given(LINES, LINES, st.data())
def test_nothing_present_is_lost_and_the_passage_is_there(
    past: list[str], present: list[str], data: st.DataObject
) -> None:
    number = data.draw(st.sampled_from([n for n, line in enumerate(past) if line] or [0]))
    found = with_passage(present, past, number)
    lines = present if found is None else found
    left = iter(lines)
    assert all(line in left for line in present)  # in order
    if past[number]:
        assert past[number] in lines
