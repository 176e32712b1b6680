"""What a talk waits for, and whether something has to be done about it now."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from afspraak.data.i18n.catalogue import Message
from afspraak.data.ids import EMPLOYEE, MANAGER, Slug
from afspraak.data.notebook.agenda.agenda import agenda
from afspraak.data.notebook.agenda.waiting import Waiting, due_for, waiting_for
from afspraak.data.notebook.summary import Summary

TODAY = date(2026, 12, 3)
BOTH = (MANAGER, EMPLOYEE)
ANNA = Summary(Slug("anna"), "/anna.json", partner="Anna", names=("Jan", "Anna"), me=MANAGER)
SOON, LATER, OVER = date(2026, 12, 7), date(2027, 1, 7), date(2026, 12, 2)
HELD: dict[str, Any] = {"date": OVER, "talked": True, "next_on": LATER}
LEFT = HELD | {"next_on": None, "kind": "exit"}
UNKNOWN: dict[str, Any] = {"date": SOON, "me": ""}


@pytest.mark.parametrize(
    ("values", "waiting", "due"),
    [
        ({"date": SOON}, Waiting.NOBODY_PREPARED, Waiting.NOBODY_PREPARED),
        ({"date": SOON, "prepared_by": (MANAGER,)}, Waiting.OTHER_PREPARES, Waiting.OTHER_PREPARES),
        ({"date": SOON, "prepared_by": (EMPLOYEE,)}, Waiting.I_PREPARE, Waiting.I_PREPARE),
        ({"date": SOON, "prepared_by": BOTH}, Waiting.BOTH_PREPARED, None),
        (UNKNOWN | {"prepared_by": (MANAGER,)}, Waiting.ONE_PREPARED, Waiting.ONE_PREPARED),
        (UNKNOWN | {"prepared_by": BOTH}, Waiting.BOTH_PREPARED, None),
        ({"date": LATER}, Waiting.NOBODY_PREPARED, None),
        ({"date": OVER}, Waiting.NOBODY_PREPARED, Waiting.OVERDUE),
        ({"date": OVER, "prepared_by": BOTH}, Waiting.BOTH_PREPARED, Waiting.OVERDUE),
        ({}, Waiting.NOBODY_PREPARED, Waiting.PLANNING),
        ({"prepared_by": BOTH}, Waiting.BOTH_PREPARED, Waiting.PLANNING),
        ({"date": TODAY, "talked": True}, Waiting.BEGUN, None),
        (HELD, Waiting.NOBODY_APPROVES, Waiting.NOBODY_APPROVES),
        (HELD | {"approved": (MANAGER,)}, Waiting.ONE_APPROVES, Waiting.ONE_APPROVES),
        (HELD | {"approved": BOTH}, Waiting.NOTHING, None),
        (HELD | {"approval_void": (MANAGER,)}, Waiting.CHANGED, Waiting.CHANGED),
        (HELD | {"next_on": None, "approved": BOTH}, Waiting.PLANNING, Waiting.PLANNING),
        (LEFT, Waiting.NOBODY_APPROVES, Waiting.NOBODY_APPROVES),
        (HELD | {"next_on": OVER, "approved": BOTH}, Waiting.OVERDUE, Waiting.OVERDUE),
        ({"fault": Message("x"), "date": SOON}, None, None),
    ],
)  # fmt: skip
def test_a_talk_waits_for_the_first_thing_that_is_lacking(
    values: dict[str, Any], waiting: Waiting | None, due: Waiting | None
) -> None:
    (talk,) = agenda([ANNA._replace(**values)], TODAY).talks
    assert waiting_for(talk, TODAY) is waiting
    assert due_for(talk, TODAY) is due


def test_of_the_talks_that_were_held_only_the_last_one_is_due() -> None:
    earlier = ANNA._replace(slug=Slug("earlier"), date=date(2026, 3, 2), talked=True)
    last = ANNA._replace(date=OVER, talked=True, next_on=LATER)
    due = {talk.summary.slug: due_for(talk, TODAY) for talk in agenda([earlier, last], TODAY).talks}
    assert due == {"anna": Waiting.NOBODY_APPROVES, "earlier": None}
