"""Ratings on the screen: their partner, in words and symbols, at every width."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from rich.cells import cell_len

from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER, PartnerId
from afspraak.data.model.competencies import compare_ratings
from afspraak.data.model.conversation import ChecklistItem, Conversation, Header, Partner, Rating
from afspraak.widgets.language import speak
from afspraak.widgets.messages import RatingRequested
from afspraak.widgets.primitives.tall_row_list import TallRowList
from afspraak.widgets.views.checklist import ChecklistPane
from afspraak.widgets.views.ratings import (
    RatedRow,
    both_rating_symbols,
    comparison,
    rating_column_heads,
    rating_symbols,
)

from ...support.screens.styled import styled_rows
from ...support.screens.widget_holder import (
    ANNA,
    JAN,
    Holder,
    conversation,
    items,
    screen_lines,
    screen_text,
)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    speak(catalogue("en"))
    yield
    speak(catalogue("en"))


def competencies(*rows: tuple[str, dict[PartnerId, Rating]]) -> tuple[ChecklistItem, ...]:
    made = items(*(("Competencies", text, "both") for text, _ in rows))
    return tuple(
        replace(item, kind="competency", ratings=ratings)
        for item, (_, ratings) in zip(made, rows, strict=True)
    )


BOTH = competencies(
    ("Advising", {MANAGER: "growing", EMPLOYEE: "mastered"}),
    ("Professional knowledge", {MANAGER: "improve"}),
    ("Result-orientation", {EMPLOYEE: "undiscussed"}),
    ("Planning", {}),
)


class Pane(Holder):
    def __init__(self, given: Conversation) -> None:
        self.pane = ChecklistPane()
        super().__init__(self.pane)
        self.given = given
        self.wanted: list[str] = []

    def on_mount(self) -> None:
        self.pane.show(self.given, {}, EMPLOYEE)
        self.pane.focus()

    def on_rating_requested(self, message: RatingRequested) -> None:
        self.wanted.append(message.item_id)


class Screen(Holder):
    def __init__(self, given: Conversation) -> None:
        self.list = TallRowList()
        super().__init__(self.list)
        self.given = given

    def on_mount(self) -> None:
        self.list.update_rows(list(comparison(compare_ratings(self.given), self.given)))
        self.list.focus()


async def test_the_checklist_shows_both_ratings_in_the_pane_of_80_columns() -> None:
    app = Pane(conversation(BOTH))
    async with app.run_test(size=(28, 24)) as pilot:
        assert screen_lines(app)[1:8] == [
            "│ Competencies      JB  AV │",
            "│>[ ] Advising      ●●○ ●●●│",
            "│ [ ] Professional         │",
            "│     knowledge     ●○○  – │",
            "│ [ ] Result-orientation   │",
            "│                    –  ○○○│",
            "│ [ ] Planning             │",
        ]
        assert "JB: growing · AV:" in screen_text(app)
        app.pane.action_rate()
        await pilot.pause()
        assert app.wanted == ["Advising"]
        for _ in range(3):
            app.pane.action_cursor_down()
        await pilot.pause()
        assert "not yet rated" not in screen_text(app)


async def test_without_ratings_the_checklist_is_unchanged() -> None:
    questions = tuple(replace(item, kind="question") for item in BOTH)
    for rows in (questions, BOTH[3:]):
        app = Pane(conversation(rows))
        async with app.run_test(size=(28, 24)):
            assert not set("●○–") & set(screen_text(app))
            assert "JB" not in screen_text(app)


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
        ("Jan Bakker", "Anna de Vries", "JB  AV "),
        ("Jan Bakker", "Joke Bos", "man emp"),
        ("", "Anna", "man A  "),
        ("李 王", "Anna", "李… A  "),
    ],
)
def test_equal_initials_are_replaced_by_roles(one: str, other: str, over: str) -> None:
    partners = (replace(JAN, name=one), replace(ANNA, name=other))
    assert rating_column_heads(Conversation(Header(), partners)) == over
    assert cell_len(over) == cell_len(both_rating_symbols(BOTH[0], partners))


async def test_the_biggest_difference_is_first_with_words() -> None:
    remarks = {MANAGER: "Handed over.\nTwice.", EMPLOYEE: "[/] half \x1b]52;c;aGk=\x07"}
    rows = (
        *BOTH[1:],
        replace(BOTH[0], ratings={MANAGER: "improve", EMPLOYEE: "mastered"}, remarks=remarks),
    )
    app = Screen(conversation(rows))
    async with app.run_test(size=(60, 20)) as pilot:
        assert screen_lines(app)[:8] == [
            ">Advising · views two steps apart",
            "   Jan  ███░░░░░░ improvement needed",
            "     Handed over.",
            "     Twice.",
            "   Anna █████████ mastered",
            "     [/] half ␛]52;c;aGk=␇",
            "",
            " Professional knowledge · one view so far",
        ]
        assert "   Anna --------- not yet rated" in screen_lines(app)
        await pilot.resize_terminal(120, 20)
        await pilot.pause()
        assert screen_lines(app)[1].split() == [
            "Jan", "███░░░░░░", "improvement", "needed", "Anna", "█████████", "mastered",
        ]  # fmt: skip


SIDE_BY_SIDE = """\
[bold Advising ]· [bold views one step apart]
  manager          ██████░░░ growing           Annabella-Chris… █████████ mastered
    Handed over when it was quiet, without a
    single fault.
    Twice.

