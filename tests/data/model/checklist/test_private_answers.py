"""Appending one answer to another loses and duplicates nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.model.checklist.private_answers import append_missing_text
from afspraak.data.text.sanitize import clean_text

lines = st.lists(st.sampled_from(["a", "ab", "b", "", " x"]) | st.text(max_size=5)).map("\n".join)


@given(lines, lines)
def test_appending_keeps_both_texts_and_is_idempotent(present: str, more: str) -> None:
    both = append_missing_text(present, more)
    for text in (present, more):
        assert f"\n{clean_text(text).strip()}\n" in f"\n{both}\n" or not clean_text(text).strip()
    assert append_missing_text(both, more) == both


def test_part_of_a_line_counts_as_missing() -> None:
    assert append_missing_text("January", "Jan") == "January\nJan"
    assert append_missing_text("one\ntwo", "one") == "one\ntwo"
    assert append_missing_text("one", "one\ntwo") == "one\ntwo"
    assert append_missing_text("", " one\n") == "one"
