"""The sequence from one style to another, and what a terminal shows after it."""

from __future__ import annotations

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.tui.terminal.driver.screen.style import (
    DEFAULT_STYLE,
    Style,
    draws_italic,
    italic_as_underline,
    parse_sgr,
    sgr_transition,
    visible_on_blank,
)

LINK = ";https://example.org"
LINKED = Style(link=LINK)
OPENS, CLOSES = f"\x1b]8;{LINK}\x1b\\", "\x1b]8;;\x1b\\"
STYLES = st.builds(
    Style,
    st.frozensets(st.sampled_from(("1", "3", "4", "7", "9"))),
    st.sampled_from(("", "31", "94", "38;5;200")),
    st.sampled_from(("", "42", "48;5;17")),
    st.just(""),
    st.just(""),
)


@pytest.mark.parametrize(
    ("old", "new", "link"),
    [
        (None, LINKED, OPENS),
        (DEFAULT_STYLE, LINKED, OPENS),
        (LINKED, DEFAULT_STYLE, CLOSES),
        (LINKED, Style(frozenset({"1"}), link=LINK), ""),
        (None, DEFAULT_STYLE, ""),
        (DEFAULT_STYLE, Style(frozenset({"1"})), ""),
    ],
)
def test_a_link_is_opened_and_closed_where_it_changes(
    old: Style | None, new: Style, link: str
) -> None:
    sequence = sgr_transition(old, new)
    assert sequence.startswith(link)
    assert "\x1b]8" not in sequence[len(link) :]


@given(STYLES, STYLES)
def test_a_step_between_styles_ends_in_the_same_look_as_a_fresh_start(
    old: Style, new: Style
) -> None:
    stepped = drawn(sgr_transition(None, old) + sgr_transition(old, new))
    assert stepped == drawn(sgr_transition(None, new))


@pytest.mark.parametrize("codes", ["39", "49", "59", "31;39", "94;39", "42;49", "104;49", "1;0"])
def test_a_colour_that_is_taken_back_leaves_a_blank_cell_like_any_other(codes: str) -> None:
    assert parse_sgr(codes) is DEFAULT_STYLE


@pytest.mark.parametrize(
    ("codes", "style"),
    [
        ("30", Style(foreground="30")),
        ("97", Style(foreground="97")),
        ("40", Style(background="40")),
        ("107", Style(background="107")),
        ("31;49", Style(foreground="31")),
        ("39;42", Style(background="42")),
    ],
)
def test_each_of_the_sixteen_colours_is_kept(codes: str, style: Style) -> None:
    assert parse_sgr(codes) == style


@pytest.mark.parametrize(
    ("codes", "left"),
    [
        ("1;2;3;22", {"3"}), ("1;4;24", {"1"}), ("4;21;24", set()), ("3;23;7", {"7"}),
        ("5;6;25;8", {"8"}), ("7;9;27;29", set()), ("51;52;54;53", {"53"}), ("53;55;1", {"1"}),
        ("8;28", set()), ("1;0;3", {"3"}), ("1;;4", {"4"}),
    ],
)  # fmt: skip
def test_a_code_that_turns_attributes_off_leaves_the_others(codes: str, left: set[str]) -> None:
    assert parse_sgr(codes).attributes == left


@pytest.mark.parametrize(
    ("codes", "style"),
    [
        ("38;5;9;1", Style(frozenset({"1"}), "38;5;9")),
        ("48;2;1;2;3;4", Style(frozenset({"4"}), background="48;2;1;2;3")),
        ("58;5;9", Style(underline="58;5;9")),
        ("58;5;9;59;31", Style(foreground="31")),
        ("38", Style(foreground="38;5;0")),
        ("38;2;1", Style(foreground="38;2;1;0;0")),
        ("120;x;10", DEFAULT_STYLE),
    ],
)
def test_colours_of_several_numbers_and_what_is_none(codes: str, style: Style) -> None:
    assert parse_sgr(codes) == style


def test_only_what_is_seen_on_a_blank_counts_there() -> None:
    plain = parse_sgr("1;3;31;58;5;9")
    assert visible_on_blank(plain) is DEFAULT_STYLE
    lined = visible_on_blank(parse_sgr("1;4;31;44;58;5;9", ";x"))
    assert lined == Style(frozenset({"4"}), "31", "44", "58;5;9", ";x")
    assert visible_on_blank(parse_sgr("44")) == Style(background="44")
    for attribute in ("4", "21", "7", "9", "51", "52", "53"):
        assert visible_on_blank(parse_sgr(attribute)).attributes == {attribute}


def test_italic_becomes_an_underline_where_it_is_not_drawn() -> None:
    assert [draws_italic(term) for term in ("linux", "screen-256color", "xterm", "tmux")] == [
        False, False, True, True,
    ]  # fmt: skip
    assert italic_as_underline(parse_sgr("1;3;31")) == parse_sgr("1;4;31")
    assert italic_as_underline(parse_sgr("1;31")) is parse_sgr("1;31")


def drawn(sequence: str) -> pyte.screens.Char:
    """The cell that a terminal draws after a sequence."""
    screen = pyte.Screen(4, 1)
    pyte.Stream(screen).feed(f"{sequence}x")
    return screen.buffer[0][0]
