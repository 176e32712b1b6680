"""Unread changes, as they follow one change after another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest

from afspraak.data.ids import PartnerId, RowId
from afspraak.data.model.changes import Changes
from afspraak.data.model.conversation import NoteLine
from afspraak.data.model.fields import SINGLETON_ID, FieldKey, Value
from afspraak.data.session.unread import UnreadChanges
from afspraak.data.text.splice import Splice

GOALS, PORTAL, COURSE, NEW = map(RowId, ("goals", "a1", "a2", "a3"))
BEGUN, READY, ANNA = map(RowId, ("p1", "p2", "employee"))

FIELDS: Mapping[FieldKey, Value] = {
    FieldKey("item", GOALS, "text"): "Goals",
    FieldKey("agreement", PORTAL, "text"): "Portal",
    FieldKey("agreement", COURSE, "text"): "Course",
    FieldKey("progress", BEGUN, "agreement"): "a2",
    FieldKey("progress", BEGUN, "text"): "begun",
}
GONE: Mapping[str, FieldKey] = {
    table: FieldKey(table, row, "deleted")
    for table, row in (("item", GOALS), ("agreement", PORTAL), ("progress", BEGUN))
}

ME, OTHER = PartnerId("j"), PartnerId("a")


def unread(*lines: tuple[str, str]) -> UnreadChanges:
    """The changes that Jan (`j`) has not read, of notes with these lines and authors."""
    return UnreadChanges([NoteLine(text, PartnerId(by)) for text, by in lines], FIELDS, ME)


def rows_changed(
    news: UnreadChanges, values: Mapping[FieldKey, Value], *, others: bool = True
) -> None:
    """Let fields change, by Anna or by Jan."""
    changed = frozenset(key.row for key in values)
    news.follow(Changes(rows=changed), {**FIELDS, **values}, others=others)


def typed(
    news: UnreadChanges, *splices: Splice, others: bool = True, seen: Iterable[int] = ()
) -> None:
    """Let the notes change."""
    news.follow(Changes(splices), FIELDS, others=others, seen=seen)


@pytest.mark.parametrize(
    ("values", "marked"),
    [
        ({FieldKey("item", GOALS, "state"): "done"}, {"goals"}),
        ({FieldKey("agreement", PORTAL, "text"): "Portals"}, {"a1"}),
        ({FieldKey("agreement", NEW, "text"): "new"}, {"a3"}),
        ({FieldKey("progress", BEGUN, "text"): "ready"}, {"a2"}),
        ({FieldKey("progress", READY, "agreement"): "a1"}, {"a1"}),
        ({GONE["item"]: True}, set()),
        ({GONE["agreement"]: True}, set()),
        ({GONE["progress"]: True}, {"a2"}),
        ({FieldKey("header", SINGLETON_ID, "title"): "Spring"}, set()),
        ({FieldKey("approval", ANNA, "stance"): "agreed"}, set()),
    ],
)
def test_the_items_and_agreements_that_the_other_changed_are_marked(
    values: dict[FieldKey, Value], marked: set[str]
) -> None:
    news = unread(("one", "j"))
    assert not news and news.marked_ids == frozenset()
    rows_changed(news, values)
    assert news and news.marked_ids == marked
    news.mark_all_read()
    assert not news and news.marked_ids == frozenset()


def test_own_changes_of_rows_mark_nothing() -> None:
    news = unread()
    rows_changed(news, {FieldKey("item", GOALS, "state"): "done"}, others=False)
    assert not news and not news.rows


def test_a_row_that_is_read_keeps_the_marks_of_the_others() -> None:
    news = unread()
    rows_changed(
        news,
        {
            FieldKey("item", GOALS, "state"): "done",
            FieldKey("agreement", PORTAL, "text"): "Portals",
            FieldKey("agreement", COURSE, "kind"): "development",
        },
    )
    news.mark_row_read("agreement", PORTAL)
    assert news.marked_ids == {"goals", "a2"}
    news.mark_row_read("item", COURSE)
    assert news.marked_ids == {"goals", "a2"}, "no item has that id"
    news.mark_row_read("item", GOALS)
    news.mark_row_read("agreement", COURSE)
    assert not news


def test_a_removed_field_is_read_with_its_row() -> None:
    news = unread()
    news.follow(
        Changes(rows=frozenset({("item", GOALS)})),
        {key: value for key, value in FIELDS.items() if key.table != "item"},
        others=True,
    )
    assert [(row.id, row.how) for row in news.rows] == [("goals", "removed")]
    news.mark_row_read("item", GOALS)
    assert not news.rows


def test_only_a_stance_of_the_other_changes_the_stances() -> None:
    news = unread()
    stance = FieldKey("approval", ANNA, "stance")
    changed = []
    rows_changed(news, {FieldKey("item", GOALS, "state"): "done"})
    changed.append(news.has_stance_changes)
    rows_changed(news, {stance: "agreed"}, others=False)
    changed.append(news.has_stance_changes)
    rows_changed(news, {stance: "differs"})
    changed.append(news.has_stance_changes)
    news.mark_all_read()
    changed.append(news.has_stance_changes)
    assert changed == [False, False, True, False]


def test_added_changed_and_removed_lines_are_counted_by_author() -> None:
    news = unread(("one", "j"), ("two", "j"), ("  ", "j"), ("four", "a"), ("five", "j"))
    typed(news, Splice(0, 0, "zero\n", OTHER))
    assert news.lines == [0] and news.is_unread(0) and not news.is_unread(1)
    assert not news.is_unread(99)
    typed(news, Splice(5, 3, "ONE", OTHER))
    assert news.lines == [0, 1]
    typed(news, Splice(9, 4, "", OTHER))
    assert (news.lines, news.removed_lines) == ([0, 1], 1)
    typed(news, Splice(9, 3, "", OTHER))
    assert news.removed_lines == 1, "a blank line does not count"
    typed(news, Splice(9, 5, "", OTHER))
    assert news.removed_lines == 2
    notes = news.to_diff().notes
    assert (notes.added, notes.changed, notes.removed) == ({"a": 1}, 1, {"j": 1, "a": 1})
    assert notes.text_changed
    news.mark_all_read()
    assert (news.lines, news.removed_lines, news.is_unread(0)) == ([], 0, False)
    assert not news.to_diff().notes.text_changed and not news.to_diff()


def test_removed_lines_alone_are_unread_too() -> None:
    news = unread(("one", "j"), ("two", "j"))
    typed(news, Splice(0, 4, "", OTHER))
    assert news and news.removed_lines == 1 and news.lines == []
    assert news.to_diff().notes.text_changed


def test_a_line_that_was_added_and_removed_again_leaves_nothing() -> None:
    news = unread(("one", "j"))
    typed(news, Splice(0, 0, "zero\n", OTHER))
    typed(news, Splice(0, 5, "", OTHER))
    assert not news and news.removed_lines == 0


@pytest.mark.parametrize(
    ("others", "by", "seen", "marked"),
    [(True, "a", (), [0]), (True, "a", (0,), []), (True, "j", (), []), (False, "a", (), [])],
    ids=["unseen", "seen on the screen", "own text from elsewhere", "own change"],
)
def test_only_unseen_text_of_the_other_is_marked(
    others: bool, by: PartnerId, seen: tuple[int, ...], marked: list[int]
) -> None:
    news = unread(("one", "j"), ("two", "j"))
    typed(news, Splice(0, 0, "zero\n", by), others=others, seen=seen)
    assert news.lines == marked


def test_marks_follow_the_users_own_changes() -> None:
    news = unread(("one", "j"), ("two", "j"))
    typed(news, Splice(4, 0, "news\n", OTHER))
    assert news.lines == [1]
    typed(news, Splice(0, 0, "mine\n", ME), others=False)
    assert news.lines == [2], "it moved with its line"
    typed(news, Splice(11, 0, "\n", ME), others=False)
    assert news.lines == [2, 3], "both halves of a line that is split are unread"
    typed(news, Splice(11, 1, "", ME), others=False)
    assert news.lines == [2]
    typed(news, Splice(9, 5, "", ME), others=False)
    assert news.lines == [] and news.removed_lines == 0
    assert not news


def test_blank_lines_are_marked_and_not_counted() -> None:
    news = unread(("one", "j"))
    typed(news, Splice(0, 0, "\n", OTHER))
    assert news.lines == [0]
    notes = news.to_diff().notes
    assert (notes.added, notes.changed, notes.removed, notes.text_changed) == ({}, 0, {}, True)
