"""The detail of what has the cursor: what it tells, and what is cut where there is no room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER, RowId, Slug
from afspraak.data.model.conversation import Agreement, Progress
from afspraak.widgets.drawing.desk.detail import (
    Detail,
    Paragraph,
    agreement_detail,
    item_detail,
    section_detail,
)
from afspraak.widgets.drawing.roles import Role
from afspraak.widgets.drawing.title_rule import title_rule
from afspraak.widgets.drawing.wrapping import line_text, line_width
from afspraak.widgets.language import speak

from ....support.screens.panes import COURSE, RUNBOOK
from ....support.screens.styled import styled
from ....support.screens.widget_holder import TODAY, conversation, items


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    speak(catalogue("en"))
    yield
    speak(catalogue("en"))


def paragraphs(letter: str, number: int) -> list[Paragraph]:
    return [Paragraph([(f"{letter}{each}", Role.PLAIN)]) for each in range(number)]


def seen(detail: Detail, width: int = 40, height: int = 20) -> list[str]:
    return [line_text(line) for line in detail.lines(width, height)]


@pytest.mark.parametrize(
    ("height", "first", "last", "lines"),
    [
        (6, 10, 2, ["e0", "e1", "e2", "e3…", "r0", "r1"]),
        (6, 4, 2, ["e0", "e1", "e2", "e3", "r0", "r1"]),
        (6, 2, 2, ["e0", "e1", "r0", "r1"]),
        (6, 10, 5, ["e0", "e1", "e2…", "r0", "r1", "r2…"]),
        (5, 10, 5, ["e0", "e1", "e2…", "r0", "r1…"]),
        (5, 1, 9, ["e0", "r0", "r1", "r2", "r3…"]),
        (1, 2, 2, ["e0…"]),
        (2, 2, 2, ["e0…", "r0…"]),
        (3, 0, 3, ["r0", "r1", "r2"]),
        (0, 2, 2, []),
        (6, 0, 0, []),
    ],
)
def test_both_parts_share_the_room(height: int, first: int, last: int, lines: list[str]) -> None:
    detail = Detail(first=paragraphs("e", first), last=paragraphs("r", last))
    assert seen(detail, 20, height) == lines


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (12, ["1234 6789…"]),
        (10, ["1234 6789…"]),
        (9, ["1234 678…"]),
        (4, ["123…"]),
        (1, ["…"]),
    ],
)
def test_the_ellipsis_of_what_is_cut_is_in_view(width: int, lines: list[str]) -> None:
    detail = Detail(first=[Paragraph([("1234 6789", Role.PLAIN)]), *paragraphs("e", 2)])
    assert seen(detail, width, 1) == lines


def test_a_text_wraps_beside_its_mark() -> None:
    mark = (("[ ]", Role.OPEN_BOX), (" ", Role.PLAIN))
    lines = Paragraph([("one two", Role.DIM), ("three\tfour", Role.PLAIN)], mark).lines(12)
    assert styled(lines) == ["[box.open [ ]] [dim one two]", "    three", "    four"]


(ITEM, OTHER) = items(("The job", "Workload", "both"), ("The job", "Holidays", "both"))


def test_an_item_tells_where_it_came_from_its_question_and_the_answers() -> None:
    told = replace(
        ITEM,
        carried_from=Slug("anna-planning-2026"),
        explanation="Name one\nthing.",
        remarks={EMPLOYEE: "Mine\nand more", MANAGER: "Yours"},
    )
    detail = item_detail(told, conversation((told,)), {told.id: "Own"}, MANAGER)
    assert styled(detail.lines(40, 20)) == [
        "↻ from anna-planning-2026",
        "Name one",
        "thing.",
        "[for.both * JB ]Yours",
        "[other.name * AV ]Mine",
        "and more",
        "[private ° only you: ]Own",
    ]
    assert line_text(title_rule(14, detail.title)) == "─ Workload ───"
    hidden = item_detail(told, conversation((told,)), {told.id: "Own"}, MANAGER, "hidden")
    assert seen(hidden)[-1] == "° only you: hidden"


def test_ratings_are_in_words_and_behaviour_is_for_each_level() -> None:
    rated = replace(
        ITEM,
        kind="competency",
        ratings={MANAGER: "growing"},
        behaviour={"improve": "Forgets", "mastered": "Leads"},
    )
    detail = item_detail(rated, conversation((rated,)), {}, MANAGER)
    lines = styled(detail.lines(60, 20))
    assert "[mine JB: ]growing [dim · ][other.name AV: ]not yet rated" in lines
    told = [line for line in lines if "Leads" in line or "Forgets" in line]
    assert len(told) == 2
    assert any("●●●" in line and line.startswith("[dim ") for line in told)


def test_an_agreement_says_what_its_row_leaves_out() -> None:
    detail = agreement_detail("D1", COURSE, conversation(), TODAY, 27)
    assert styled(detail.lines(27, 20)) == ["[dim Shows ][missing not said yet]"]
    wide = agreement_detail("D1", COURSE, conversation(), TODAY, 40)
    assert styled(wide.lines(40, 20)) == [
        "[dim Who   ]Anna",
        "[dim Shows ][missing not said yet]",
        "[dim When  ][late.date Tue 30 Jun 2026]",
    ]
    nobody = agreement_detail("R1", Agreement(RowId("a")), conversation(), TODAY, 40)
    assert line_text(title_rule(12, nobody.title)) == "─ R1 … ─────"
    assert styled(nobody.lines(40, 20))[0] == "[dim Who   ][missing not said yet]"


def test_a_wide_detail_of_an_agreement_has_its_steps_and_progress() -> None:
    at = datetime(2026, 12, 1, 10, tzinfo=UTC).isoformat()
    told = replace(
        RUNBOOK,
        measure="It is read",
        support="two days",
        support_by="Jan",
        steps="- [x] list\n\n- [ ] write",
        evaluate_on=date(2027, 1, 15),
        progress=(
            Progress(RowId("p1"), RUNBOOK.id, at, MANAGER, "Begun", 10),
            Progress(RowId("p2"), RUNBOOK.id, at, EMPLOYEE, "Half\tof it", 40),
        ),
    )
    narrow = agreement_detail("R1", told, conversation(), TODAY, 27)
    assert seen(narrow, 27) == [
        "████░░░░░░  40 % on 1 Dec",
        "Shows It is read",
        "Help  Jan: two days",
        "Steps 1/2",
    ]
    wide = agreement_detail("R1", told, conversation(), TODAY, 40)
    assert seen(wide) == [
        "████████░░░░░░░░░░░░  40 % on 1 Dec",
        "Who   Anna de Vries",
        "Shows It is read",
        "When  Wed 31 Mar 2027",
        "Look  Fri 15 Jan 2027",
        "Help  Jan: two days",
        "Steps 1/2",
        "- [x] list",
        "- [ ] write",
        "",
        "How it is going 2",
        "1 Dec AV 40 % Half of it",
        "1 Dec JB 10 % Begun",
    ]


def test_a_section_tells_of_the_first_item_that_is_not_done() -> None:
    done = replace(ITEM, state="done")
    parked = replace(OTHER, state="parked", explanation="How many days?")
    detail = section_detail("The job", (done, parked), MANAGER, "F2")
    assert line_text(title_rule(22, detail.title)) == "─ The job ────── 1/2 ─"
    assert styled(detail.lines(40, 6)) == [
        "[box.parked [-]] [done Holidays]",
        "How many days?",
        "[key F2 ][dim answers it]",
    ]
    assert seen(section_detail("The job", (parked,), MANAGER, ""))[-1] == "How many days?"
    assert seen(section_detail("The job", (done,), MANAGER, "F2")) == []


TEXT = st.text("ab \t\n漢é\x1b", max_size=60)


@given(TEXT, TEXT, TEXT, st.integers(2, 80), st.integers(0, 12))
def test_a_detail_never_leaves_its_place(
    question: str, remark: str, own: str, width: int, height: int
) -> None:
    told = replace(ITEM, explanation=question, remarks={MANAGER: remark} if remark else {})
    agreement = replace(RUNBOOK, measure=question, support=remark, owner=own, steps=question)
    given_ = conversation((told,), (agreement,))
    for detail in (
        item_detail(told, given_, {told.id: own} if own else {}, MANAGER),
        agreement_detail("R1", agreement, given_, TODAY, width),
        section_detail("The job", (told, OTHER), MANAGER, "F2"),
    ):
        lines = detail.lines(width, height)
        assert len(lines) <= height
        for line in lines:
            assert not {"\t", "\n", "\x1b"} & set(line_text(line))
            if width > 12:
                assert line_width(line) <= width
