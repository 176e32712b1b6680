"""A row of one line: only its text is cut, and what is told about it stands at the right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.model.conversation import ItemState
from afspraak.widgets.drawing.desk.checklist_rows import ItemRow, SectionRow
from afspraak.widgets.drawing.roles import Role
from afspraak.widgets.drawing.row_line import one_line
from afspraak.widgets.drawing.wrapping import Piece, line_text, line_width

from ....support.screens.styled import styled_rows

RATINGS: tuple[Piece, ...] = (("●●○", Role.MINE), (" ", Role.PLAIN), (" – ", Role.OTHER))
HEADS: tuple[Piece, ...] = (
    (" ", Role.PLAIN), ("JB", Role.MINE), ("  ", Role.PLAIN), ("AV", Role.OTHER),
)  # fmt: skip


def item(text: str, state: ItemState = "open", **changes: object) -> ItemRow:
    return ItemRow("key", text, state=state, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("width", "seen"),
    [
        (20, "> words         3/18"),
        (12, "> words 3/18"),
        (11, "> wor… 3/18"),
        (8, "> … 3/18"),
        (7, ">  3/18"),
    ],
)
def test_the_tail_stays_while_the_text_is_cut(width: int, seen: str) -> None:
    head, tail = (("> ", Role.PLAIN),), (("3/18", Role.COUNT),)
    assert line_text(one_line(head, ("words", Role.PLAIN), tail, width)) == seen


def test_without_a_tail_the_text_has_the_whole_line() -> None:
    assert line_text(one_line((), ("words", Role.PLAIN), (), 5)) == "words"
    assert line_text(one_line((), ("words", Role.PLAIN), (), 4)) == "wor…"


@pytest.mark.parametrize(
    ("done", "heads", "width", "seen"),
    [
        (3, (), 26, "[heading Looking back]           [count 3/4]"),
        (4, (), 26, "[heading Looking back]           [all.done 4/4]"),
        (3, (), 12, "[heading Looking…] [count 3/4]"),
        (3, HEADS, 26, "[heading Looking back]        [mine JB]  [other AV]"),
        (3, HEADS, 22, "[heading Looking back]       [count 3/4]"),
    ],
)
def test_a_section_has_its_count_or_the_heads_of_its_ratings(
    done: int, heads: tuple[Piece, ...], width: int, seen: str
) -> None:
    row = SectionRow("key", "Looking back", done=done, total=4, heads=heads)
    assert styled_rows([row], width) == [seen]
    assert not row.selectable


@pytest.mark.parametrize(
    ("row", "seen"),
    [
        (item("Workload"), "[box.open [ ]] Workload"),
        (item("Workload", "done"), "[box.done [x]] [done Workload]"),
        (item("Workload", "parked"), "[box.parked [-]] [done Workload]"),
        (item("Workload", carried=True), "[box.open [ ]] ↻ Workload"),
        (item("Work", has_remark=True), "[box.open [ ]] Work                [for.both *]"),
        (
            item("Work", has_remark=True, has_private=True),
            "[box.open [ ]] Work               [for.both *][private °]",
        ),
        (item("Work", belongs="AV"), "[box.open [ ]] Work             [dim (AV)]"),
        (item("Work", ratings=RATINGS), "[box.open [ ]] Work          [mine ●●○] [other  – ]"),
        (
            item("Professional work", ratings=RATINGS, has_remark=True),
            "[box.open [ ]] Profession… [for.both *] [mine ●●○] [other  – ]",
        ),
        (item("What can go better next year"), "[box.open [ ]] What can go better n…"),
    ],
)
def test_an_item_is_one_line_with_its_signs_at_the_right(row: ItemRow, seen: str) -> None:
    assert styled_rows([row], 25) == [seen]


@pytest.mark.parametrize(
    ("width", "seen"),
    [(23, "[ ] Some words  ●●○  – "), (22, "[ ] Some words here so")],
)
def test_a_narrow_list_shows_words_instead_of_ratings(width: int, seen: str) -> None:
    words = "Some words" if width > 22 else "Some words here so"
    (line,) = item(words, ratings=RATINGS).lines(width)
    assert line_text(line) == seen


@given(
    st.text("ab \t\n漢é", max_size=30),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", "AV", "王小"]),
    st.integers(1, 80),
)
def test_an_item_is_never_more_than_one_line(
    text: str, rated: bool, remark: bool, private: bool, belongs: str, width: int
) -> None:
    row = item(
        text,
        ratings=RATINGS if rated else (),
        has_remark=remark,
        has_private=private,
        belongs=belongs,
    )
    (line,) = row.lines(width)
    assert row.height(width) == 1
    assert not {"\t", "\n"} & set(line_text(line))
    if width > 4:
        assert line_width(line) <= width
    if width > 22 and private:
        assert "°" in line_text(line)
