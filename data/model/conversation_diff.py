"""The difference between two copies of a conversation, and their conflicts, as values.

`here` is our own conversation, `copy` the other one. A row is one agreement, item and so on, as in
the fields (`fields.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cached_property
from typing import Literal, NamedTuple

from ..i18n.catalogue import Message
from ..ids import PartnerId, RowId
from ..lazy_dataclass import dataclass, field
from .agreement_label import agreement_label
from .conversation import NoteLine
from .fields import (
    NEUTRAL,
    SPECS,
    STANCE_DEFAULTS,
    TABLES,
    FieldKey,
    Fields,
    Value,
    clean_value,
    row_exists,
    rows,
)
from .rows.conversation_rows import to_conversation as conversation_of

How = Literal["added", "changed", "removed"]
Side = Literal["here", "copy"]

_SILENT = {
    *("looked", "looked_at"),
    *(spec.prefix or name for (_, name), spec in SPECS.items() if not spec.reported),
}
"""Attributes whose changes are not reported."""
_DEFAULTS: Mapping[str, Value] = {"deleted": False, **STANCE_DEFAULTS, **NEUTRAL}
"""Attribute -> the value of a missing field, if that is not an empty text."""


class RowName(NamedTuple):
    """The name of a row: an agreement's label (R1) and text; "" if it has none."""

    label: Message | str
    text: str


class DiffSide(NamedTuple):
    """One side: its fields, and the keys that it set since the two diverged."""

    fields: Fields
    changed_keys: Collection[FieldKey]

    def rows(self, table: str) -> set[RowId]:
        """Return the ids of the rows of a table in which this side set a field."""
        return {key.id for key in self.changed_keys if key.table == table}


@dataclass(frozen=True, slots=True)
class RowChange:
    """The change of one row. An entry of a progress log is named after its agreement."""

    table: str
    id: RowId
    how: How
    label: Message | str
    text: str
    values: Mapping[str, Value] = field(default_factory=dict)
    """Of a changed row: attribute -> new value."""


@dataclass(frozen=True, slots=True)
class NoteChanges:
    """Added and removed lines of the notes; blank lines count only in `text_changed`."""

    added: Mapping[PartnerId, int] = field(default_factory=dict)
    """Partner id ("" for nobody) -> the number of their lines that were added."""
    changed: int = 0
    removed: Mapping[PartnerId, int] = field(default_factory=dict)
    """Partner id -> the number of their lines that were removed."""
    text_changed: bool = False
    """Whether the text differs at all."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field with different values on both sides; one, set since they diverged, is lost."""

    table: str
    id: RowId
    attribute: str
    label: Message | str
    text: str
    here: Value
    copy: Value
    stays: Side


@dataclass(frozen=True, slots=True)
class ModifyDeleteConflict:
    """A row that one side removed while the other changed it: it stays removed."""

    table: str
    id: RowId
    label: Message | str
    text: str
    removed: Side
    attributes: tuple[str, ...]
    """The attributes that the other side changed."""


