"""The conversation as one flat map of fields, which a replica holds and merges.

A key is `<table>/<id>/<attribute>`: `agreement/<id>/due`, `item/<id>/state`, `header/-/goals`.
Flat, because of two nested maps that are set under one key concurrently, one would be lost.
Deletion is a field too (`deleted`), so that it can be undone and merged.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Self

from ..i18n.catalogue import Message
from ..ids import PARTNER_IDS, RowId
from ..lazy_dataclass import MISSING, columns
from ..text.sanitize import clean_line, clean_text
from .agreement_numbers import HIGHEST, NUMBER
from .conversation import (
    Agreement,
    Approval,
    ChecklistItem,
    Conversation,
    Header,
    Partner,
    Progress,
)
from .field_spec import FieldSpec, ValueKind, specs

Value = str | int | bool

ROW_TYPES: Mapping[str, type] = {
    "header": Header,
    "partner": Partner,
    "item": ChecklistItem,
    "agreement": Agreement,
    "progress": Progress,
    "approval": Approval,
}
"""Table -> the dataclass of its rows, whose columns are described (`field_spec.py`)."""
TABLES = tuple(ROW_TYPES)
SINGLETON_ID = RowId("-")
"""The id in tables that have one row only."""
STANCE_DEFAULTS: Mapping[str, Value] = {
    name: "" if column.default is MISSING else column.default
    for name, column in columns(Approval).items()
    if name in specs(Approval)
}
"""The attributes of an approval, with their defaults."""

MOST_ATTRIBUTES = 1000
"""Of how many attributes the description is remembered; another program may know any number."""
_PLAIN = FieldSpec()
"""The description of an attribute that only another program knows."""
SPECS = {
    (table, name): spec
    for table, row_type in ROW_TYPES.items()
    for name, spec in specs(row_type).items()
}
"""Table and column -> the description of the column."""
_BY_PREFIX = {spec.prefix: spec for spec in SPECS.values() if spec.prefix}
"""The columns with several values, such as one for each partner, by their prefix."""
_FLAGS = {"deleted", *(name for (_, name), spec in SPECS.items() if spec.value == "flag")}
MULTILINE = tuple(
    {spec.prefix or name: None for (_, name), spec in SPECS.items() if spec.value == "block"}
)
"""Attributes whose text may have several lines."""
NEUTRAL = {
    f"{spec.prefix}/" if spec.prefix else name: spec.neutral
    for (_, name), spec in SPECS.items()
    if spec.neutral
}
"""Attribute, to the slash in it -> the choice that counts as not filled in."""


class FieldKey(str):
    """The key of a field: `<table>/<id>/<attribute>`, the text by which the document has it.

    `attribute` may itself contain a slash: `remark/<partner>`. A key that only another program
    knows has no `table` and no `id`; all of it is `attribute`.
    """

    __slots__ = ("attribute", "id", "table")

    table: str
    id: RowId
    attribute: str

    def __new__(cls, table: str, row_id: RowId, attribute: str) -> Self:
        """Make the key of an attribute of a row in one of our tables."""
        return cls._from_parts(f"{table}/{row_id}/{attribute}", table, row_id, attribute)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the key that a document or a file has as text."""
        table, _, rest = text.partition("/")
        row_id, _, attribute = rest.partition("/")
        if table in ROW_TYPES and row_id and attribute:
            return cls._from_parts(text, table, RowId(row_id), attribute)
        return cls._from_parts(text, "", RowId(""), text)

    @classmethod
    def _from_parts(cls, text: str, table: str, row_id: RowId, attribute: str) -> Self:
        key = super().__new__(cls, text)
        key.table, key.id, key.attribute = table, row_id, attribute
        return key

    @property
    def row(self) -> tuple[str, RowId]:
        """The table and the id."""
        return self.table, self.id


Fields = Mapping[FieldKey, Value]
CREATED_KEY = FieldKey("header", SINGLETON_ID, "created")
"""The key of the time at which a conversation was created: every copy has the same."""
FIXED_KEYS = (
    *(FieldKey("header", SINGLETON_ID, name) for name, spec in specs(Header).items() if spec.fixed),
    *(FieldKey("partner", RowId(partner), "role") for partner in PARTNER_IDS),
)
"""The fields that make a conversation one: set at its beginning, and never changed or removed."""
GIVEN_ONCE = (f"{NUMBER}/", f"{HIGHEST}/")
"""The beginnings of attributes that no change by hand and no earlier copy changes or removes."""
NEVER_SET = (
    FieldKey("header", SINGLETON_ID, "deleted"),
    *(FieldKey("partner", RowId(partner), "deleted") for partner in PARTNER_IDS),
)
"""Fields that would delete a row that every conversation has; a private file may set them."""


@lru_cache(MOST_ATTRIBUTES)
def spec_of(table: str, attribute: str) -> FieldSpec:
    """Return the description of an attribute; a line of text if it is unknown."""
    column, slash, _ = attribute.partition("/")
    return _BY_PREFIX.get(column, _PLAIN) if slash else SPECS.get((table, column), _PLAIN)


