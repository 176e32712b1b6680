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
