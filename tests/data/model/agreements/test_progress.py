"""Progress of agreements, lines of appreciation, and shares of authorship."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.ids import EMPLOYEE, MANAGER, NOBODY, PartnerId, RowId
from afspraak.data.model.agreements.progress import (
    evaluation_is_late,
    is_late,
    last_percent,
    parse_percent,
    support_is_late,
)
from afspraak.data.model.appreciation import appreciation_text, toggle_appreciation
from afspraak.data.model.conversation import Agreement, Progress
from afspraak.data.model.notes import Notes
from afspraak.data.text.splice import Splice

DAY = date(2026, 12, 3)
EVE = date(2026, 12, 2)


def entry(at: str, percent: int | None = None) -> Progress:
    return Progress(RowId(at), RowId("a"), f"{at}T12:00:00+00:00", EMPLOYEE, "x", percent)


def test_percentage_is_that_of_the_last_entry_with_a_figure() -> None:
    told = (entry("2026-11-01", 20), entry("2026-11-02", 50), entry("2026-11-03"))
    assert last_percent(Agreement(RowId("a"), progress=told)) == 50
    assert last_percent(Agreement(RowId("a"), progress=told[2:])) is None


def test_an_open_agreement_past_its_due_date_is_late() -> None:
    agreement = Agreement(RowId("a"), due=EVE)
    assert is_late(agreement, DAY)
    assert not is_late(agreement, EVE)
    assert not is_late(replace(agreement, status="done"), DAY)
    assert not is_late(Agreement(RowId("a")), DAY)


def test_support_is_late_until_it_was_given_or_its_agreement_ended() -> None:
    agreement = Agreement(RowId("a"), support_due=EVE)
    assert support_is_late(agreement, DAY)
    assert not support_is_late(agreement, EVE)
    assert not support_is_late(replace(agreement, support_done=DAY), DAY)
    assert not support_is_late(replace(agreement, status="dropped"), DAY)
    assert not support_is_late(Agreement(RowId("a"), support="time"), DAY)


def test_an_evaluation_is_late_until_progress_is_recorded() -> None:
    agreement = Agreement(RowId("a"), evaluate_on=date(2026, 11, 2))
    assert evaluation_is_late(agreement, DAY)
    assert evaluation_is_late(replace(agreement, progress=(entry("2026-10-20"),)), DAY)
    assert not evaluation_is_late(replace(agreement, progress=(entry("2026-11-10"),)), DAY)
    assert not evaluation_is_late(replace(agreement, status="done"), DAY)
    assert not evaluation_is_late(agreement, date(2026, 11, 2))
    assert evaluation_is_late(
        replace(agreement, progress=(Progress(RowId("p"), RowId("a"), "soon"),)), DAY
    )


@pytest.mark.parametrize(
    ("text", "percent"),
    [("0", 0), ("50", 50), (" 100 % ", 100), ("7%", 7), ("101", None), ("-1", None),
     ("half", None), ("", None), ("1.5", None)],
)  # fmt: skip
def test_a_percentage_is_read(text: str, percent: int | None) -> None:
    assert parse_percent(text) == percent


@pytest.mark.parametrize(
    ("line", "language", "after"),
    [
        ("hoe rustig je bleef", "nl", "Waardering: hoe rustig je bleef"),
        ("  - the calm", "en", "  - Appreciation: the calm"),
        ("", "nl", "Waardering: "),
        ("waardering:the calm", "en", "the calm"),
    ],
)
def test_a_line_becomes_appreciation_and_ordinary_again(
    line: str, language: str, after: str
) -> None:
    def changed(text: str) -> str:
        change = toggle_appreciation(text, language)
        assert change is not None
        start, end, put = change
        return text[:start] + put + text[end:]

    assert changed(line) == after
    assert (appreciation_text(after) is None) == (appreciation_text(line) is not None)
    if appreciation_text(line) is None:
        assert changed(after) == line


def test_a_heading_is_no_appreciation() -> None:
    assert toggle_appreciation("## Looking back", "en") is None


@given(
    st.lists(
        st.tuples(
            st.integers(0, 30),
            st.integers(0, 10),
            st.text("ab \n", max_size=8),
            st.sampled_from([NOBODY, MANAGER, EMPLOYEE]),
        )
    )
)
def test_shares_equal_a_full_count(edits: list[tuple[int, int, str, PartnerId]]) -> None:
    notes = Notes()
    for start, deleted, text, by in edits:
        notes.splice(Splice(min(start, len(notes)), deleted, text, by))
    counted: dict[str, int] = {}
    for line in notes.note_lines():
        if line.by and line.text.strip():
            counted[line.by] = counted.get(line.by, 0) + 1
    assert notes.line_counts == counted
