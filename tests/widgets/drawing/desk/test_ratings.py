"""Ratings in a row of the checklist: three cells each, under the initials of whose they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from afspraak.data.ids import EMPLOYEE, MANAGER, PartnerId
from afspraak.data.model.conversation import Conversation, Header, Rating
from afspraak.widgets.drawing.desk.ratings import (
    both_ratings,
    column_heads,
    is_rated,
    rating_symbols,
)
from afspraak.widgets.drawing.roles import Role
from afspraak.widgets.drawing.wrapping import line_text, line_width

from ....support.screens.widget_holder import ANNA, JAN, PARTNERS, items

(QUESTION,) = items(("Competencies", "Advising", "both"))
RATED = replace(QUESTION, kind="competency", ratings={MANAGER: "growing", EMPLOYEE: "mastered"})


@pytest.mark.parametrize(
    ("rating", "cells"),
    [("mastered", "●●●"), ("growing", "●●○"), ("improve", "●○○"), ("undiscussed", "○○○"),
     (None, " – ")],
)  # fmt: skip
def test_each_rating_is_drawn_in_three_cells(rating: Rating | None, cells: str) -> None:
    assert rating_symbols(rating) == cells


@pytest.mark.parametrize(
    ("one", "other", "over"),
    [
        ("Jan Bakker", "Anna de Vries", " JB  AV"),
        ("Jan Bakker", "Joke Bos", "man emp"),
        ("", "Anna", "man   A"),
        ("李 王", "Anna", "李…   A"),
    ],
)
def test_initials_end_above_the_end_of_a_column_and_equal_ones_are_roles(
    one: str, other: str, over: str
) -> None:
    partners = (replace(JAN, name=one), replace(ANNA, name=other))
    heads = tuple(column_heads(Conversation(Header(), partners), MANAGER))
    assert line_text(heads) == over
    assert line_width(heads) == line_width(tuple(both_ratings(RATED, partners, MANAGER)))


@pytest.mark.parametrize(
    ("me", "roles"),
    [
        (MANAGER, [Role.MINE, Role.OTHER]),
        (EMPLOYEE, [Role.OTHER, Role.MINE]),
        (None, [Role.MINE, Role.MINE]),
    ],
)
def test_ones_own_ratings_look_different_from_those_of_the_other(
    me: PartnerId | None, roles: list[Role]
) -> None:
    for pieces in (
        both_ratings(RATED, PARTNERS, me),
        column_heads(Conversation(Header(), PARTNERS), me),
    ):
        assert [role for text, role in pieces if text.strip()] == roles


def test_what_nobody_rated_and_what_is_no_competency_has_no_ratings() -> None:
    for item in (QUESTION, replace(RATED, ratings={}), replace(RATED, kind="question")):
        assert not is_rated(item, PARTNERS)
        assert both_ratings(item, PARTNERS, MANAGER) == []
    one = replace(RATED, ratings={EMPLOYEE: "improve"})
    assert line_text(tuple(both_ratings(one, PARTNERS, MANAGER))) == " –  ●○○"
