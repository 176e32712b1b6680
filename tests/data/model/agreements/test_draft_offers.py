"""What is offered for an agreement from the words of a line."""

from __future__ import annotations

from datetime import date

import pytest

from afspraak.data.ids import EMPLOYEE, MANAGER
from afspraak.data.model.agreements.draft_offers import offers_in
from afspraak.data.model.conversation import Partner

PARTNERS = (
    Partner(MANAGER, "Jan Bakker", "manager"),
    Partner(EMPLOYEE, "Anna de Vries", "employee"),
)
MONDAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("line", "owner", "due"),
    [
        ("Anna writes the runbook before the end of March", "Anna de Vries", "2027-03-31"),
        ("Anna schrijft het draaiboek, eind maart klaar", "Anna de Vries", "2027-03-31"),
        ("Anna de Vries volgt voor de zomer een cursus", "Anna de Vries", "2027-06-30"),
        ("Jan Bakker asks Anna by Friday, and Sam later", "Jan Bakker", "2026-12-04"),
        ("over twee weken vertelt Jan hoe het ging", "Jan Bakker", "2026-12-14"),
        ("uiterlijk 31 maart.", "", "2027-03-31"),
        ("Anna: 2027-03-31", "Anna de Vries", "2027-03-31"),
        ("on 1 December we look, ready by 31-03-2027", "", "2027-03-31"),
        ("tomorrow", "", "2026-12-01"),
        ("Jan vraagt het maandag", "Jan Bakker", "2026-12-07"),
        ("Annabel en Jansen", "", ""),
        ("we may ask Jan", "Jan Bakker", ""),
        ("ask by Jan", "Jan Bakker", ""),
        ("vandaag besproken", "", ""),
        ("a budget of 3 days, the first of two", "", ""),
        ("we had 3 tickets last week", "", ""),
        ("de tweede week was zwaar", "", ""),
        ("in 2020-01-01 it began", "", ""),
        ("", "", ""),
    ],
)
def test_who_and_when_are_read_from_the_line(line: str, owner: str, due: str) -> None:
    found = offers_in(line, PARTNERS, MONDAY)
    assert (found.owner, found.due.isoformat() if found.due else "") == (owner, due)


def test_a_first_name_of_both_is_nobody_and_the_whole_name_is() -> None:
    both = (Partner(MANAGER, "Jan Bakker", "manager"), Partner(EMPLOYEE, "Jan Smit", "employee"))
    assert offers_in("Jan writes it", both, MONDAY).owner == ""
    assert offers_in("Jan Smit writes it", both, MONDAY).owner == "Jan Smit"
    assert offers_in("x", (Partner(MANAGER, "", "manager"),), MONDAY).owner == ""


@pytest.mark.parametrize(
    "line",
    [
        "the portal went live two weeks early",
        "the portal was two weeks late",
        "Monday a week late",
        "on Monday two weeks ago",
        "a month ago",
        "on 3 December too late",
        "for two weeks",
        "the last two weeks",
        "in the past two weeks",
        "after two weeks he stopped",
        "half a year long",
        "two days a week",
        "once a week",
        "it was ready in March",
        "she did it in two weeks",
        "in March 2026",
        "last month",
        "from March on",
        "het portaal ging twee weken te vroeg live",
        "twee weken eerder dan gepland",
        "drie weken te laat",
        "op 3 december te laat",
        "maandag een week later",
        "een maand geleden",
        "maandag twee weken geleden",
        "twee weken lang",
        "gedurende drie maanden",
        "de afgelopen twee weken",
        "na twee weken stopte hij",
        "zes weken vertraging",
        "twee dagen per week",
        "het was in maart klaar",
        "ze deed het in twee weken",
        "in maart vorig jaar",
        "in maart 2026",
        "vanaf maart",
    ],
)
def test_how_early_late_or_long_something_was_is_no_date_to_do_it_by(line: str) -> None:
    for around in (line, f"Anna: {line}.", f"{line}, as we know"):
        assert offers_in(around, PARTNERS, MONDAY).due is None, around


@pytest.mark.parametrize(
    ("line", "due"),
    [
        ("in two weeks", "2026-12-14"),
        ("two weeks from now", "2026-12-14"),
        ("ready two weeks before Christmas", "2026-12-11"),
        ("two weeks after 1 March", "2027-03-15"),
        ("it was late, and it is ready by Friday", "2026-12-04"),
        ("the last one was late. Next week it is ready", "2026-12-07"),
        ("late March", "2027-03-31"),
        ("binnen twee weken", "2026-12-14"),
        ("twee weken voor kerst", "2026-12-11"),
        ("over een half jaar", "2027-05-30"),
        ("het was te laat en volgende week is het klaar", "2026-12-07"),
        ("het duurde lang; eind maart is het af", "2027-03-31"),
    ],
)
def test_a_day_to_come_is_offered_beside_what_is_past(line: str, due: str) -> None:
    found = offers_in(line, PARTNERS, MONDAY).due
    assert found is not None
    assert found.isoformat() == due
