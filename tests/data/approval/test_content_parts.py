"""The parts of an approval are untrusted: changes are named only as far as they are valid."""

from __future__ import annotations

import json

import pytest

from afspraak.data.approval.content_digest import Content, ContentChange, changed_since
from afspraak.data.approval.status import describe_changes
from afspraak.data.ids import MANAGER, RowId
from afspraak.data.model.conversation import Approval
from afspraak.data.model.fields import FieldKey, Fields

NOW: dict[str, str] = {"header": "a", "partners": "b", "notes": "c"}


def told(
    before: dict[str, object], now: dict[str, str] | None = None, fields: Fields | None = None
) -> list[ContentChange]:
    """The changes since an approval of these parts."""
    approval = Approval(MANAGER, "0" * 64, "whenever", parts=json.dumps({**NOW, **before}))
    content = Content("1" * 64, json.dumps({**NOW, **(now or {})}))
    return list(changed_since(approval, content, fields or {}))


def words(
    before: dict[str, object], now: dict[str, str] | None = None, fields: Fields | None = None
) -> list[str]:
    """The same, in the user's language."""
    return [str(one.describe()) for one in told(before, now, fields)]


@pytest.mark.parametrize(
    "value",
    ["0123456789", "0123456789 result", "0 result x", "0 result \u00b2", "0 holiday 1"],
)
def test_a_removed_agreement_without_kind_or_number_has_no_label(value: str) -> None:
    assert words({"agreement/r1": value}) == ["an item (removed)"]


@pytest.mark.parametrize(
    ("value", "label"),
    [
        ("0 result 2", "R2"),
        ("0 development 1", "D1"),
        ("0 other 12", "O12"),
        ("0 result 1 x", "R1"),
    ],
)
def test_a_removed_agreement_has_the_label_it_had_then(value: str, label: str) -> None:
    assert words({"agreement/r1": value}) == [f"{label} (removed)"]
    assert str(told({"agreement/r1": value})[0].describe_briefly()) == label


def test_a_changed_agreement_has_the_label_it_has_now() -> None:
    before: dict[str, object] = {"agreement/r1": "0 result 2"}
    assert words(before, {"agreement/r1": "1 result 1"}) == ["R1"]
    assert words(before, {"agreement/r1": "0 result 1"}) == ["the content"], "moved, not changed"


@pytest.mark.parametrize("value", [None, 3, True, [], {}])
def test_non_text_parts_are_ignored(value: object) -> None:
    assert words({"agreement/r1": value, "notes": "other"}) == ["notes"]


def test_parts_of_unknown_tables_are_ignored() -> None:
    before: dict[str, object] = {"holiday": "0", "holiday/h1": "0", "agreement": "0", "item": "0"}
    assert words(before) == ["the content"]


def test_differences_are_in_screen_order() -> None:
    before: dict[str, object] = {
        "item/i1": "0",
        "agreement/r9": "0 result 1",
        "notes": "x",
        "partners": "x",
        "header": "x",
    }
    now = {"item/i2": "0", "agreement/r1": "0 result 1"}
    assert words(before, now) == [
        "header",
        "partners",
        "notes",
        "R1 (added)",
        "R1 (removed)",
        "an item (added)",
        "an item (removed)",
    ]
    assert [one.id for one in told(before, now)] == ["", "", "", "r1", "r9", "i2", "i1"]


def test_a_long_text_is_cut_and_a_short_one_is_not() -> None:
    long: Fields = {FieldKey("item", RowId("i1"), "text"): "x" * 25}
    (one,) = told({"item/i1": "0"}, {"item/i1": "1"}, long)
    assert (len(one.text), one.text[:23], one.text[-1]) == (24, "x" * 23, "…")
    whole: Fields = {FieldKey("item", RowId("i1"), "text"): "x" * 24}
    assert words({"item/i1": "0"}, {"item/i1": "1"}, whole) == ["x" * 24]


def test_an_equal_digest_has_no_changes() -> None:
    approval = Approval(MANAGER, "1" * 64, "whenever", parts='{"notes": "other"}')
    assert changed_since(approval, Content("1" * 64, json.dumps(NOW)), {}) == ()


def test_a_limited_number_of_changes_is_named_and_the_rest_counted() -> None:
    changed = [ContentChange("header"), ContentChange("partners"), ContentChange("notes")]

    def named(limit: int) -> str:
        return ", ".join(map(str, describe_changes(changed, limit)))

    assert named(3) == "header, partners, notes"
    assert named(2) == "header, partners, 1 more"
    assert named(1) == "header, 2 more"
    assert describe_changes([], 1) == ()
