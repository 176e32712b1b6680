"""Both ratings of a competency on one scale, as pictures at several widths."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from rich.cells import cell_len

from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER, PartnerId
from afspraak.data.model.checklist.competencies import compare_ratings
from afspraak.data.model.conversation import Conversation, Rating
from afspraak.widgets.drawing.beside.scale import (
    RatingMark,
    partner_letters,
    scale,
    scale_heads,
    scale_rows,
    since_words,
)
from afspraak.widgets.drawing.roles import Role
from afspraak.widgets.drawing.wrapping import line_text, line_width
from afspraak.widgets.language import speak

from ....support.screens.portal import ANNA, JAN, portal
from ....support.screens.styled import styled


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    speak(catalogue("en"))
    yield
    speak(catalogue("en"))


def picture(given: Conversation, width: int) -> list[str]:
    """The heads and rows in a list of this width, the first column of which is the cursor's."""
    rows, widths = scale_rows(compare_ratings(given), given, MANAGER)
    heads = line_text(scale_heads(width - 1, widths, since_words(given)))
    lines = [line_text(line) for row in rows for line in row.lines(width - 1)]
    assert all(cell_len(line) < width for line in lines)
    assert sum(row.height(width - 1) or 0 for row in rows) == len(lines)
    return [line.rstrip() for line in (heads, *(f" {line}" for line in lines))]


WIDE = """\
                  improvement    growing     mastered   now           since 2026
 Getting results       A━━━━━━━━━━━━━━━━━━━━━━━━━J      two apart      J ↑  A =
 Cooperation           ┼············J━━━━━━━━━━━━A      one apart      J =  A ↑
 Planning own work     ┼············A━━━━━━━━━━━━J      one apart      J =  A =
 Communication         ┼············J············┼      Anna not yet   J =
 Customer focus        ┼···········J=A···········┼      the same       J ↑  A =
 Knowledge             ┼············┼············┼      nobody yet
"""
NARROW = """\
                  ●○○   ●●○   ●●●  nu             sinds 2026
 Getting results   A━━━━━━━━━━━J   twee stappen    J ↑  A =
 Cooperation       ┼·····J━━━━━A   één stap        J =  A ↑
 Planning own wo…  ┼·····A━━━━━J   één stap        J =  A =
 Communication     ┼·····J·····┼   Anna nog niet   J =
 Customer focus    ┼····J=A····┼   hetzelfde       J ↑  A =
 Knowledge         ┼·····┼·····┼   nog niemand
"""


@pytest.mark.parametrize(("language", "width", "seen"), [("en", 80, WIDE), ("nl", 60, NARROW)])
def test_all_competencies_stand_on_one_scale(language: str, width: int, seen: str) -> None:
    speak(catalogue(language))
    assert picture(portal(), width) == seen.splitlines()


def test_without_room_beside_the_name_the_scale_is_below_it() -> None:
    heads, *lines = picture(portal(), 36)
    assert not heads
    assert lines[:2] == [
        " Getting results           two apart",
        "   A━━━━━━━━━━━━━━━━━━━━━━━━━━━J",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [20, 33, 40, 60, 66, 80, 120, 200])
def test_nothing_is_wider_than_its_place_and_columns_stand_below_each_other(
    language: str, width: int
) -> None:
    speak(catalogue(language))
    given = replace(portal(), partners=(replace(JAN, name="李 Maximiliaan-Alexander"), ANNA))
    longest = replace(given.checklist[0], text="Communicatieve en sociale vaardigheden 李王李王")
    given = replace(given, checklist=(longest, *given.checklist[1:]))
    rows, widths = scale_rows(compare_ratings(given), given, EMPLOYEE)
    for row in rows:
        assert all(line_width(line) <= width for line in row.lines(width))
    if widths.columns(width).gap:
        crosses = {line_text(row.lines(width)[0]).find("┼") for row in rows[-1:]}
        heads = scale_heads(width, widths, since_words(given))
        assert line_width(heads) == width + 1 or not widths.columns(width).since
        assert min(crosses) == widths.columns(width).name


