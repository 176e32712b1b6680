"""Four cells beside each row of the notes: who wrote it, where that changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.widgets.drawing.desk.gutter import WIDTH, Author, gutter
from afspraak.widgets.drawing.roles import CARETS, Role
from afspraak.widgets.drawing.wrapping import line_text, line_width

JAN, ANNA = Author("JB", mine=True), Author("AV")


def seen(*rows: Author | None) -> list[str]:
    return [line_text(line) for line in gutter(rows)]


def test_initials_stand_where_the_author_changes() -> None:
    rows = (None, JAN, JAN, ANNA, ANNA, None, ANNA, JAN)
    assert seen(*rows) == ["    ", "JB│ ", "  │ ", "AV┃ ", "  ┃ ", "    ", "  ┃ ", "JB│ "]


def test_two_people_with_the_same_initials_are_told_apart() -> None:
    assert seen(JAN, Author("JB"), JAN) == ["JB│ ", "JB┃ ", "JB│ "]


def test_a_row_without_initials_changes_no_author() -> None:
    assert seen(ANNA, Author("", unread=True), ANNA) == ["AV┃ ", "  • ", "  ┃ "]


@pytest.mark.parametrize(
    ("author", "text", "roles"),
    [
        (JAN, "JB│ ", [Role.AUTHOR, Role.AUTHOR]),
        (ANNA, "AV┃ ", [Role.OTHER_NAME, Role.OTHER]),
        (Author("A"), " A┃ ", [Role.OTHER_NAME, Role.OTHER]),
        (Author("AVX"), "AV┃ ", [Role.OTHER_NAME, Role.OTHER]),
        (Author("王小"), "王┃ ", [Role.OTHER_NAME, Role.OTHER]),
        (Author("AV", unread=True), "AV• ", [Role.OTHER_NAME, Role.CHANGED]),
        (Author("AV", caret=Role.CARET_1), "AV> ", [Role.CARET_1]),
        (Author("AV", caret=Role.CARET_2, unread=True), "AV» ", [Role.CARET_2]),
        (JAN._replace(label=("R1", Role.RESULT)), "R1│ ", [Role.RESULT, Role.AUTHOR]),
        (ANNA._replace(label=("D12", Role.DEVELOPMENT)), "D12┃", [Role.DEVELOPMENT, Role.OTHER]),
        (JAN._replace(label=("R12b", Role.RESULT)), "R12b", [Role.RESULT]),
        (JAN._replace(label=("R123b", Role.RESULT)), "R12…", [Role.RESULT]),
        (Author("", label=("O1", Role.OTHER_LABEL)), "O1  ", [Role.OTHER_LABEL]),
        (
            ANNA._replace(label=("R1", Role.RESULT), unread=True),
            "R1• ",
            [Role.RESULT, Role.CHANGED],
        ),
        (ANNA._replace(label=("R1", Role.RESULT), caret=Role.CARET_1), "AV> ", [Role.CARET_1]),
    ],
)
def test_each_sign_has_its_role(author: Author, text: str, roles: list[Role]) -> None:
    (line,) = gutter([author])
    assert line_text(line) == text
    assert [role for piece, role in line if piece.strip()] == roles


def test_a_caret_names_its_person_also_where_the_author_stays() -> None:
    assert seen(ANNA, ANNA._replace(caret=Role.CARET_1), ANNA) == ["AV┃ ", "AV> ", "  ┃ "]


def test_who_wrote_it_is_told_below_a_label_that_hides_it() -> None:
    marked = ANNA._replace(label=("R1", Role.RESULT))
    assert seen(JAN, marked, ANNA, ANNA) == ["JB│ ", "R1┃ ", "AV┃ ", "  ┃ "]
    assert seen(ANNA, marked, ANNA) == ["AV┃ ", "R1┃ ", "  ┃ "], "nothing is hidden"


AUTHORS = st.builds(
    Author,
    st.text("AB王é ", max_size=4),
    st.booleans(),
    st.none() | st.sampled_from(CARETS),
    st.booleans(),
    st.none(),
)


@given(st.lists(st.none() | AUTHORS))
def test_each_row_has_four_cells_and_nobodys_has_no_sign(rows: list[Author | None]) -> None:
    lines = gutter(rows)
    assert len(lines) == len(rows)
    for line, author in zip(lines, rows, strict=True):
        assert line_width(line) == WIDTH and line_text(line).endswith(" ")
        if author is None:
            assert not line_text(line).strip()
