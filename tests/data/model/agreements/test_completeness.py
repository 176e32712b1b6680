"""What a conversation as a whole still lacks, told once it has agreements."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER, PartnerId, RowId
from afspraak.data.model.agreements.completeness import completeness_gaps, goals_without_agreement
from afspraak.data.model.conversation import Agreement, Conversation, Header, NoteLine, Partner

DONE = Agreement(
    RowId("a"), "development", "Course", "Anna", "Diploma", date(2027, 3, 1), "none",
    based_on="Fewer faults",
)  # fmt: skip
WHOLE = Conversation(
    Header(goals="- Fewer faults", next_on=date(2027, 6, 1)),
    (Partner(MANAGER, "Jan", "manager"), Partner(EMPLOYEE, "Anna", "employee")),
    notes=(NoteLine("Appreciation: calm", MANAGER), NoteLine("thanks", EMPLOYEE)),
    agreements=(DONE,),
)


def told(conversation: Conversation, language: str = "en") -> list[str]:
    return [catalogue(language)(gap.message) for gap in completeness_gaps(conversation)]


def header(**values: object) -> Conversation:
    return replace(WHOLE, header=replace(WHOLE.header, **values))  # type: ignore[arg-type]


def notes(*lines: tuple[str, PartnerId]) -> Conversation:
    return replace(WHOLE, notes=tuple(NoteLine(*line) for line in lines))


MANY = "word " * 40


@pytest.mark.parametrize(
    ("conversation", "expected"),
    [
        (WHOLE, []),
        (
            header(goals="Fewer faults\n* Happy tenants"),
            ["goals without an agreement: “Happy tenants”"],
        ),
        (header(goals=""), []),
        (header(next_on=None), ["no date for the next conversation yet"]),
        (notes(("thanks", EMPLOYEE), ("bye", MANAGER)), ["no appreciation yet"]),
        (notes((f"Appreciation: {MANY}", MANAGER)), ["every word in the notes is by one of you"]),
        # The headings of the checklist are nobody's words, and a beginning is no monologue.
        (notes((f"# {MANY}", EMPLOYEE), ("Appreciation: calm", MANAGER)), []),
        # Notes that are not known are not judged.
        (replace(WHOLE, notes=()), []),
        # Before the first agreement, everything is still to come.
        (Conversation(Header(goals="Fewer faults")), ["no agreement yet"]),
    ],
)
def test_gaps_of_the_whole_conversation(conversation: Conversation, expected: list[str]) -> None:
    assert told(conversation) == expected


def test_the_gaps_are_told_in_dutch() -> None:
    lacking = replace(WHOLE, header=Header(goals="Rust"), notes=(NoteLine(MANY, EMPLOYEE),))
    assert told(lacking, "nl") == [
        "doelen zonder afspraak: ‘Rust’",
        "nog geen waardering",
        "nog geen datum voor het volgende gesprek",
        "alle woorden in de notities zijn van een van jullie",
    ]


def test_a_goal_counts_as_taken_up_by_an_agreement_that_still_counts() -> None:
    dropped = replace(WHOLE, agreements=(replace(DONE, status="dropped"),))
    assert goals_without_agreement(WHOLE) == []
    assert goals_without_agreement(dropped) == ["Fewer faults"]
    several = replace(DONE, based_on="fewer faults, happy tenants")
    assert goals_without_agreement(replace(WHOLE, agreements=(several,))) == []


def test_each_goal_is_named_and_a_long_one_is_shortened() -> None:
    many = header(goals="- Fewer faults\n- Happy tenants\n- " + "very " * 20 + "long")
    (gap,) = told(many)
    first, second = gap.removeprefix("goals without an agreement: ").split(", ")
    assert first == "“Happy tenants”"
    assert second.startswith("“very very") and second.endswith("…”") and len(second) <= 42