[bold Knowledge ]· one view so far
  manager          ███░░░░░░ improvement       Annabella-Chris… --------- not yet rated
                             needed

[bold Planning ]· no views yet
  manager          --------- not yet rated     Annabella-Chris… ░░░░░░░░░ not discussed
"""
BELOW_EACH_OTHER = """\
[bold Advising ]· [bold views one step apart]
  manager          ██████░░░ growing
    Handed over when it was quiet, without a single fault.
    Twice.
  Annabella-Chris… █████████ mastered

[bold Knowledge ]· one view so far
  manager          ███░░░░░░ improvement needed
  Annabella-Chris… --------- not yet rated

[bold Planning ]· no views yet
  manager          --------- not yet rated
  Annabella-Chris… ░░░░░░░░░ not discussed
"""
NARROW = """\
[bold Advising ]· [bold views one step apart]
  manager          ██████░░░ gro
                             win
                             g
    Handed over when it was
    quiet, without a single
    fault.
    Twice.
  Annabella-Chris… █████████ mas
                             ter
                             ed
"""


@pytest.mark.parametrize(
    ("width", "count", "seen"),
    [(90, 5, SIDE_BY_SIDE), (89, 5, BELOW_EACH_OTHER), (32, 1, NARROW)],
)
def test_two_views_are_side_by_side_on_a_wide_screen(width: int, count: int, seen: str) -> None:
    compared = competencies(
        ("Advising", {MANAGER: "growing", EMPLOYEE: "mastered"}),
        ("Knowledge", {MANAGER: "improve"}),
        ("Planning", {EMPLOYEE: "undiscussed"}),
    )
    remark = "Handed over when it was quiet, without a single fault.\nTwice."
    given = replace(
        conversation((replace(compared[0], remarks={MANAGER: remark}), *compared[1:])),
        partners=(replace(JAN, name=""), replace(ANNA, name="Annabella-Christina van der Meer")),
    )
    rows = list(comparison(compare_ratings(given), given))
    assert styled_rows(rows[:count], width) == seen.splitlines()
    assert [row.selectable for row in rows] == [True, False, True, False, True]
    assert [row.key for row in rows if not row.selectable] == [
        "between/Knowledge",
        "between/Planning",
    ]


def test_the_rating_of_the_time_before_is_beside_the_present_one() -> None:
    (compared,) = competencies(("Advising", {MANAGER: "mastered"}))
    earlier: dict[PartnerId, Rating] = {MANAGER: "growing", EMPLOYEE: "improve"}
    given = conversation((replace(compared, earlier=earlier),))
    text = "\n".join(styled_rows(list(comparison(compare_ratings(given), given)), 80))
    assert "mastered [dim (was growing)]" in text
    assert "not yet rated [dim (was improvement needed)]" in text


@pytest.mark.parametrize(
    ("width", "seen"),
    [
        (28, ["[ ] Some words here  ●●○ ●●●"]),
        (27, ["[ ] Some words here ●●○ ●●●"]),
        (26, ["[ ] Some words here", "                   ●●○ ●●●"]),
        (5, ["[ ] S", "    o", "    m", "    e", "    w", "    o", "    r", "    d", "    s"]),
    ],
)
def test_ratings_are_at_the_right_edge_behind_a_blank(width: int, seen: list[str]) -> None:
    row = RatedRow("key", "Some words here", "[ ] ", ratings="●●○ ●●●")
    lines = styled_rows([row], width)
    assert lines[: len(seen)] == seen
    assert lines[-1].endswith("●●○ ●●●")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_no_line_is_wider_than_the_screen(language: str, width: int) -> None:
    speak(catalogue(language))
    names = (replace(JAN, name="Maximiliaan-Alexander 李王李王"), ANNA)
    given = replace(conversation(BOTH), partners=names)
    for row in comparison(compare_ratings(given), given):
        for line in row.lines(width):
            assert cell_len("".join(text for text, _ in line)) <= width


async def test_a_row_higher_than_the_screen_can_be_scrolled() -> None:
    long = "\n".join(f"line {number}" for number in range(30))
    rows = (replace(BOTH[0], remarks={MANAGER: long}), BOTH[1])
    app = Screen(conversation(rows))
    async with app.run_test(size=(60, 10)) as pilot:
        seen: set[str] = set()
        for _ in range(60):
            seen |= {line.strip() for line in screen_lines(app)}
            app.list.action_cursor_down()
            await pilot.pause()
        assert {f"line {number}" for number in range(30)} <= seen
        assert app.list.key == "Professional knowledge"
        assert any(">Professional" in line for line in screen_lines(app))
        app.list.action_cursor_up()
        await pilot.pause()
        assert app.list.key == "Advising"
        for move in (app.list.action_page_down, app.list.action_page_up):
            for _ in range(8):
                move()
                await pilot.pause()
        assert screen_lines(app)[0].startswith(">Advising")


async def test_without_partners_or_competencies_nothing_breaks() -> None:
    nobody: tuple[Partner, ...] = ()
    app = Screen(replace(conversation(BOTH), partners=nobody))
    async with app.run_test(size=(60, 20)):
        assert "Advising · views one step apart" in screen_text(app)
    empty = Screen(conversation())
    async with empty.run_test(size=(60, 20)):
        empty.list.action_cursor_down()
        empty.list.action_page_up()
