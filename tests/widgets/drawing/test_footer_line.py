"""The last row of the screen: whole pairs of keys, and at the right news or what always works."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.widgets.drawing.footer_line import FooterParts, footer_line, key_at
from afspraak.widgets.drawing.roles import Role
from afspraak.widgets.drawing.wrapping import line_text, line_width

KEYS = (("Space", "tick"), ("Enter", "answer"), ("x", "park"))
ALWAYS = (("Tab", "pane"), ("F1", "all keys"))


@pytest.mark.parametrize(
    ("width", "seen"),
    [
        (60, " Space tick  Enter answer  x park     Tab pane  F1 all keys "),
        (57, " Space tick  Enter answer  x park  Tab pane  F1 all keys "),
        (56, " Space tick  Enter answer         Tab pane  F1 all keys "),
        (35, " Space tick  Tab pane  F1 all keys "),
        (34, " Space tick           F1 all keys "),
        (25, " Space tick  F1 all keys "),
        (24, " Space tick             "),
        (12, " Space tick "),
        (11, " " * 11),
        (3, "   "),
        (2, ""),
    ],
)
def test_keys_that_always_work_are_at_the_right_and_pairs_stay_whole(width: int, seen: str) -> None:
    assert line_text(footer_line(FooterParts(KEYS, ALWAYS), width)) == seen


def test_news_takes_the_place_of_what_always_works() -> None:
    parts = FooterParts(KEYS, ALWAYS, news="deleted, u brings it back", presence="Anna is here")
    line = footer_line(parts, 61)
    assert line_text(line) == " Space tick  Enter answer  x park  deleted, u brings it back "
    assert line_text(footer_line(parts, 60)).startswith(" Space tick  Enter answer   ")
    assert ("deleted, u brings it back", Role.NEWS) in line
    assert ("Space", Role.KEY) in line and (" tick", Role.PLAIN) in line


@pytest.mark.parametrize(
    ("parts", "seen", "role"),
    [
        (FooterParts(news="news", lasting=("lasts",), presence="here"), "news", Role.NEWS),
        (FooterParts(lasting=("lasts",), presence="here"), "lasts", Role.NEWS),
        (FooterParts(presence="here", always=ALWAYS), "here", Role.SHARED),
        (FooterParts(lasting=("too long for this", "short")), "short", Role.NEWS),
        (FooterParts(lasting=("too long for this", "also too long")), "also too lo…", Role.NEWS),
    ],
)
def test_news_precedes_what_lasts_and_that_who_is_present(
    parts: FooterParts, seen: str, role: Role
) -> None:
    line = footer_line(parts, 14)
    assert (seen, role) in line


WORDS = st.text("ab/ 漢é…", max_size=16)
PAIRS = st.lists(st.tuples(WORDS, WORDS), max_size=4)


@given(
    st.builds(FooterParts, PAIRS, PAIRS, WORDS, st.lists(WORDS, max_size=3), WORDS),
    st.integers(0, 120),
)
def test_a_footer_is_always_exactly_as_wide_as_the_screen(parts: FooterParts, width: int) -> None:
    line = footer_line(parts, width)
    assert line_width(line) == (width if width > 2 else 0)
    shown = [text for text, role in line if role == Role.KEY]
    keys = [key for key, _ in parts.keys] + [key for key, _ in parts.always]
    assert all(key in keys for key in shown)


def test_a_cell_belongs_to_the_key_of_its_pair() -> None:
    line = footer_line(FooterParts(KEYS, ALWAYS), 60)
    keys = [key_at(line, x) for x in range(60)]
    text = line_text(line)
    for key, words in (*KEYS, *ALWAYS):
        begins = text.index(f"{key} {words}")
        ends = begins + line_width(((f"{key} {words}", ""),))
        assert set(keys[begins:ends]) == {key}
        assert keys[begins - 1] == ""
    assert key_at(line, 60) == ""


def test_a_cell_of_news_belongs_to_no_key() -> None:
    line = footer_line(FooterParts(KEYS, ALWAYS, news="u brings it back"), 60)
    assert key_at(line, line_text(line).index("brings")) == ""
