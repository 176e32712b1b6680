"""What an undone or redone step changed: `agreement R1`, `“handover” out of the notes`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..i18n.catalogue import Message
from ..ids import RowId
from ..text.sanitize import clip
from ..text.splice import Splice
from .changes import Changes
from .conversation_diff import RowNames
from .fields import FieldKey, Fields

_MAX_PIECE = 20
"""The most code points of a text that are named."""
_ORDER = ("header", "partner", "agreement", "progress", "approval", "item")
"""The table after which a step is named that touches several."""
_OF_ITEM = ("remark", "rating", "state", "order", "section")
"""The columns of an item with words of their own."""


class Content(NamedTuple):
    """The content of a conversation before or after a step."""

    fields: Fields
    """Those of the conversation, with the private ones on top."""
    notes: str


def describe_step(before: Content, after: Content, changes: Changes) -> Message:
    """Return what a step did, by the content around it; `changes` are its own."""
    tables = {table for table, _ in changes.rows}
    table = next((name for name in _ORDER if name in tables), "")
    if not table:
        return _describe_notes(before.notes, changes.splices)
    rows = sorted(row for name, row in changes.rows if name == table)
    changed = {
        key
        for key in (*before.fields, *after.fields)
        if key.table == table and key.id in rows and before.fields.get(key) != after.fields.get(key)
    }
    if table == "item":
        return _describe_items(before, after, rows, changed)
    if table not in ("agreement", "progress"):
        return Message(f"undo.{table}")
    if {key.attribute for key in changed} == {"order"}:
        return Message("undo.order")
    if len(rows) > 1:
        return Message("undo.agreements", count=len(rows))
    label, text = RowNames(before.fields, after.fields).of(table, rows[0])
    return Message(f"undo.{table}", label=label or clip(text, _MAX_PIECE))


def _describe_items(
    before: Content, after: Content, rows: Sequence[RowId], changed: set[FieldKey]
) -> Message:
    columns = {key.attribute.partition("/")[0] for key in changed}
    column = next((name for name in _OF_ITEM if columns and columns <= {name, "rated"}), "")
    if columns and columns <= {"order", "section"}:
        return Message("undo.order")
    if len(rows) > 1:
        return Message("undo.items", count=len(rows))
    text = clip(RowNames(before.fields, after.fields).of("item", rows[0]).text, _MAX_PIECE)
    return Message(f"undo.item.{column}" if column else "undo.item", text=text)


def _describe_notes(text: str, splices: Sequence[Splice]) -> Message:
    """Return the longest piece that came into the notes `text`, or went out of it."""
    taken, put = "", ""
    for splice in splices:
        start, deleted, added, _ = splice
        removed = text[start : start + deleted]
        text = text[:start] + added + text[start + deleted :]
        if removed == added:  # the same text, of another author
            continue
        taken, put = max(taken, removed.strip(), key=len), max(put, added.strip(), key=len)
    if not taken and not put:
        return Message("undo.notes")
    key, piece = ("undo.notes.out", taken) if len(taken) > len(put) else ("undo.notes.in", put)
    return Message(key, text=clip(piece, _MAX_PIECE))
