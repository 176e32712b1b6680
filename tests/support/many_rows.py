"""Conversations with a given number of rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from afspraak.data.ids import RowId
from afspraak.data.model.conversation import Agreement, ChecklistItem, Conversation
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation

_SECTIONS = 8
_DAY = date(2026, 12, 3)


def item_id(number: int) -> RowId:
    """The id of an item, by its number from 0."""
    return RowId(f"item{number:05}")


def agreement_id(number: int) -> RowId:
    """The id of an agreement, by its number from 0."""
    return RowId(f"agreement{number:05}")


def with_rows(agreements: int, items: int) -> Conversation:
    """A conversation with so many agreements and items, and empty notes."""
    return replace(
        build_conversation(NewConversation("manager", "Jan Bakker", "Anna de Vries", date=_DAY)),
        checklist=tuple(
            ChecklistItem(
                item_id(number),
                section=f"Section {number * _SECTIONS // items}",
                text=f"Item {number}",
                order=f"a{number:05}",
            )
            for number in range(items)
        ),
        agreements=tuple(
            Agreement(
                agreement_id(number),
                text=f"Agreement {number}",
                owner="Anna de Vries",
                due=_DAY + timedelta(days=30 + number % 90),
                support="time",
                support_by="Jan Bakker",
                order=f"a{number:05}",
            )
            for number in range(agreements)
        ),
        notes=(),
    )