@dataclass(frozen=True, slots=True)
class ConversationDiff:
    """The changes that a copy brings, in the order of the screen."""

    notes: NoteChanges = NoteChanges()
    rows: tuple[RowChange, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    modify_delete_conflicts: tuple[ModifyDeleteConflict, ...] = ()

    def __bool__(self) -> bool:
        return bool(
            self.notes.text_changed or self.rows or self.conflicts or self.modify_delete_conflicts
        )


class RowNames:
    """The names of rows in the conversation now; of removed rows, the names that they had."""

    def __init__(self, before: Fields, now: Fields) -> None:
        self._before, self._now = before, now
        self._fields = {**before, **now}

    def of(self, table: str, row_id: RowId) -> RowName:
        """Return the name of a row, cleaned."""
        if table == "progress":
            table = "agreement"
            row_id = RowId(str(self._fields.get(FieldKey("progress", row_id, "agreement"), "")))
        text = self._fields.get(FieldKey(table, row_id, "text"), "")
        label = self._labels.get(row_id, "") if table == "agreement" else ""
        return RowName(label, str(clean_value("text", text)))

    @cached_property
    def _labels(self) -> Mapping[RowId, Message]:
        """The labels of the agreements; they need both conversations, and other rows do not."""
        return {
            agreement.id: agreement_label(agreement.kind, number)
            for fields in (self._before, self._now)
            for number, agreement in conversation_of(fields).numbered()
        }


def row_changes(before: Fields, after: Fields, names: RowNames) -> Iterator[RowChange]:
    """Yield the changes of rows from `before` to `after`, without approvals."""
    old_rows, new_rows = rows(before), rows(after)
    for table, row_id in sorted(
        new_rows.keys() | old_rows.keys(), key=lambda key: _row_sort_key(key[0], key[1], new_rows)
    ):
        old, row = old_rows.get((table, row_id)), new_rows.get((table, row_id), {})
        existed, exists = _exists(old), _exists(row)
        if table == "approval" or not (existed or exists):
            continue
        name = names.of(table, row_id)
        if existed and exists:
            values = dict(_changed_values(old or {}, row))
            if values:
                yield RowChange(table, row_id, "changed", *name, values)
        else:
            yield RowChange(table, row_id, "removed" if existed else "added", *name)


def note_changes(before: Sequence[NoteLine], after: Sequence[NoteLine]) -> NoteChanges:
    """Return the changes of the lines of the notes."""
    old, new = [line.text for line in before], [line.text for line in after]
    if old == new:
        return NoteChanges()
    added: dict[PartnerId, int] = {}
    removed: dict[PartnerId, int] = {}
    changed = 0
    for kind, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            continue
        removed_lines = [line for line in before[i:j] if line.text.strip()]
        added_lines = [line for line in after[k:m] if line.text.strip()]
        paired = min(len(removed_lines), len(added_lines))
        changed += paired
        for lines, count in ((added_lines[paired:], added), (removed_lines[paired:], removed)):
            for line in lines:
                count[line.by] = count.get(line.by, 0) + 1
    return NoteChanges(added, changed, removed, text_changed=True)


def conflicts(
    here: DiffSide, copy: DiffSide, merged: Fields, names: RowNames
) -> Iterator[Conflict]:
    """Yield the fields in which a value set since the two diverged loses to the other's value.

    A stance of which both set anything is compared whole: it is one statement.
    """
    keys = {
        key
        for key in (*here.changed_keys, *copy.changed_keys)
        if key.table not in ("", "approval") and not _is_silent(key.attribute)
    }
    stances = set()
    for partner in here.rows("approval") & copy.rows("approval"):
        deleted_key = FieldKey("approval", partner, "deleted")
        if not (here.fields.get(deleted_key) is True or copy.fields.get(deleted_key) is True):
            stances |= {
                FieldKey("approval", partner, part) for part in STANCE_DEFAULTS.keys() - _SILENT
            }
    merged_rows = rows(merged)
    for key in sorted(
        keys | stances,
        key=lambda key: (_row_sort_key(key.table, key.id, merged_rows), key.attribute),
    ):
        ours, theirs, stays = (
            _clean_value(key.attribute, fields.get(key))
            for fields in (here.fields, copy.fields, merged)
        )
        # An undo may have removed a value, and its removal may win.
        lost_here = stays != ours and (key in stances or key in here.changed_keys)
        lost_copy = stays != theirs and (key in stances or key in copy.changed_keys)
        if lost_here or lost_copy:
            name = names.of(key.table, key.id)
            side: Side = "copy" if lost_here else "here"
            yield Conflict(key.table, key.id, key.attribute, *name, ours, theirs, side)


def modify_delete_conflicts(
    here: DiffSide, copy: DiffSide, merged: Fields, names: RowNames
) -> Iterator[ModifyDeleteConflict]:
    """Yield the rows that one side removed while the other changed them."""
    for (table, row_id), row in rows(merged).items():
        deleted_key = FieldKey(table, row_id, "deleted")
        removed_here, removed_copy = (
            here.fields.get(deleted_key) is True,
            copy.fields.get(deleted_key) is True,
        )
        if row.get("deleted") is not True or removed_here == removed_copy:
            continue
        changed = {
            key.attribute
            for key in (copy if removed_here else here).changed_keys
            if key.row == (table, row_id)
        }
        changed -= {"deleted", "order"}
        if table != "approval":  # a stance is one statement
            changed = {attribute for attribute in changed if not _is_silent(attribute)}
        if changed:
            side: Side = "here" if removed_here else "copy"
            sorted_attributes = tuple(sorted(changed))
            yield ModifyDeleteConflict(
                table, row_id, *names.of(table, row_id), side, sorted_attributes
            )


def _exists(row: Mapping[str, Value] | None) -> bool:
    return row is not None and bool(row) and row_exists(row)


def _is_silent(attribute: str) -> bool:
    return attribute.partition("/")[0] in _SILENT


def _changed_values(
    old: Mapping[str, Value], row: Mapping[str, Value]
) -> Iterator[tuple[str, Value]]:
    """Yield the attributes of a row that differ, also those that became empty."""
    for attribute in sorted((old.keys() | row.keys()) - {"deleted"}):
        if _is_silent(attribute):
            continue
        value = _clean_value(attribute, row.get(attribute))
        if value != _clean_value(attribute, old.get(attribute)):
            yield attribute, value


def _clean_value(attribute: str, value: Value | None) -> Value:
    """Return a field's value, cleaned; a missing one has its default."""
    if value is None:
        return _DEFAULTS.get(attribute, "")
    column, slash, _ = attribute.partition("/")
    if slash and value == NEUTRAL.get(column + slash):  # the same as no rating
        return ""
    return clean_value(attribute, value)


def _row_sort_key(
    table: str, row_id: RowId, all_rows: Mapping[tuple[str, RowId], Mapping[str, Value]]
) -> tuple[int, str, RowId]:
    """Return the sort key of a row."""
    return TABLES.index(table), str(all_rows.get((table, row_id), {}).get("order", "")), row_id
