"""A three-way merge loses and duplicates no typed text."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from afspraak.data.text.splice import Splice
from afspraak.data.text.three_way_merge import additions, merge_three_way

_TEXTS = st.lists(
    st.sampled_from(["a", "bb", "c d", "", "één", "## x", "the same", "the other"]), max_size=8
).map("\n".join)
_EDITS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 12)), max_size=4)


def applied(text: str, splices: Iterable[Splice]) -> str:
    """The text after applying the splices in order."""
    for splice in splices:
        assert 0 <= splice.start <= splice.start + splice.deleted <= len(text)
        text = text[: splice.start] + splice.text + text[splice.start + splice.deleted :]
    return text


def _edited(text: str, edits: list[tuple[int, int]], typed: str) -> str:
    """The text with some letters replaced by an own letter."""
    for place, length in edits:
        at = place % (len(text) + 1)
        text = text[:at] + typed + text[at + length :]
    return text


@given(_TEXTS, _TEXTS)
def test_changes_of_the_editor_alone_are_merged(base: str, edited: str) -> None:
    assert applied(base, merge_three_way(base, base, edited)) == edited


@given(_TEXTS, _TEXTS)
def test_an_unchanged_editor_text_keeps_the_notes(base: str, present: str) -> None:
    assert applied(present, merge_three_way(base, present, base)) == present


@given(_TEXTS, _TEXTS)
def test_equal_changes_are_merged_once(base: str, edited: str) -> None:
    assert applied(edited, merge_three_way(base, edited, edited)) == edited


@given(_TEXTS, _EDITS, _EDITS)
def test_text_typed_by_both_stays(
    base: str, ours: list[tuple[int, int]], theirs: list[tuple[int, int]]
) -> None:
    present, edited = _edited(base, ours, "Ø"), _edited(base, theirs, "Ψ")
    merged = applied(present, merge_three_way(base, present, edited))
    assert merged.count("Ø") == present.count("Ø")
    assert merged.count("Ψ") == edited.count("Ψ")


@given(_TEXTS, _TEXTS)
@example("a\nbb\n\na", "c d\nbb")
def test_without_a_base_both_texts_stay_in_order(present: str, edited: str) -> None:
    splices = additions(present, edited)
    assert not any(splice.deleted for splice in splices)
    merged = applied(present, splices)
    for text in (present, edited):
        letters = iter(merged)
        assert all(letter in letters for letter in text)


@given(_TEXTS, _EDITS)
def test_without_a_base_only_new_lines_are_added(
    present: str, edits: list[tuple[int, int]]
) -> None:
    edited = _edited(present, edits, "Ψ")
    merged = applied(present, additions(present, edited))
    assert merged.count("Ψ") == edited.count("Ψ")
    assert additions(present, present) == []


def test_distant_changes_merge_and_merging_again_changes_nothing() -> None:
    base = "## One\n\nfirst line\n\n## Two\n\nsecond line\n"
    present = base.replace("first line", "first line\nthe partner's line").replace(
        "## Two", "## II"
    )
    edited = base.replace("second line\n", "") + "from the editor\n"
    merged = applied(present, merge_three_way(base, present, edited))
    assert merged == "## One\n\nfirst line\nthe partner's line\n\n## II\n\nfrom the editor\n"
    assert merge_three_way(base, merged, edited) == []


@pytest.mark.parametrize(
    ("base", "present", "edited", "merged"),
    [
        ("one\n", "one\nours\n", "one\ntheirs\n", "one\nours\ntheirs\n"),
        ("one\nend\n", "one\nours\nend\n", "one\ntheirs\nend\n", "one\nours\ntheirs\nend\n"),
        ("one\ntwo\n", "one\n", "one\ntwo\ntheirs\n", "one\ntheirs\n"),
    ],
)
def test_text_inserted_by_both_at_one_place_stands_in_order(
    base: str, present: str, edited: str, merged: str
) -> None:
    assert applied(present, merge_three_way(base, present, edited)) == merged
