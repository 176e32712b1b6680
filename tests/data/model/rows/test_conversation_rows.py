"""The conversation that follows its fields is that of the same fields read as a whole."""

from __future__ import annotations

import random
from datetime import date

from afspraak.data.ids import RowId
from afspraak.data.model.fields import FieldKey, Value
from afspraak.data.model.rows.conversation_rows import ConversationRows, to_conversation

_VALUES: dict[str, dict[str, tuple[Value, ...]]] = {
    "header": {"title": ("", "Plan"), "date": ("2026-12-03", "someday"), "unknown": (3,)},
    "partner": {"name": ("Jan", "Anna"), "role": ("manager", "employee", "guest"),
                "deleted": (True, False)},
    "item": {"text": ("One", "Two"), "section": ("A", "B"), "order": ("a", "b", "c"),
             "state": ("done", "lost"), "remark/manager": ("", "yes"), "deleted": (True, False)},
    "agreement": {"text": ("One", "T\x07wo"), "due": ("2027-01-01", "soon"), "order": ("a", "b"),
                  "number/result": ("1", "2"), "kind": ("result", "other"),
                  "deleted": (True, False)},
    "progress": {"agreement": ("1", "2", "9"), "text": ("half",), "at": ("1", "2"),
                 "deleted": (True, False)},
    "approval": {"digest": ("d",), "at": ("t",), "stance": ("agreed",), "deleted": (True, False)},
    "": {"of another program": (1,)},
}  # fmt: skip
_IDS = {"header": ("-", "x"), "partner": ("manager", "employee", "x")}
_IDS["approval"] = _IDS["partner"]


def test_the_conversation_follows_any_changes_of_fields() -> None:
    for seed in range(60):
        chance = random.Random(seed)
        rows, fields = ConversationRows(), dict[FieldKey, Value]()
        for _ in range(60):
            for _ in range(chance.randint(1, 4)):
                table = chance.choice(list(_VALUES))
                attribute = chance.choice(list(_VALUES[table]))
                row_id = RowId(chance.choice(_IDS.get(table, ("1", "2", "3"))))
                key = FieldKey(table, row_id, attribute) if table else FieldKey.parse(attribute)
                if chance.random() < 0.2:
                    fields.pop(key, None)
                    rows.remove(key)
                else:
                    fields[key] = chance.choice(_VALUES[table][attribute])
                    rows.set(key, fields[key])
            assert rows.conversation == to_conversation(fields), seed


def test_rows_that_did_not_change_stay_the_same_objects() -> None:
    rows = ConversationRows()
    for number in range(3):
        rows.set(FieldKey("item", RowId(f"{number}"), "text"), "Item")
        rows.set(FieldKey("agreement", RowId(f"{number}"), "due"), "2027-01-01")
    before = rows.conversation
    rows.set(FieldKey("item", RowId("1"), "state"), "done")
    rows.set(FieldKey("progress", RowId("p"), "agreement"), "2")
    after = rows.conversation
    assert [a is b for a, b in zip(before.checklist, after.checklist, strict=True)] == [
        True, False, True
    ]  # fmt: skip
    assert [a is b for a, b in zip(before.agreements, after.agreements, strict=True)] == [
        True, True, False
    ]  # fmt: skip
    assert after.agreements[2].due == date(2027, 1, 1)
    assert len(after.agreements[2].progress) == 1
    assert rows.conversation is after
