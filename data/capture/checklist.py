"""Tick and answer items of the checklist."""

from __future__ import annotations

from ..ids import RowId
from ..model.checklist.private_answers import append_missing_text
from ..model.conversation import ChecklistItem, Conversation, ItemState
from ..model.edits import Answer, Tick
from ..session.session import Session
from .row_choice import Row, choose_row


def item_rows(conversation: Conversation) -> list[Row]:
    """Return the checklist in the order of the screen, numbered from 1."""
    items = [item for _, section in conversation.sections() for item in section]
    return [Row(item.id, item.text, str(number)) for number, item in enumerate(items, 1)]


def find_item(conversation: Conversation, wanted: str) -> ChecklistItem:
    """Return the item that the words mean. Raises NotFoundError or UsageError."""
    row = choose_row(item_rows(conversation), wanted, "item")
    return next(item for item in conversation.checklist if item.id == row.id)


def tick(session: Session, wanted: str, state: ItemState) -> ChecklistItem:
    """Give the item that the words mean a state; return it as it was."""
    item = find_item(session.conversation, wanted)
    if item.state != state:
        session.apply(Tick(item.id, state))
    return item


def answer(
    session: Session, wanted: str, text: str, *, private: bool, replace: bool = False
) -> ChecklistItem:
    """Answer the item that the words mean; return it.

    The text is added below an earlier answer, unless it is to `replace` that.
    """
    item = find_item(session.conversation, wanted)
    me = session.require_partner()
    before = _answer_before(session, item, private=private)
    after = text if replace else append_missing_text(before, text)
    if after != before:
        session.apply(Answer(item.id, me, after, private=private))
    return item


def _answer_before(session: Session, item: ChecklistItem, *, private: bool) -> str:
    if private:
        return session.private_answers().get(RowId(item.id), "")
    return item.remarks.get(session.require_partner(), "")
