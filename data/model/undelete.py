"""A row that somebody took away while another was filling in a form about it: it comes back."""

from __future__ import annotations

from .conversation import Agreement, ChecklistItem, Conversation
from .edits import Change, FieldEdit
from .fields import Fields, Value, parse_key, row_fields


def undelete(seen: ChecklistItem | Agreement, now: Conversation, fields: Fields) -> Change | None:
    """What brings the row back as it was `seen`; None where it is there `now`.

    `fields` are those of now: what others changed before they took it away stays changed.
    """
    item = isinstance(seen, ChecklistItem)
    if (now.item(seen.id) if item else now.agreement(seen.id)) is not None:
        return None
    table = "item" if item else "agreement"
    values: dict[str, Value] = {"deleted": False}
    for key, value in row_fields(table, seen.id, seen).items():
        parts = parse_key(key)
        # Undoing what added a row takes its fields away altogether.
        if parts is not None and key not in fields:
            values[parts.attribute] = value
    return Change(table, seen.id, values)


def touches_deleted_row(edit: FieldEdit, now: Conversation) -> bool:
    """Whether an edit is about an item or an agreement that is not there (any more)."""
    there = {"item": {row.id for row in now.checklist}}
    there["agreement"] = {row.id for row in now.agreements}
    parts = filter(None, map(parse_key, edit.fields()))
    return any(part.table in there and part.id not in there[part.table] for part in parts)
