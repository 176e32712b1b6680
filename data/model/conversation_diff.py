"""What one copy of a conversation gains by another, and where the two disagree: values, no words.

`here` is our own conversation, `copy` the other one. A row is one agreement, item and so on, as
the fields have it (`fields.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from ..i18n.catalogue import tr
from .conversation import NoteLine
from .fields import (
    SINGLETON_ID,
    STANCE_DEFAULTS,
    TABLES,
    FieldKey,
    Fields,
    Value,
    clean_value,
    field_key,
    parse_key,
    rows,
)
from .fields import to_conversation as conversation_of

How = Literal["added", "changed", "removed"]
Side = Literal["here", "copy"]

_SILENT = {"login", "parts", "digest", "at", "created", "looked", "looked_at", "entered_by", "own"}
"""Attributes that nobody reads: what they belong to is told."""


class RowName(NamedTuple):
    """What to call a row: an agreement's label (R1) and text; a text is "" where there is none."""

    label: str
    text: str


class DiffSide(NamedTuple):
    """The fields of one of the two, and the keys of those that it set since the two parted."""

    fields: Fields
    changed_keys: Collection[str]

    def rows(self, table: str) -> set[str]:
        """The ids of the rows of a table of which it set anything."""
        return {
            key.id for one in self.changed_keys if (key := parse_key(one)) and key.table == table
        }


@dataclass(frozen=True, slots=True)
class RowChange:
    """What happened to one row. An entry of a progress log goes by the name of its agreement."""

    table: str
    id: str
    how: How
    label: str
    text: str
    values: Mapping[str, Value] = field(default_factory=dict)
    """Of a row that changed: attribute -> what it says now."""


@dataclass(frozen=True, slots=True)
class NoteChanges:
    """Lines of the notes that came and went; lines without words count only in `any`."""

    added: Mapping[str, int] = field(default_factory=dict)
    """Partner id ("" = nobody) -> how many lines of theirs came."""
    changed: int = 0
    removed: Mapping[str, int] = field(default_factory=dict)
    """Partner id -> how many of the lines that they wrote went."""
    text_changed: bool = False
    """Whether the text differs at all."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that says different things in both, of which what was set since they parted goes."""

    table: str
    id: str
    attribute: str
    label: str
    text: str
    here: Value
    copy: Value
    stays: Side


@dataclass(frozen=True, slots=True)
class ModifyDeleteConflict:
    """A row that one removed while the other changed it: it stays removed, changes and all."""

    table: str
    id: str
    label: str
    text: str
    removed: Side
    attributes: tuple[str, ...]
    """What the other one changed of it."""


