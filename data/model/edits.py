"""The edits that a person can make to a conversation. Each is a small frozen value.

Every edit except `Write` sets fields; `Write` changes the notes. The session, through which all
edits pass, cleans the texts.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..ids import PartnerId, RowId
from ..lazy_dataclass import dataclass, field
from .conversation import Agreement, Approval, ChecklistItem, ItemState, Progress, Rating
from .fields import SINGLETON_ID, STANCE_DEFAULTS, FieldKey, Value, row_fields


def new_id() -> RowId:
    """Return a new row id: 48 random bits, more than enough within one conversation."""
    import secrets  # loads OpenSSL, which takes longer than a first picture should

    return RowId(secrets.token_hex(6))


@dataclass(frozen=True, slots=True)
class Write:
    """Edit the notes: at code point `start`, replace `deleted` code points by `text`.

    `boundary` begins a new undo step; continued typing does not.
    """

    start: int
    deleted: int
    text: str
    boundary: bool = True


@dataclass(frozen=True, slots=True)
class Tick:
    """Set a checklist item open, done or parked."""

    item: RowId
    state: ItemState

    def fields(self) -> dict[FieldKey, Value]:
        """Return the fields that this edit sets."""
        return {FieldKey("item", self.item, "state"): self.state}


@dataclass(frozen=True, slots=True)
class Answer:
    """A partner's remark at a checklist item: shared, or in that partner's private file."""

    item: RowId
    partner: PartnerId
    text: str
    private: bool = False

    def fields(self) -> dict[FieldKey, Value]:
        """Return the fields that this edit sets."""
        return {FieldKey("item", self.item, f"remark/{self.partner}"): self.text}


@dataclass(frozen=True, slots=True)
class Rate:
    """A partner's rating of a competency."""

    item: RowId
    partner: PartnerId
    rating: Rating

    def fields(self) -> dict[FieldKey, Value]:
        """Return the fields that this edit sets."""
        return {FieldKey("item", self.item, f"rating/{self.partner}"): self.rating}


@dataclass(frozen=True, slots=True)
class AddItem:
    """A new checklist item, with `values` as a form returns them. The caller sets id and order."""

    item: ChecklistItem
    values: Mapping[str, Value] = field(default_factory=dict)

    def fields(self) -> dict[FieldKey, Value]:
        """Return the fields that this edit sets."""
        return _with_values(
            row_fields("item", self.item.id, self.item), "item", self.item.id, self.values
        )


@dataclass(frozen=True, slots=True)
class AddAgreement:
    """A new agreement, with `values` as a form returns them. The caller sets id and order."""

    agreement: Agreement
    values: Mapping[str, Value] = field(default_factory=dict)

    def fields(self) -> dict[FieldKey, Value]:
        """Return the fields that this edit sets."""
        row = self.agreement
        return _with_values(row_fields("agreement", row.id, row), "agreement", row.id, self.values)


@dataclass(frozen=True, slots=True)
class AddProgress:
    """A new entry in the progress log of an agreement."""

    progress: Progress

    def fields(self) -> dict[FieldKey, Value]:
        """Return the fields that this edit sets."""
        return row_fields("progress", self.progress.id, self.progress)


@dataclass(frozen=True, slots=True)
class Approve:
    """A partner's new stance; it replaces an earlier one."""

    approval: Approval

    def fields(self) -> dict[FieldKey, Value]:
        """Return the fields that this edit sets."""
        row = self.approval
        empty = {**STANCE_DEFAULTS, "deleted": False}
        fields = {
            FieldKey("approval", RowId(row.partner), name): value for name, value in empty.items()
        }
        return fields | row_fields("approval", RowId(row.partner), row)


@dataclass(frozen=True, slots=True)
class Draft:
    """A remark for a stance not given yet, for the private file. "" removes it."""

    partner: PartnerId
    text: str

    def fields(self) -> dict[FieldKey, Value]:
        """Return the fields that this edit sets."""
        return {FieldKey("approval", RowId(self.partner), "remark"): self.text}


@dataclass(frozen=True, slots=True)
class Change:
    """Set some attributes of a row of any table, such as an `item` or the `header`."""

    table: str
    id: RowId = SINGLETON_ID
    values: Mapping[str, Value] = field(default_factory=dict)

    def fields(self) -> dict[FieldKey, Value]:
        """Return the fields that this edit sets."""
        return {FieldKey(self.table, self.id, name): value for name, value in self.values.items()}


@dataclass(frozen=True, slots=True)
class Reorder:
    """New order: row id -> order key (see `keys_to_insert`); `section` for items that move."""

    table: str
    orders: Mapping[RowId, str]
    section: Mapping[RowId, str] = field(default_factory=dict)

    def fields(self) -> dict[FieldKey, Value]:
        """Return the fields that this edit sets."""
        result: dict[FieldKey, Value] = {
            FieldKey(self.table, row, "order"): key for row, key in self.orders.items()
        }
        for row, section in self.section.items():
            result[FieldKey(self.table, row, "section")] = section
        return result


@dataclass(frozen=True, slots=True)
class Delete:
    """Delete a row. It stays in the document, marked: undo and merging can bring it back."""

    table: str
    id: RowId

    def fields(self) -> dict[FieldKey, Value]:
        """Return the fields that this edit sets."""
        return {FieldKey(self.table, self.id, "deleted"): True}


@dataclass(frozen=True, slots=True)
class EditGroup:
    """Several edits as one undo step, such as all changes of one form."""

    edits: tuple[FieldEdit, ...]

    def fields(self) -> dict[FieldKey, Value]:
        """Return the fields that these edits set; the last one for a field counts."""
        return {key: value for edit in self.edits for key, value in edit.fields().items()}


FieldEdit = (
    Tick
    | Answer
    | Rate
    | AddItem
    | AddAgreement
    | AddProgress
    | Approve
    | Draft
    | Change
    | Reorder
    | Delete
    | EditGroup
)
Edit = Write | FieldEdit


def is_private_edit(edit: Edit) -> bool:
    """Return whether an edit belongs in the private file."""
    return isinstance(edit, Draft) or (isinstance(edit, Answer) and edit.private)


def _with_values(
    fields: dict[FieldKey, Value], table: str, row: RowId, values: Mapping[str, Value]
) -> dict[FieldKey, Value]:
    return fields | {FieldKey(table, row, name): value for name, value in values.items()}
