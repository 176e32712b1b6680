"""The first row of the screen: always as wide as the screen, and what goes first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.data.storage.saving.status import Saving
from afspraak.widgets.drawing.header_line import ClockFace, HeaderParts, header_line
from afspraak.widgets.drawing.roles import Role
from afspraak.widgets.drawing.wrapping import line_text, line_width
from afspraak.widgets.language import speak

PARTS = HeaderParts(("Anna · planning",), clock=ClockFace("0:12/1:00", 0.2), saved_at="10:12")


def test_the_header_as_it_is_designed() -> None:
    assert header_line(PARTS, 60) == (
        (" ", Role.PLAIN),
        ("Anna", Role.BOLD),
        (" · planning", Role.DIM),
        (" " * 10, Role.PLAIN),
        ("██", Role.BAR),
        ("░░░░░░", Role.BAR_REST),
        (" ", Role.PLAIN),
        ("0:12/1:00", Role.PLAIN),
        ("  ", Role.PLAIN),
        ("● ", Role.SAVED),
        ("saved 10:12", Role.DIM),
        (" ", Role.PLAIN),
    )


@pytest.mark.parametrize(
    ("share", "cells", "seen", "roles"),
    [
        (None, 8, "0:12", [Role.PLAIN]),
        (0.5, 0, "0:12", [Role.PLAIN]),
        (0.0, 8, "░░░░░░░░ 0:12", [Role.BAR_REST, Role.PLAIN]),
        (0.01, 8, "█░░░░░░░ 0:12", [Role.BAR, Role.BAR_REST, Role.PLAIN]),
        (0.99, 8, "███████░ 0:12", [Role.BAR, Role.BAR_REST, Role.PLAIN]),
        (1.0, 8, "████████ 0:12", [Role.BAR, Role.PLAIN]),
        (1.5, 8, "████████ 0:12", [Role.BAR, Role.PLAIN]),
    ],
)
def test_the_bar_of_the_clock_is_full_when_the_time_is_over_and_not_before(
    share: float | None, cells: int, seen: str, roles: list[Role]
) -> None:
    line = ClockFace("0:12", share).line(cells)
    assert line_text(line) == seen
    assert [role for text, role in line if text.strip()] == roles


def test_figures_stand_out_once_the_last_tenth_has_begun_and_no_words_are_no_clock() -> None:
    assert ClockFace("0:55", 0.92, is_late=True).line(0) == (("0:55", Role.CLOCK_LATE),)
    assert ClockFace("", 0.5).line(8) == ()


@pytest.mark.parametrize(
    ("state", "seen", "role"),
    [
        (Saving.FAILED, " NOT SAVED ", Role.ALARM),
        (Saving.READ_ONLY, " READ ONLY ", Role.READ_ONLY),
    ],
)
def test_what_is_not_kept_is_said_at_every_width_that_holds_it(
    state: Saving, seen: str, role: Role
) -> None:
    parts = HeaderParts(("A long title",), ("note",), PARTS.clock, ("shared",), saving=state)
    for width in range(len(seen) + 2, 100):
        assert (seen, role) in header_line(parts, width)
        assert line_text(header_line(parts, width)).endswith(f"{seen} ")


def test_a_connection_that_fails_has_a_role_of_its_own() -> None:
    for fails, role in ((True, Role.DISCONNECTED), (False, Role.SHARED)):
        parts = HeaderParts(("Anna",), share=("shared",), share_fails=fails)
        assert ("shared", role) in header_line(parts, 40)


FORMS = st.lists(st.text("ab· 漢é", max_size=20), max_size=3)


@given(
    st.builds(
        HeaderParts,
        FORMS.filter(bool),
        FORMS,
        st.builds(ClockFace, st.text("0:12/", max_size=12), st.none() | st.floats(0, 2)),
        FORMS,
        st.booleans(),
        st.sampled_from(Saving),
        st.sampled_from(["", "10:12", "yesterday at 10:12"]),
    ),
    st.integers(0, 140),
    st.sampled_from(LANGUAGES),
)
def test_a_header_is_always_exactly_as_wide_as_the_screen(
    parts: HeaderParts, width: int, language: str
) -> None:
    speak(catalogue(language))
    line = header_line(parts, width)
    speak(catalogue("en"))
    if width < 3:
        assert line == ()
    else:
        assert line_width(line) == width
        assert line_text(line)[0] == line_text(line)[-1] == " "
