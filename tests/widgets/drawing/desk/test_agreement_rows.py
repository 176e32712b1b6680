"""The rows of agreements: columns, what is said about each, and what is cut first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.data.ids import RowId, Slug
from afspraak.data.model.conversation import AGREEMENT_KINDS, Agreement
from afspraak.widgets.drawing.desk.agreement_rows import (
    agreement_notes,
    agreement_rows,
    due_piece,
    format_day,
)
from afspraak.widgets.drawing.roles import Role
from afspraak.widgets.drawing.wrapping import line_text, line_width
from afspraak.widgets.language import speak

from ....support.screens.panes import COURSE, RUNBOOK, TALK
from ....support.screens.styled import styled_rows
from ....support.screens.widget_holder import TODAY, conversation

DROPPED = Agreement(RowId("d"), "result", "A dropped plan", status="dropped", order="E")
ALL = (RUNBOOK, COURSE, TALK, DROPPED)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    speak(catalogue("en"))
    yield
    speak(catalogue("en"))


ROWS = {
    56: """\
[label.result R1 ]Runbook for the portal Anna        31 Mar  [dim ok]
[label.development D1 ]Course                 Anna        [late.date 30 Jun!] [late late 156 d]
[done O1 ][done Talk]                   [done Kim Bakker]          [done done]
[done R2 ][strike A dropped plan]                             [done dropped]
""",
    52: """\
[label.result R1 ]Runbook for the p… Anna        31 Mar  [dim ok]
[label.development D1 ]Course             Anna        [late.date 30 Jun!] [late late 156 d]
[done O1 ][done Talk]               [done Kim Bakker]          [done done]
[done R2 ][strike A dropped plan]                         [done dropped]
""",
    51: """\
[label.result R1 ]Runbook for the portal
   Anna        31 Mar   [dim ok]
[label.development D1 ]Course
   Anna        [late.date 30 Jun!]  [late late 156 d]
[done O1 ][done Talk]
   [done Kim Bakker]           [done done]
[done R2 ][strike A dropped plan]
                        [done dropped]
""",
    28: """\
[label.result R1 ]Runbook for the portal
   Anna  31 Mar   [dim ok]
[label.development D1 ]Course
   Anna  [late.date 30 Jun!]  [late late 156 d]
[done O1 ][done Talk]
   [done Kim…]           [done done]
[done R2 ][strike A dropped plan]
                  [done dropped]
""",
    20: """\
[label.result R1 ]Runbook for the…
   Anna   [dim ok]
[label.development D1 ]Course
   Anna   [late late 156 d]
[done O1 ][done Talk]
   [done Kim…]   [done done]
[done R2 ][strike A dropped plan]
          [done dropped]
