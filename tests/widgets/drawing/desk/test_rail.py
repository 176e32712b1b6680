"""The checklist as a rail beside the notes: the section of the notes is open and in view."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.model.conversation import ChecklistItem
from afspraak.widgets.drawing.desk.rail import rail
from afspraak.widgets.drawing.wrapping import line_text, line_width
from afspraak.widgets.language import speak

from ....support.screens.styled import styled
from ....support.screens.widget_holder import items

ONE, TWO, THREE, FOUR = items(
    ("Looking back", "What went well", "both"),
    ("Looking back", "What can go better", "both"),
    ("Looking back", "Desired behaviour", "both"),
    ("Expectations", "Results and goals", "both"),
)
SECTIONS = [
    ("Looking back", [replace(ONE, state="done"), TWO, replace(THREE, state="parked")]),
    ("Expectations", [replace(FOUR, state="done")]),
]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    speak(catalogue("en"))
    yield
    speak(catalogue("en"))


def seen(current: str, width: int = 20, height: int = 12) -> list[str]:
    return [line_text(line).rstrip() for line in rail(SECTIONS, current, width, height, "F2")]


def test_the_section_of_the_notes_is_open_and_the_others_are_counts() -> None:
    assert seen("looking BACK") == [
        ">Looking back    1/3",
        "  x What went well",
        "  · What can go bet…",
        "  - Desired behavio…",
        " " + "─" * 18,
        " Expectations    1/1",
        "",
        " F2 opens the list",
    ]
    assert seen("Expectations")[:3] == [
        " Looking back    1/3",
        ">Expectations    1/1",
        "  x Results and goa…",
    ]
    assert seen("") == [" Looking back    1/3", " Expectations    1/1", "", " F2 opens the list"]


def test_the_open_section_is_a_heading_and_what_is_done_is_quiet() -> None:
    lines = styled(rail(SECTIONS, "Looking back", 20, 12, "F2"))
    assert lines[0] == "[accent >][heading Looking back]    [count 1/3]"
    assert lines[1] == "[box.done   x ][done What went well]"
    assert lines[2] == "[box.open   · ]What can go bet…"
    assert lines[5].endswith("[all.done 1/1]")


def test_what_does_not_fit_goes_from_the_end_and_the_open_section_stays_in_view() -> None:
    assert seen("Looking back", height=7)[-1] == " Expectations    1/1", "without the key"
    assert seen("Looking back", height=3) == [
        ">Looking back    1/3",
        "  x What went well",
        "  · What can go bet…",
    ]
    assert seen("Expectations", height=2) == [">Expectations    1/1", "  x Results and goa…"]


NAMES = st.sampled_from(["Looking back", "Work", "漢字", "The very long name of a section"])


@given(
    st.lists(st.tuples(NAMES, st.integers(1, 9)), max_size=8, unique_by=lambda pair: pair[0]),
    NAMES,
    st.integers(8, 40),
    st.integers(1, 30),
)
def test_a_rail_never_leaves_its_place_and_shows_where_the_notes_are(
    drawn: list[tuple[str, int]], current: str, width: int, height: int
) -> None:
    sections = [(name, [ChecklistItem(ONE.id, name, "x")] * number) for name, number in drawn]
    lines = rail(sections, current, width, height, "F2")
    assert len(lines) <= max(height, 2)
    assert all(line_width(line) <= max(width, 19) for line in lines)
    if current in dict(drawn):
        assert any(line_text(line).startswith(">") for line in lines)
