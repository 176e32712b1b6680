"""The conversation in a flat map of fields, which is not read again as a whole at each change.

A change of a field costs its own row. The rest of the conversation is shared with the one before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ...ids import RowId
from ...lazy_dataclass import replace
from ..agreement_numbers import decides_numbers
from ..conversation import (
    ROLES,
    Agreement,
    Approval,
    ChecklistItem,
    Conversation,
    Header,
    NoteLine,
    Partner,
    Progress,
)
from ..fields import SINGLETON_ID, FieldKey, Fields, Value, row_exists, rows
from .row_values import row_values
from .sorted_rows import SortedRows

_Row = dict[str, Value]
_NONE: Fields = {}


class ConversationRows:
    """The fields by row, and the conversation in them."""

    def __init__(self, fields: Fields = _NONE) -> None:
        self.numbers_version = 0
        """The number of changes on which the numbers of agreements depend."""
        self._rows: dict[tuple[str, RowId], _Row] = rows(fields)
        self._changed: dict[tuple[str, RowId], None] = dict.fromkeys(self._rows)
        """The rows that changed since the conversation was assembled, in order."""
        self._header = Header()
        self._partners: dict[RowId, Partner] = {}
        self._items = SortedRows[ChecklistItem](lambda row: (row.order, row.section), _by_section)
        self._agreements = SortedRows[Agreement](
            lambda row: row.order, lambda rows: sorted(rows, key=_order)
        )
        self._progress: dict[RowId, Progress] = {}
        self._told: dict[RowId, dict[RowId, Progress]] = {}
        """The progress of each agreement, by id."""
        self._approvals: dict[RowId, Approval] = {}
        self._assembled: Conversation | None = None

    def set(self, key: FieldKey, value: Value) -> None:
        """Set a field. One in none of our tables is ignored."""
        if not key.table:
            return
        self.numbers_version += self.decide_numbers((key,))
        self._rows.setdefault(key.row, {})[key.attribute] = value
        self._changed[key.row] = None

    def remove(self, key: FieldKey) -> None:
        """Remove a field, if there is one."""
        row = self._rows.get(key.row)
        if row is None or key.attribute not in row:
            return
        del row[key.attribute]
        if not row:
            del self._rows[key.row]
        self.numbers_version += 1
        self._changed[key.row] = None

    def row(self, table: str, row_id: RowId) -> Mapping[str, Value]:
        """Return the attributes of a row and their values; empty if there is none. Live."""
        return self._rows.get((table, row_id), {})

    def decide_numbers(self, keys: Iterable[FieldKey]) -> bool:
        """Return whether the numbers of agreements would depend on a change of these fields."""
        return any(
            key.row not in self._rows or decides_numbers(key.table, key.attribute) for key in keys
        )

    @property
    def conversation(self) -> Conversation:
        """The present conversation, without notes, with clean texts.

        Invalid values (of another program or a newer version) count as not filled in;
        `field_fault` has rejected those typed into the file before.
        """
        if self._assembled is None or self._changed:
            agreements: dict[RowId, None] = {}
            for table, row_id in self._changed:
                self._read(table, row_id, agreements)
            for row_id in agreements:
                self._read_agreement(row_id)
            self._changed.clear()
            self._assembled = Conversation(
                header=self._header,
                partners=tuple(
                    sorted(
                        self._partners.values(),
                        key=lambda each: (ROLES.index(each.role), ROLES.index(each.id)),
                    )
                ),
                checklist=self._items.values(),
                agreements=self._agreements.values(),
                approvals=tuple(sorted(self._approvals.values(), key=lambda each: each.partner)),
            )
        return self._assembled

    def _read(self, table: str, row_id: RowId, agreements: dict[RowId, None]) -> None:
        """Read a changed row; add the agreements that it changes to `agreements`."""
        row = self._rows.get((table, row_id), {})
        if table == "header":
            if row_id == SINGLETON_ID:  # there is one header, and it cannot be deleted
                self._header = Header(**row_values(table, row))
            return
        exists = row_exists(row)
        match table:
            case "partner" if row_id in ROLES:
                self._partners.pop(row_id, None)
                if exists:
                    columns = {"name": "", "role": row_id, **row_values(table, row), "id": row_id}
                    self._partners[row_id] = Partner(**columns)
            case "approval" if row_id in ROLES:
                self._approvals.pop(row_id, None)
                if exists:
                    columns = {"digest": "", "at": "", **row_values(table, row)}
                    self._approvals[row_id] = Approval(**columns | {"partner": row_id})
            case "item":
                columns = {"section": "", "text": "", **row_values(table, row)}
                self._items.set(row_id, ChecklistItem(**columns, id=row_id) if exists else None)
            case "agreement":
                agreements[row_id] = None
            case "progress":
                before = self._progress.pop(row_id, None)
                if before is not None:
                    del self._told[before.agreement][row_id]
                    agreements[before.agreement] = None
                if exists:
                    entry = Progress(**{"agreement": "", **row_values(table, row)}, id=row_id)
                    self._progress[row_id] = entry
                    self._told.setdefault(entry.agreement, {})[row_id] = entry
                    agreements[entry.agreement] = None

    def _read_agreement(self, row_id: RowId) -> None:
        row = self._rows.get(("agreement", row_id), {})
        if not row_exists(row):
            self._agreements.set(row_id, None)
            return
        told = self._told.get(row_id)
        entries = sorted(told.values(), key=lambda each: (each.at, each.id)) if told else ()
        columns = {**row_values("agreement", row), "id": row_id, "progress": tuple(entries)}
        self._agreements.set(row_id, Agreement(**columns))


def to_conversation(fields: Fields, notes: Iterable[NoteLine] = ()) -> Conversation:
    """Return the conversation in these fields, as `ConversationRows` does, and with these notes."""
    return replace(ConversationRows(fields).conversation, notes=tuple(notes))


def _order(row: ChecklistItem | Agreement) -> tuple[str, RowId]:
    return (row.order, row.id)


def _by_section(items: Iterable[ChecklistItem]) -> list[ChecklistItem]:
    """Group items by section, each section at the position of its first item."""
    ordered = sorted(items, key=_order)
    first: dict[str, int] = {}
    for position, item in enumerate(ordered):
        first.setdefault(item.section, position)
    return sorted(ordered, key=lambda item: first[item.section])
