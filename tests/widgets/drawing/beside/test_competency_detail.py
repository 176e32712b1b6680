"""The detail of a competency, as a picture."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from afspraak.data.ids import EMPLOYEE, MANAGER, PartnerId, Slug
from afspraak.data.model.conversation import ChecklistItem, Conversation
from afspraak.widgets.drawing.beside.competency_detail import CompetencyDetail, competency_detail
from afspraak.widgets.drawing.wrapping import line_text, line_width

from ....support.screens.portal import TODAY, portal
from ....support.screens.styled import styled_rows


def item(name: str, **more: object) -> ChecklistItem:
    """The competency with this name, with other values."""
    found = next(each for each in portal().checklist if each.text == name)
    return replace(found, **more)  # type: ignore[arg-type]


def detail(
    about: ChecklistItem,
    width: int = 80,
    given: Conversation | None = None,
    me: PartnerId = MANAGER,
) -> CompetencyDetail:
    return competency_detail(about, given or portal(), me, TODAY, width)


def lines(found: CompetencyDetail, width: int) -> list[str]:
    return [line_text(line).rstrip() for row in found.rows for line in row.lines(width)]


WIDE = """\
Jan   ●●●  mastered                                            2026 ●●○ growing
           The portal was two weeks early; nobody had asked for that.

Anna  ●○○  improvement needed                       2026 ●○○ improvement needed
           I start five things and finish three. I want to learn to say no, and
           to whom.

2026  D3 Say no to one thing a week                                  30 Dec  ok
"""
NARROW = """\
finishes what was agreed, and on
time

Jan   ●●●  mastered
           2026 ●●○ growing
           The portal was two weeks
           early; nobody had asked
           for that.

Anna  ●○○  improvement needed
           2026 ●○○ improvement
           needed
           I start five things and
           finish three. I want to
           learn to say no, and to
           whom.

2026  D3 Say no to one thing a week
      30 Dec ok
"""


@pytest.mark.parametrize(("width", "seen"), [(80, WIDE), (36, NARROW)])
def test_all_of_a_competency_is_told(width: int, seen: str) -> None:
    found = detail(item("Getting results"), width)
    assert lines(found, width - 1) == seen.splitlines()
    assert found.title.names == ("Getting results",)
    asides = [line_text(line) for line in found.title.counts]
    assert asides == (["finishes what was agreed, and on time"] if width == 80 else [])


def test_each_side_has_its_role_and_what_nobody_said_is_dim() -> None:
    seen = styled_rows(detail(item("Communication")).rows, 79)
    assert seen[0].startswith("[mine Jan ]  [mine ●●○]  growing")
    assert seen[0].endswith("[dim 2026 ●●○ growing]")
    assert seen[2] == "[other Anna]  [other  – ]  [dim not yet rated]"


def test_the_behaviour_of_the_level_is_below_the_rating() -> None:
    told = item("Cooperation", behaviour={"growing": "asks in time", "mastered": "helps others"})
    seen = styled_rows(detail(told).rows, 79)
    assert seen[1] == f"{' ' * 11}[dim asks in time]"
    assert seen[4] == f"{' ' * 11}[dim helps others]"


def test_a_hidden_rating_is_told_to_exist_and_never_shown() -> None:
    mine = item("Communication", rated={MANAGER: "2026-12-03"})
    assert "growing (only you see it yet)" in lines(detail(mine), 79)[0]
    theirs = item("Communication", rated={EMPLOYEE: "2026-12-03"})
    seen = lines(detail(theirs), 79)
    assert seen[2] == "Anna   –   given, not shown yet"


def test_an_agreement_of_this_talk_is_of_now_and_a_late_one_says_so() -> None:
    given = portal()
    rows = tuple(
        replace(
            row, carried_from=Slug(""), based_on="getting RESULTS, and more", due=date(2026, 11, 1)
        )
        if row.id == "no"
        else row
        for row in given.agreements
    )
    seen = styled_rows(
        detail(item("Getting results"), given=replace(given, agreements=rows)).rows, 79
    )
    assert seen[-1].startswith("[dim now ]  [label.development D3 ]Say no")
    assert seen[-1].endswith("[late.date 1 Nov!]  [late late 32 d]")
    assert not [line for line in lines(detail(item("Cooperation")), 79) if "Say no" in line]


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    long = item("Getting results", remarks={MANAGER: "x" * 300, EMPLOYEE: "\t李" * 90})
    for row in detail(long, width).rows:
        assert all(line_width(line) <= width - 1 for line in row.lines(width - 1))
