"""A conversation with agreements and items, and its follow-up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from afspraak.data.ids import EMPLOYEE, MANAGER, Login, RowId, Slug
from afspraak.data.model.conversation import Agreement, Conversation, Progress
from afspraak.data.notebook.follow_up import build_follow_up, follow_up_defaults
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation

PLANNING_SLUG = Slug("anna-planning-2027")


COURSE_AGREEMENT = Agreement(
    RowId("a1"),
    "development",
    "Cursus projectleiden",
    "Anna de Vries",
    "Diploma",
    date(2027, 6, 30),
    "Tijd",
    "Jan Bakker",
    created="2026-12-03T10:00:00+00:00",
    order="V",
    steps="zoeken\naanmelden",
    progress=(
        Progress(
            RowId("p1"), RowId("a1"), "2027-02-01T09:00:00+00:00", EMPLOYEE, "ingeschreven", 20
        ),
    ),
)


def planning(*agreements: Agreement, **header: Any) -> Conversation:
    """A planning conversation of Jan and Anna with these agreements."""
    fresh = build_conversation(
        NewConversation("manager", "Jan Bakker", "Anna de Vries", language="nl", minutes=45)
    )
    known = {"department": "Wonen", "job": "Ontwikkelaar", "goals": "Minder storingen"}
    partners = tuple(
        replace(partner, login=Login(login))
        for partner, login in zip(fresh.partners, ("jan", "anna"), strict=True)
    )
    return replace(
        fresh,
        header=replace(fresh.header, **(known | {"period": "2027"} | header)),
        partners=partners,
        agreements=agreements,
    )


def with_items(conversation: Conversation, **states: Any) -> Conversation:
    """The checklist with changed items: id (with _ for -) -> changes."""
    return replace(
        conversation,
        checklist=tuple(
            replace(item, **states.get(item.id.replace("-", "_"), {}))
            for item in conversation.checklist
        ),
    )


def followed(previous: Conversation, kind: str = "progress") -> Conversation:
    """The follow-up of this conversation, created by the manager."""
    return build_follow_up(previous, PLANNING_SLUG, follow_up_defaults(previous, MANAGER, kind))