@dataclass(frozen=True, slots=True)
class ConversationDiff:
    """What came in with a copy, in the order of the screen."""

    notes: NoteChanges = NoteChanges()
    rows: tuple[RowChange, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    modify_delete_conflicts: tuple[ModifyDeleteConflict, ...] = ()

    def __bool__(self) -> bool:
        return bool(
            self.notes.text_changed or self.rows or self.conflicts or self.modify_delete_conflicts
        )


class RowNames:
    """What rows are called: as the conversation is now, and those that are gone as it was."""

    def __init__(self, before: Fields, now: Fields) -> None:
        self._fields = {**before, **now}
        self._labels: dict[str, str] = {}
        for fields in (before, now):
            for number, agreement in conversation_of(fields).numbered():
                self._labels[agreement.id] = tr(f"pane.kind.{agreement.kind}") + str(number)

    def of(self, table: str, row_id: str) -> RowName:
        """The name of a row, harmless on any terminal."""
        if table == "progress":
            table = "agreement"
            row_id = str(self._fields.get(field_key("progress", row_id, "agreement"), ""))
        text = self._fields.get(field_key(table, row_id, "text"), "")
        label = self._labels.get(row_id, "") if table == "agreement" else ""
        return RowName(label, str(clean_value("text", text)))


def row_changes(before: Fields, after: Fields, names: RowNames) -> Iterator[RowChange]:
    """How the rows of `after` differ from those of `before`. Approvals are told elsewhere."""
    was, now = rows(before), rows(after)
    for table, row_id in sorted(
        now.keys() | was.keys(), key=lambda key: _place(key[0], key[1], now)
    ):
        then, row = was.get((table, row_id)), now.get((table, row_id), {})
        there, here = _exists(then), _exists(row)
        if table == "approval" or not (there or here):
            continue
        name = names.of(table, row_id)
        if there and here:
            values = dict(_news(then or {}, row))
            if values:
                yield RowChange(table, row_id, "changed", *name, values)
        else:
            yield RowChange(table, row_id, "removed" if there else "added", *name)


def note_changes(before: Sequence[NoteLine], after: Sequence[NoteLine]) -> NoteChanges:
    """How the lines of the notes differ."""
    old, new = [line.text for line in before], [line.text for line in after]
    if old == new:
        return NoteChanges()
    added: dict[str, int] = {}
    removed: dict[str, int] = {}
    changed = 0
    for kind, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            continue
        went = [line for line in before[i:j] if line.text.strip()]
        came = [line for line in after[k:m] if line.text.strip()]
        both = min(len(went), len(came))
        changed += both
        for lines, count in ((came[both:], added), (went[both:], removed)):
            for line in lines:
                count[line.by] = count.get(line.by, 0) + 1
    return NoteChanges(added, changed, removed, text_changed=True)


def conflicts(
    here: DiffSide, copy: DiffSide, merged: Fields, names: RowNames
) -> Iterator[Conflict]:
    """Where a value that one set since they parted gives way to what the other says.

    A stance of which both set anything is compared whole: it is one statement.
    """
    keys = {key for one in {*here.changed_keys, *copy.changed_keys} if (key := parse_key(one))}
    keys = {key for key in keys if key.table != "approval" and key.attribute not in _SILENT}
    stances = set()
    for partner in here.rows("approval") & copy.rows("approval"):
        taken_back = field_key("approval", partner, "deleted")
        if not (here.fields.get(taken_back) is True or copy.fields.get(taken_back) is True):
            stances |= {
                FieldKey("approval", partner, part) for part in STANCE_DEFAULTS.keys() - _SILENT
            }
    found = rows(merged)
    for key in sorted(
        keys | stances, key=lambda key: (_place(key.table, key.id, found), key.attribute)
    ):
        ours, theirs, stays = (
            _clean_field(key, fields.get(str(key))) for fields in (here.fields, copy.fields, merged)
        )
        # One of the two may have been taken away by undoing, and win all the same.
        lost_here = stays != ours and (key in stances or str(key) in here.changed_keys)
        lost_copy = stays != theirs and (key in stances or str(key) in copy.changed_keys)
        if lost_here or lost_copy:
            name = names.of(key.table, key.id)
            side: Side = "copy" if lost_here else "here"
            yield Conflict(key.table, key.id, key.attribute, *name, ours, theirs, side)


def modify_delete_conflicts(
    here: DiffSide, copy: DiffSide, merged: Fields, names: RowNames
) -> Iterator[ModifyDeleteConflict]:
    """Rows that one removed while the other changed them."""
    for (table, row_id), row in rows(merged).items():
        mark = field_key(table, row_id, "deleted")
        gone_here, gone_copy = here.fields.get(mark) is True, copy.fields.get(mark) is True
        if row.get("deleted") is not True or gone_here == gone_copy:
            continue
        changed = {
            key.attribute
            for one in (copy if gone_here else here).changed_keys
            if (key := parse_key(one)) and (key.table, key.id) == (table, row_id)
        }
        silent = set() if table == "approval" else _SILENT  # a stance is one statement
        if attributes := changed - silent - {"deleted", "order"}:
            side: Side = "here" if gone_here else "copy"
            told = tuple(sorted(attributes))
            yield ModifyDeleteConflict(table, row_id, *names.of(table, row_id), side, told)


def _exists(row: Mapping[str, Value] | None) -> bool:
    return bool(row) and (row or {}).get("deleted") is not True


def _news(then: Mapping[str, Value], row: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    """What a row says that it did not say then; what came to say nothing, too."""
    for attribute in sorted((then.keys() | row.keys()) - (_SILENT | {"deleted"})):
        key = FieldKey("", SINGLETON_ID, attribute)
        value = _clean_field(key, row.get(attribute))
        if value != _clean_field(key, then.get(attribute)):
            yield attribute, value


def _clean_field(key: FieldKey, value: Value | None) -> Value:
    """What a field says, harmless: what was never filled in says what is so without it."""
    if value is None:
        if key.attribute == "deleted":
            return False
        if key.attribute in ("state", "status"):
            return "open"
        return STANCE_DEFAULTS.get(key.attribute, "")
    if value == "undiscussed":
        return ""
    return clean_value(key.attribute, value)


def _place(
    table: str, row_id: str, found: Mapping[tuple[str, str], Mapping[str, Value]]
) -> tuple[int, str, str]:
    """Where a row stands among the others."""
    return TABLES.index(table), str(found.get((table, row_id), {}).get("order", "")), row_id
