"""A planning conversation of Jan and Anna about a portal, with everything that a screen can show.

It is prepared on 3 December 2026, for 7 January; it follows a talk of January 2026.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from afspraak.data.ids import EMPLOYEE, MANAGER, PartnerId, RowId, Slug
from afspraak.data.model.conversation import (
    Agreement,
    ChecklistItem,
    Conversation,
    Header,
    Partner,
    Progress,
    Rating,
)
from afspraak.data.model.fractional_index import evenly_spaced_keys
from afspraak.data.session.session import Session

TODAY = date(2026, 12, 3)
JAN = Partner(MANAGER, "Jan Bakker", "manager")
ANNA = Partner(EMPLOYEE, "Anna de Vries", "employee")

_LEVELS: dict[str, Rating] = {"3": "mastered", "2": "growing", "1": "improve"}
_RATED = {
    "Cooperation": "23 22",
    "Getting results": "31 21",
    "Customer focus": "22 12",
    "Communication": "2- 2-",
    "Knowledge": "-- --",
    "Planning own work": "32 32",
}
"""Competency -> the ratings of Jan and Anna now, and the time before."""
_REMARKS = {
    MANAGER: "The portal was two weeks early; nobody had asked for that.",
    EMPLOYEE: "I start five things and finish three. I want to learn to say no, and to whom.",
}


def portal() -> Conversation:
    """Return the conversation."""
    header = Header(
        title="planning 2027",
        date=date(2027, 1, 7),
        time="10:00",
        place="room 2.14",
        previous=Slug("anna-2026"),
        previous_on=date(2026, 1, 8),
        next_on=date(2027, 6, 3),
    )
    return Conversation(header, (JAN, ANNA), tuple(_items()), (), tuple(_agreements()))


def portal_session(folder: Path, **header: Any) -> Session:
    """Return Jan's session of the conversation, in a file in this folder, with a changed header."""
    folder.mkdir(parents=True, exist_ok=True)
    made = portal()
    made = replace(made, header=replace(made.header, **header))
    return Session.create(folder / "talk.json", made, me=MANAGER)


def _items() -> Iterator[ChecklistItem]:
    orders = evenly_spaced_keys(len(_RATED))
    for (text, levels), order in zip(_RATED.items(), orders, strict=True):
        now, before = (_ratings(part) for part in levels.split())
        is_first = text == "Getting results"
        yield ChecklistItem(
            RowId(text),
            "Competencies",
            text,
            "finishes what was agreed, and on time" if is_first else "",
            kind="competency",
            order=order,
            ratings=now,
            earlier=before,
            remarks=_REMARKS if is_first else {},
        )


def _ratings(levels: str) -> dict[PartnerId, Rating]:
    pairs = zip((MANAGER, EMPLOYEE), levels, strict=True)
    return {partner: _LEVELS[level] for partner, level in pairs if level in _LEVELS}


def _agreements() -> Iterator[Agreement]:
    anna, jan = ANNA.name, JAN.name
    rows = (
        Agreement(RowId("runbook"), "result", "Runbook for the portal", anna,
                  due=date(2027, 3, 31), support="two days without tickets", support_by=jan,
                  evaluate_on=date(2027, 2, 15), steps="[x] chapters\n[ ] try it",
                  progress=(_said("p1", "runbook", 11, 2, MANAGER, "Talked it through", 10),
                            _said("p2", "runbook", 12, 3, EMPLOYEE, "The first chapter", 40))),
        Agreement(RowId("rota"), "result", "Support rota for the portal", jan, "it is used",
                  date(2026, 11, 28), "none",
                  progress=(_said("p3", "rota", 11, 20, MANAGER, "Nearly", 70),)),
        Agreement(RowId("pager"), "result", "Hand over the pager", anna, "Sam has it",
                  date(2026, 12, 12), "none",
                  progress=(_said("p4", "pager", 11, 21, EMPLOYEE, "Asked Sam", 10),)),
        Agreement(RowId("course"), "development", "Course project lead", anna,
                  "leads the June release", date(2027, 6, 30), "1450 euro", jan),
        Agreement(RowId("release"), "development", "Lead the June release", anna, "it is out",
                  date(2027, 6, 30), evaluate_on=date(2027, 4, 20)),
        Agreement(RowId("no"), "development", "Say no to one thing a week", anna, "a list",
                  date(2026, 12, 30), "none", based_on="Getting results",
                  carried_from=Slug("anna-2026")),
        Agreement(RowId("desk"), "other", "Desk by the window", jan, due=date(2026, 11, 15),
                  status="done", progress=(_said("p5", "desk", 11, 14, MANAGER, "Done", 100),)),
    )  # fmt: skip
    for row, order in zip(rows, evenly_spaced_keys(len(rows)), strict=True):
        yield replace(row, order=order)


def _said(
    name: str, agreement: str, month: int, day: int, by: PartnerId, text: str, percent: int
) -> Progress:
    moment = f"2026-{month:02}-{day:02}T10:00:00+00:00"
    return Progress(RowId(name), RowId(agreement), moment, by, text, percent)
