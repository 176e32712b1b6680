"""What a person can do to a conversation. Each edit is a small frozen value.

Every edit but `Write` comes down to fields to set; `Write` changes the notes. Texts are cleaned by
the session, the one door they all pass.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from .conversation import Agreement, Approval, ChecklistItem, ItemState, Progress, Rating
from .fields import SINGLETON_ID, STANCE_DEFAULTS, Value, field_key, row_fields


def new_id() -> str:
    """A fresh row id: 48 random bits, more than enough within one conversation."""
    return secrets.token_hex(6)


@dataclass(frozen=True, slots=True)
class Write:
    """Notes: at code point `start`, take out `deleted` code points and put `text` there.

    `boundary` begins a new step for undo; typing on does not.
    """

    start: int
    deleted: int
    text: str
    boundary: bool = True


@dataclass(frozen=True, slots=True)
class Tick:
    """Set a checklist item open, done or parked."""

    item: str
    state: ItemState

    def fields(self) -> dict[str, Value]:
        """The fields this edit sets."""
        return {field_key("item", self.item, "state"): self.state}


@dataclass(frozen=True, slots=True)
class Answer:
    """A partner's remark at a checklist item: shared, or kept in that partner's private file."""

    item: str
    partner: str
    text: str
    private: bool = False

    def fields(self) -> dict[str, Value]:
        """The fields this edit sets."""
        return {field_key("item", self.item, f"remark/{self.partner}"): self.text}


@dataclass(frozen=True, slots=True)
class Rate:
    """How a partner sees a competency."""

    item: str
    partner: str
    rating: Rating

    def fields(self) -> dict[str, Value]:
        """The fields this edit sets."""
        return {field_key("item", self.item, f"rating/{self.partner}"): self.rating}


@dataclass(frozen=True, slots=True)
class AddItem:
    """A new checklist item, with `values` as a form gives them. Id and order are the caller's."""

    item: ChecklistItem
    values: Mapping[str, Value] = field(default_factory=dict)

    def fields(self) -> dict[str, Value]:
        """The fields this edit sets."""
        return _with(row_fields("item", self.item.id, self.item), "item", self.item.id, self.values)


@dataclass(frozen=True, slots=True)
class AddAgreement:
    """A new agreement, with `values` as a form gives them. Id and order are the caller's."""

    agreement: Agreement
    values: Mapping[str, Value] = field(default_factory=dict)

    def fields(self) -> dict[str, Value]:
        """The fields this edit sets."""
        row = self.agreement
        return _with(row_fields("agreement", row.id, row), "agreement", row.id, self.values)


@dataclass(frozen=True, slots=True)
class AddProgress:
    """A new entry in the progress log of an agreement."""

    progress: Progress

    def fields(self) -> dict[str, Value]:
        """The fields this edit sets."""
        return row_fields("progress", self.progress.id, self.progress)


@dataclass(frozen=True, slots=True)
class Approve:
    """Where a partner stands now; an earlier stance of the same partner goes."""

    approval: Approval

    def fields(self) -> dict[str, Value]:
        """The fields this edit sets."""
        row = self.approval
        empty = {**STANCE_DEFAULTS, "deleted": False}
        fields = {field_key("approval", row.partner, name): value for name, value in empty.items()}
        return fields | row_fields("approval", row.partner, row)


@dataclass(frozen=True, slots=True)
class Draft:
    """A remark for a stance that was not given yet; kept in the private file. "" takes it away."""

    partner: str
    text: str

    def fields(self) -> dict[str, Value]:
        """The fields this edit sets."""
        return {field_key("approval", self.partner, "remark"): self.text}


@dataclass(frozen=True, slots=True)
class Change:
    """Set some attributes of a row of any table, such as an `item` or the `header`."""

    table: str
    id: str = SINGLETON_ID
    values: Mapping[str, Value] = field(default_factory=dict)

    def fields(self) -> dict[str, Value]:
        """The fields this edit sets."""
        return {field_key(self.table, self.id, name): value for name, value in self.values.items()}


@dataclass(frozen=True, slots=True)
class Reorder:
    """New places: row id -> order key (see `order.place`); `section` where an item changes it."""

    table: str
    orders: Mapping[str, str]
    section: Mapping[str, str] = field(default_factory=dict)

    def fields(self) -> dict[str, Value]:
        """The fields this edit sets."""
        places: dict[str, Value] = {
            field_key(self.table, row, "order"): key for row, key in self.orders.items()
        }
        for row, section in self.section.items():
            places[field_key(self.table, row, "section")] = section
        return places


@dataclass(frozen=True, slots=True)
class Delete:
    """Take a row away. It stays in the document, marked: undo and merging can bring it back."""

    table: str
    id: str

    def fields(self) -> dict[str, Value]:
        """The fields this edit sets."""
        return {field_key(self.table, self.id, "deleted"): True}


@dataclass(frozen=True, slots=True)
class EditGroup:
    """Several edits as one step, such as all that one form brought; undo takes back the whole."""

    edits: tuple[FieldEdit, ...]

    def fields(self) -> dict[str, Value]:
        """The fields these edits set; where two set the same field the later one holds."""
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
    """Whether an edit belongs in the private file."""
    return isinstance(edit, Draft) or (isinstance(edit, Answer) and edit.private)


def _with(
    fields: dict[str, Value], table: str, row: str, values: Mapping[str, Value]
) -> dict[str, Value]:
    return fields | {field_key(table, row, name): value for name, value in values.items()}