""",
}


@pytest.mark.parametrize("width", ROWS)
def test_details_go_below_the_text_before_it_has_too_little_room(width: int) -> None:
    rows = agreement_rows(conversation(agreements=ALL), TODAY)
    assert styled_rows(rows, width) == ROWS[width].splitlines()


def test_without_an_owner_or_a_date_there_is_no_column_for_it() -> None:
    (row,) = agreement_rows(conversation(agreements=(Agreement(RowId("a"), text="Lunch"),)), TODAY)
    (seen,) = styled_rows([row], 40)
    assert seen.split("  ", 1)[0] == "[label.result R1 ]Lunch"
    assert seen.endswith(" [missing who ? +3]") and line_width(row.lines(40)[0]) == 40


@pytest.mark.parametrize(
    ("changes", "word", "all_words"),
    [
        ({}, ("ok", Role.DIM), "ok"),
        ({"status": "done"}, ("done", Role.DONE), "done"),
        ({"status": "dropped"}, ("dropped", Role.DONE), "dropped"),
        ({"status": "done", "due": date(2026, 1, 1)}, ("done", Role.DONE), "done"),
        ({"due": date(2026, 12, 2)}, ("late 1 d", Role.LATE), "late 1 d"),
        ({"due": date(2026, 12, 2), "measure": ""}, ("late 1 d", Role.LATE), "late 1 d"),
        ({"measure": ""}, ("measure ?", Role.MISSING), "measure ?"),
        ({"measure": "", "support": ""}, ("measure ? +1", Role.MISSING), "measure, support ?"),
        ({"due": date(2026, 12, 12)}, ("in 9 d", Role.SOON), "in 9 d"),
        ({"due": date(2026, 12, 12), "measure": ""}, ("measure ?", Role.MISSING), "measure ?"),
        ({"due": date(2026, 12, 18)}, ("ok", Role.DIM), "ok"),
    ],
)
def test_what_is_worst_is_said_in_one_word(
    changes: dict[str, object], word: tuple[str, Role], all_words: str
) -> None:
    one, more = agreement_notes(replace(RUNBOOK, **changes), TODAY)  # type: ignore[arg-type]
    assert (one, more[0]) == (word, all_words)


@pytest.mark.parametrize(
    ("due", "status", "seen"),
    [
        (None, "open", ("", Role.PLAIN)),
        (date(2026, 12, 2), "open", ("2 Dec!", Role.LATE_DATE)),
        (TODAY, "open", ("3 Dec", Role.SOON)),
        (date(2026, 12, 17), "open", ("17 Dec", Role.SOON)),
        (date(2026, 12, 18), "open", ("18 Dec", Role.PLAIN)),
        (date(2026, 12, 2), "done", ("2 Dec", Role.DONE)),
        (date(2026, 12, 2), "dropped", ("2 Dec", Role.DONE)),
    ],
)
def test_a_date_that_is_over_has_a_sign_directly_behind_it(
    due: date | None, status: str, seen: tuple[str, Role]
) -> None:
    assert due_piece(replace(RUNBOOK, due=due, status=status), TODAY) == seen  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "seen"),
    [
        (TODAY, "3 Dec"),
        (date(2026, 12, 2), "2 Dec"),
        (date(2026, 1, 1), "1 Jan"),
        (date(2025, 12, 31), "31 Dec 2025"),
        (date(2027, 11, 27), "27 Nov"),
        (date(2027, 11, 28), "28 Nov 2027"),
    ],
)
def test_a_date_needs_no_year_less_than_a_year_ahead(day: date, seen: str) -> None:
    assert format_day(day, TODAY) == seen


def test_what_was_carried_over_and_what_changed_have_a_sign() -> None:
    carried = replace(RUNBOOK, carried_from=Slug("anna-planning-2026"))
    rows = agreement_rows(conversation(agreements=(carried, COURSE)), TODAY, [COURSE.id])
    assert [row.text for row in rows] == ["↻ Runbook for the portal", "Course"]
    assert [row.new for row in rows] == [False, True]


TEXT = st.text("ab \t\n漢é-", max_size=24)
AGREEMENT = st.builds(
    Agreement,
    st.just(RowId("a")),
    st.sampled_from(AGREEMENT_KINDS),
    TEXT,
    TEXT,
    st.sampled_from(["", "m"]),
    st.none() | st.integers(-400, 400).map(lambda days: TODAY + timedelta(days)),
    status=st.sampled_from(["open", "done", "dropped"]),
)


@given(st.lists(AGREEMENT, max_size=4), st.integers(1, 120), st.sampled_from(LANGUAGES))
def test_no_line_is_wider_than_the_list_and_no_state_is_cut_before_it_must_be(
    drawn: list[Agreement], width: int, language: str
) -> None:
    speak(catalogue(language))
    made = tuple(replace(each, id=RowId(f"a{n}")) for n, each in enumerate(drawn))
    for row in agreement_rows(conversation(agreements=made), TODAY):
        lines = row.lines(width)
        assert len(lines) == row.height(width)
        if width > row.columns.label:
            assert all(line_width(line) <= width for line in lines)
        if width >= row.columns.label + row.columns.note + 2:
            assert row.note[0] in line_text(lines[-1]) or row.notes[0] in line_text(lines[-1])
        assert not {"\t", "\n"} & set("".join(map(line_text, lines)))