@lru_cache(MOST_ATTRIBUTES)
def value_kind(table: str, attribute: str) -> ValueKind:
    """Return the kind of value that an attribute has."""
    return "flag" if attribute in _FLAGS else spec_of(table, attribute).value


@lru_cache(MOST_ATTRIBUTES)
def is_any_text(table: str, attribute: str) -> bool:
    """Return whether every text is a valid value of an attribute."""
    spec = spec_of(table, attribute)
    return value_kind(table, attribute) in ("line", "block") and not spec.choices


def field_fault(table: str, attribute: str, value: object) -> Message | None:
    """Return the message why a value, such as one typed into the file, is invalid; else None."""
    if isinstance(value, str) and is_any_text(table, attribute):
        return None
    if attribute in _FLAGS:
        return None if isinstance(value, bool) else Message("conversation_file.value_fault.flag")
    spec = spec_of(table, attribute)
    if spec.value in ("number", "percent"):
        maximum = 100 if spec.value == "percent" else math.inf
        is_integer = isinstance(value, int) and not isinstance(value, bool)
        is_valid = is_integer and 0 <= value <= maximum  # type: ignore[operator]
        return None if is_valid else Message(f"conversation_file.value_fault.{spec.value}")
    if spec.value == "ordinal":  # whatever is typed there is mended, not reported
        is_ordinal = isinstance(value, (str, int)) and not isinstance(value, bool)
        return None if is_ordinal else Message("conversation_file.value_fault.text")
    if not isinstance(value, str):
        return Message("conversation_file.value_fault.text")
    if spec.choices and value not in spec.choices:
        return Message("conversation_file.value_fault.choice", choices=", ".join(spec.choices))
    if spec.value == "date" and value and parse_date(value) is None:
        return Message("conversation_file.value_fault.date")
    return None


def rows(fields: Fields) -> dict[tuple[str, RowId], dict[str, Value]]:
    """Return the fields by row: (table, id) -> attribute -> value. Foreign keys are skipped."""
    grouped: dict[tuple[str, RowId], dict[str, Value]] = {}
    for key, value in fields.items():
        if key.table:
            grouped.setdefault(key.row, {})[key.attribute] = value
    return grouped


def row_exists(row: Mapping[str, Value]) -> bool:
    """Return whether a row exists: it is not deleted, and has more than the number it was given.

    A number may be left of an agreement whose addition another replica undid.
    """
    if row.get("deleted") is True:
        return False
    return any(not attribute.startswith(f"{NUMBER}/") for attribute in row)


def to_fields(conversation: Conversation) -> dict[FieldKey, Value]:
    """Return all fields of a conversation; its notes are no fields."""
    result = row_fields("header", SINGLETON_ID, conversation.header)
    for partner in conversation.partners:
        result |= row_fields("partner", RowId(partner.id), partner)
    for item in conversation.checklist:
        result |= row_fields("item", item.id, item)
    for agreement in conversation.agreements:
        result |= row_fields("agreement", agreement.id, agreement)
        for progress in agreement.progress:
            result |= row_fields("progress", progress.id, progress)
    for approval in conversation.approvals:
        result |= row_fields("approval", RowId(approval.partner), approval)
    return result


def row_fields(
    table: str,
    row_id: RowId,
    row: Header | Partner | ChecklistItem | Agreement | Progress | Approval,
) -> dict[FieldKey, Value]:
    """Return the fields of one row; those with their default value are left out."""
    result: dict[FieldKey, Value] = {}
    described = specs(ROW_TYPES[table])
    for name, column in columns(type(row)).items():
        value = getattr(row, name)
        spec = described.get(name)
        if spec is None:  # it follows from the key, or from rows of another table
            continue
        if spec.prefix:
            for key, one_value in value.items():
                result[FieldKey(table, row_id, f"{spec.prefix}/{key}")] = one_value
        elif value != column.default:
            result[FieldKey(table, row_id, name)] = (
                value.isoformat() if isinstance(value, date) else value
            )
    return result


def parse_date(text: str) -> date | None:
    """Return the date that `text` is in ISO 8601, or None."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def clean_value(attribute: str, value: Value) -> Value:
    """Return a value with its text cleaned, and in one line unless it is MULTILINE."""
    if not isinstance(value, str):
        return value
    return clean_text(value) if _has_lines(attribute) else clean_line(value)


@lru_cache(MOST_ATTRIBUTES)
def _has_lines(attribute: str) -> bool:
    return attribute.startswith(MULTILINE)


def approval_in(key: FieldKey) -> RowId:
    """Return the id of the approval that a key is part of; "" if it is not part of a stance.

    Whether a stance was withdrawn is not part of it: that is independent of its content.
    """
    return key.id if key.table == "approval" and key.attribute in STANCE_DEFAULTS else RowId("")
