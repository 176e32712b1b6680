"""An approval covers everything that the minutes print, and nobody else's approval is printed."""

from __future__ import annotations

from dataclasses import fields as dataclass_fields

import pytest

from afspraak.data.approval.content_digest import content
from afspraak.data.approval.status import approval_statuses
from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.minutes.writer import write_minutes
from afspraak.data.model.conversation import Conversation
from afspraak.data.model.fields import (
    ROW_TYPES,
    SPECS,
    FieldKey,
    Fields,
    Value,
    to_fields,
)
from afspraak.data.model.rows.conversation_rows import to_conversation
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation

CONVERSATION = build_conversation(NewConversation("manager", "Jan Bakker", "Anna de Vries"))
COVERED = ("header", "partner", "item", "agreement")
ROW_IDS = {"header": "-", "partner": "employee", "item": "i9", "agreement": "r9"}
FIELDS: Fields = to_fields(CONVERSATION) | {
    FieldKey.parse("item/i9/section"): "Work",
    FieldKey.parse("item/i9/text"): "A wish",
    FieldKey.parse("agreement/r9/text"): "A runbook",
    FieldKey.parse("approval/manager/digest"): "0" * 64,
    FieldKey.parse("approval/manager/at"): "2026-12-03T13:02:00+00:00",
}
_OTHER_VALUES: dict[str, tuple[Value, ...]] = {"date": ("2031-01-02",), "number": (45,)}


def _columns() -> list[tuple[FieldKey, Value]]:
    """Return the key of every covered column, with another value that is valid there."""
    found: list[tuple[FieldKey, Value]] = []
    for (table, name), spec in SPECS.items():
        if table not in COVERED or not spec.digest:
            continue
        attribute = f"{spec.prefix}/manager" if spec.prefix else name
        key = FieldKey.parse(f"{table}/{ROW_IDS[table]}/{attribute}")
        values: tuple[Value, ...] = spec.choices or _OTHER_VALUES.get(spec.value, ("nl", "review"))
        now = FIELDS.get(key, spec.neutral or _default(table, name))
        found.append((key, next(value for value in values if value != now)))
    return found


def _default(table: str, name: str) -> object:
    return next(c.default for c in dataclass_fields(ROW_TYPES[table]) if c.name == name)


COLUMNS = _columns()


def _conversation(fields: Fields) -> Conversation:
    return to_conversation(fields, CONVERSATION.notes)


def _digest(fields: Fields) -> str:
    return content(fields, CONVERSATION.notes).digest


def _void(fields: Fields) -> set[str]:
    statuses = approval_statuses(_conversation(fields), fields, CONVERSATION.notes)
    return {status.partner.id for status in statuses if status.approval and not status.is_valid}


def _approved(fields: Fields) -> Fields:
    return {**fields, FieldKey.parse("approval/manager/digest"): _digest(fields)}


@pytest.mark.parametrize(("key", "value"), COLUMNS)
def test_a_change_of_any_field_voids_an_approval(key: FieldKey, value: Value) -> None:
    fields = _approved(FIELDS)
    assert _void(fields) == set()
    assert _void({**fields, key: value}) == {"manager"}


@pytest.mark.parametrize(("key", "value"), COLUMNS)
def test_a_field_that_is_set_back_by_hand_restores_the_approval(
    key: FieldKey, value: Value
) -> None:
    fields = _approved(FIELDS)
    default = "" if "/" in key.attribute else _default(key.table, key.attribute)
    before = fields.get(key, "" if not isinstance(default, str | int) else default)
    assert _void({**fields, key: value}) == {"manager"}
    assert _void({**fields, key: before}) == set()


FOREIGN: dict[str, Fields] = {
    "a second header": {FieldKey.parse("header/other/title"): "Nothing was agreed"},
    "the header deleted": {FieldKey.parse("header/-/deleted"): True},
    "a goal in a second header": {FieldKey.parse("header/~/goals"): "Resign"},
    "an approval of nobody": {
        FieldKey.parse("approval/the board/digest"): "1" * 64,
        FieldKey.parse("approval/the board/at"): "2026-12-03T13:02:00+00:00",
    },
    "a third partner": {FieldKey.parse("partner/board/name"): "The Board"},
    "a partner deleted": {FieldKey.parse("partner/manager/deleted"): True},
    "another role": {FieldKey.parse("partner/manager/role"): "employee"},
    "a date nobody can read": {FieldKey.parse("header/-/date"): "tomorrow"},
    "an unknown choice": {FieldKey.parse("agreement/r9/status"): "signed"},
}
"""Fields that only another program can have set."""


@pytest.mark.parametrize("name", FOREIGN)
def test_the_minutes_do_not_change_under_a_valid_approval(name: str) -> None:
    fields = _approved({**FIELDS, FieldKey.parse("header/-/goals"): "A calm year"})
    changed = {**fields, **FOREIGN[name]}
    if _digest(changed) == _digest(fields):
        assert write_minutes(_conversation(changed)) == write_minutes(_conversation(fields))


@pytest.mark.parametrize("name", ["a second header", "the header deleted", "an approval of nobody"])
def test_foreign_rows_are_not_read(name: str) -> None:
    assert _conversation({**FIELDS, **FOREIGN[name]}) == _conversation(FIELDS)


def test_an_approval_of_an_absent_partner_is_not_printed() -> None:
    fields = _approved(FIELDS)
    words = catalogue("en")
    assert words("minutes.stance.agreed") + ", " in write_minutes(_conversation(fields))
    absent = {**fields, **FOREIGN["a partner deleted"]}
    assert words("minutes.stance.agreed") + ", " not in write_minutes(_conversation(absent))


def test_progress_is_not_covered() -> None:
    progress = {
        FieldKey.parse("progress/p1/agreement"): "r9",
        FieldKey.parse("progress/p1/text"): "half",
    }
    assert _void({**_approved(FIELDS), **progress}) == set()


def test_every_covered_column_is_tried() -> None:
    assert {key.table for key, _ in COLUMNS} == set(COVERED)
    assert len(COLUMNS) == sum(
        table in COVERED and spec.digest for (table, _), spec in SPECS.items()
    )
