"""The line of the notes that an agreement was drafted from is found again."""

from __future__ import annotations

import pytest

from afspraak.data.ids import RowId
from afspraak.data.model.agreements.drafted_lines import draft_of, drafted_lines
from afspraak.data.model.conversation import Agreement

LINE = "Anna writes the runbook for the portal"
ONE = Agreement(RowId("1"), text="Runbook", drafted_from=LINE)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- [ ] 10:04 Anna writes", "Anna writes"),
        ("> 2. Anna  writes ", "Anna  writes"),
        ("## Goals", "Goals"),
        ("- ", ""),
    ],
)
def test_a_draft_has_neither_marks_nor_the_time(line: str, expected: str) -> None:
    assert draft_of(line) == expected


@pytest.mark.parametrize(
    "edited",
    [
        f"- {LINE}",
        f"- [x] 10:04 {LINE}",
        f"{LINE}, and Sam helps",
        "Anna de Vries writes the runbook for the new portal",
        "ANNA WRITES THE RUNBOOK FOR THE PORTAL",
    ],
)
def test_the_line_is_found_after_it_and_its_neighbours_were_edited(edited: str) -> None:
    assert drafted_lines(["## Goals", "other", "", edited], [ONE]) == {3: "1"}


@pytest.mark.parametrize("other", ["", "Anna", "Jan writes", "the portal went live", "- ", "## x"])
def test_another_line_is_not_taken_for_it(other: str) -> None:
    assert drafted_lines([other], [ONE]) == {}


def test_of_equal_lines_each_agreement_has_its_own() -> None:
    two = Agreement(RowId("2"), drafted_from="ask")
    same = Agreement(RowId("3"), drafted_from="ask")
    assert drafted_lines(["ask", "- ask", "ask"], [two, same]) == {0: "2", 1: "3"}


def test_a_line_that_is_the_text_of_an_agreement_is_its_line() -> None:
    earlier = Agreement(RowId("4"), text="Write the runbook")
    assert drafted_lines(["no", "- Write the runbook"], [earlier]) == {1: "4"}
    assert drafted_lines(["Write the runbook soon"], [earlier]) == {}, "it may be another one"


def test_the_same_words_win_over_alike_ones() -> None:
    assert drafted_lines([f"{LINE} too", LINE], [ONE]) == {1: "1"}


def test_without_agreements_there_are_no_marks() -> None:
    assert drafted_lines([LINE], []) == drafted_lines([LINE], [Agreement(RowId("5"))]) == {}
