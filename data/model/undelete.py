"""Undelete: restore a row that the other partner deleted while a form about it was open."""

from __future__ import annotations

from .conversation import Agreement, ChecklistItem, Conversation
from .edits import Change, FieldEdit
from .fields import Fields, Value, row_fields


def undelete(seen: ChecklistItem | Agreement, now: Conversation, fields: Fields) -> Change | None:
    """Return the edit that restores the row as it was `seen`; None if it still exists.

    `fields` are the present ones: changes that others made before they deleted the row stay.
    """
    item = isinstance(seen, ChecklistItem)
    if (now.item(seen.id) if item else now.agreement(seen.id)) is not None:
        return None
    table = "item" if item else "agreement"
    values: dict[str, Value] = {"deleted": False}
    for key, value in row_fields(table, seen.id, seen).items():
        # Undoing the addition of a row removes its fields altogether.
        if key not in fields:
            values[key.attribute] = value
    return Change(table, seen.id, values)


def touches_deleted_row(edit: FieldEdit, now: Conversation) -> bool:
    """Return whether an edit is about an item or an agreement that does not exist (any more)."""
    ids = {"item": {row.id for row in now.checklist}}
    ids["agreement"] = {row.id for row in now.agreements}
    return any(key.table in ids and key.id not in ids[key.table] for key in edit.fields())
