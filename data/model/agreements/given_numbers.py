"""Give agreements their numbers: the fields that a session sets with an edit, or at opening."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...i18n.catalogue import Message
from ...ids import RowId
from ..agreement_label import agreement_label
from ..agreement_numbers import HIGHEST, NUMBER, HeldNumber, held_numbers, parse_number, settle
from ..conversation import AGREEMENT_KINDS, Agreement, Conversation
from ..fields import SINGLETON_ID, FieldKey, Fields, Value, row_exists, rows

_NONE: Mapping[FieldKey, Value] = {}


def lacking_numbers(fields: Fields) -> dict[FieldKey, Value]:
    """Return the fields to set so that every agreement has a number of its own that is stored.

    Removed agreements keep theirs. Everybody with the same fields sets the same.
    """
    return _lacking(fields, _NONE)


def shared_numbers(fields: Fields) -> dict[FieldKey, Value]:
    """Return those fields of `lacking_numbers` whose number another agreement has too.

    Receiving an older conversation gives no numbers: that waits until somebody opens or edits it.
    """
    return {key: value for key, value in lacking_numbers(fields).items() if fields.get(key)}


def numbers_for(edit: Mapping[FieldKey, Value], fields: Fields) -> dict[FieldKey, Value]:
    """Return the numbers that belong to an edit: of new agreements, and of those of another kind.

    `fields` are those before the edit, without any lacking numbers. A number that the edit itself
    sets, as for an agreement that is carried over, is kept unless another agreement has it.
    """
    touched = {key.row for key in edit if key.table == "agreement"}
    if not touched:
        return {}
    found = _lacking({**fields, **edit}, edit)
    return {key: value for key, value in found.items() if key.row in touched}


def new_label(edit: Mapping[FieldKey, Value], row: RowId, fields: Fields) -> Message:
    """Return the label that a new agreement gets by an edit; `fields` are those before it."""
    kind = str(edit.get(FieldKey("agreement", row, "kind"), Agreement(row).kind))
    number = numbers_for(edit, fields).get(FieldKey("agreement", row, f"{NUMBER}/{kind}"), "")
    return agreement_label(kind, str(number))


def highest_numbers(conversation: Conversation) -> dict[str, str]:
    """Return the highest number ever given to each kind of agreement, for the follow-up."""
    held = [
        HeldNumber(row.id, kind, number)
        for row in conversation.agreements
        for kind, number in {row.kind: "", **row.numbers}.items()
    ]
    return dict(settle(held, conversation.header.highest).highest)


def highest_fields(highest: Mapping[str, str], fields: Fields) -> dict[FieldKey, Value]:
    """Return the fields of the header to set so that no number up to these is given again."""
    result: dict[FieldKey, Value] = {}
    for kind, text in highest.items():
        key = FieldKey("header", SINGLETON_ID, f"{HIGHEST}/{kind}")
        wanted, present = parse_number(text), parse_number(fields.get(key, ""))
        if wanted and (present is None or present < wanted):
            result[key] = text
    return result


def _lacking(fields: Fields, late: Mapping[FieldKey, Value]) -> dict[FieldKey, Value]:
    """Return as `lacking_numbers`; the numbers in `late` make way for those of the others."""
    held: list[HeldNumber] = []
    stored: dict[tuple[RowId, str], str] = {}
    for row_id, row in _agreements(fields):
        valid = row if row.get("kind") in AGREEMENT_KINDS else {**row, "kind": "result"}
        for each in held_numbers(valid, row_id, exists=row_exists(row)):
            key = FieldKey("agreement", row_id, f"{NUMBER}/{each.kind}")
            held.append(each._replace(is_late=key in late))
            stored[row_id, each.kind] = each.number
    header: dict[str, str] = {
        kind: str(fields.get(FieldKey("header", SINGLETON_ID, f"{HIGHEST}/{kind}"), ""))
        for kind in AGREEMENT_KINDS
    }
    settled = settle(held, header)
    numbers: dict[FieldKey, Value] = {
        FieldKey("agreement", row_id, f"{NUMBER}/{kind}"): number
        for (row_id, kind), number in settled.numbers.items()
        if stored[row_id, kind] != number
    }
    return numbers | highest_fields(settled.highest, fields)


def _agreements(fields: Fields) -> Iterator[tuple[RowId, dict[str, Value]]]:
    """Yield the agreements in the order of screens, removed ones too."""
    found = [(row_id, row) for (table, row_id), row in rows(fields).items() if table == "agreement"]
    yield from sorted(found, key=lambda each: (str(each[1].get("order", "")), each[0]))