@pytest.mark.parametrize(
    ("levels", "seen"),
    [
        ((0, 0), " ┼····┼····┼ "),
        ((1, 1), "J=A···┼····┼ "),
        ((3, 3), " ┼····┼···J=A"),
        ((1, 2), " J━━━━A····┼ "),
        ((3, 1), " A━━━━━━━━━J "),
        ((0, 2), " ┼····A····┼ "),
    ],
)
def test_the_difference_is_a_line_between_the_letters(levels: tuple[int, int], seen: str) -> None:
    marks = [
        RatingMark(letter, level)
        for letter, level in zip([("J", Role.MINE), ("A", Role.OTHER)], levels, strict=True)
    ]
    pieces = scale(marks, 5)
    assert line_text(tuple(pieces)) == seen
    roles = dict(pieces)
    assert roles.get("J", Role.MINE) == Role.MINE and roles.get("A", Role.OTHER) == Role.OTHER


def test_my_letter_and_the_others_have_roles_and_a_change_has_that_of_who_changed() -> None:
    rows, _ = scale_rows(compare_ratings(portal()), portal(), MANAGER)
    (first, *_) = styled(rows[0].lines(79))
    assert first.startswith("Getting results")
    assert "[other A][bold ━━━━━━━━━━━━━━━━━━━━━━━━━][mine J]" in first
    assert "[apart two apart]" in first
    assert first.endswith("[mine J ↑]  [dim A =]")
    near, *_ = styled(rows[1].lines(79))
    assert "[near one apart]" in near and near.endswith("[dim J =]  [other A ↑]")
    half, same, none = (styled(row.lines(79))[0] for row in rows[3:])
    assert "[missing Anna not yet]" in half
    assert "[dim the same]" in same
    assert "[missing nobody yet]" in none and "↑" not in none


def test_a_rating_that_the_other_does_not_show_yet_is_told_and_not_drawn() -> None:
    given = portal()
    item = next(each for each in given.checklist if each.text == "Communication")
    given = replace(given, checklist=(replace(item, rated={EMPLOYEE: "2026-12-03"}),))
    rows, _ = scale_rows(compare_ratings(given), given, MANAGER)
    (line,) = (line_text(each) for each in rows[0].lines(79))
    assert "┼············J············┼" in line and "A" not in line.split("┼")[1]
    assert "Anna did" in line and "not yet" not in line


@pytest.mark.parametrize(
    ("one", "other", "letters"),
    [
        ("Jan Bakker", "Anna de Vries", ["J", "A"]),
        ("Jan Bakker", "Joke Bos", ["M", "E"]),
        ("李 王", "Anna", ["M", "E"]),
        ("", "Anna", ["M", "E"]),
    ],
)
def test_letters_are_of_one_cell_and_differ(one: str, other: str, letters: list[str]) -> None:
    assert partner_letters((replace(JAN, name=one), replace(ANNA, name=other))) == letters


def test_two_people_in_the_same_role_are_told_apart_by_numbers() -> None:
    assert partner_letters((replace(JAN, name=""), replace(JAN, name=""))) == ["1", "2"]


def test_without_anything_of_the_time_before_there_is_no_such_column() -> None:
    given = portal()
    earlier: dict[PartnerId, Rating] = {}
    rows = tuple(replace(item, earlier=earlier) for item in given.checklist)
    seen = picture(replace(given, checklist=rows), 80)
    assert "since" not in seen[0] and not set("↑=") & set(seen[1])


@pytest.mark.parametrize(
    ("header", "said"),
    [({}, "since 2026"), ({"date": None}, "since 2026"), ({"previous_on": None}, "since last")],
)
def test_the_last_column_says_what_it_counts_from(header: dict[str, Any], said: str) -> None:
    given = portal()
    assert since_words(replace(given, header=replace(given.header, **header))) == said
    in_june = replace(given.header, previous_on=given.header.date)
    assert since_words(replace(given, header=in_june)) == "since Jan"


def test_without_partners_there_are_no_letters() -> None:
    given = replace(portal(), partners=())
    rows, _ = scale_rows(compare_ratings(given), given, None)
    assert "┼" in line_text(rows[0].lines(79)[0])
    assert "one so far" in line_text(rows[3].lines(79)[0])
