"""The list of conversations: columns, narrow screens, and formatting of visible rows only."""

from __future__ import annotations

from datetime import date

import pytest

from afspraak.data.i18n.catalogue import Message, catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER, Slug
from afspraak.data.notebook.agenda.agenda import agenda
from afspraak.data.notebook.summary import Summary
from afspraak.widgets.drawing.notebook import rows
from afspraak.widgets.drawing.notebook.columns import Column, heads, places
from afspraak.widgets.drawing.notebook.words import cells_of, distance
from afspraak.widgets.drawing.wrapping import line_text, line_width
from afspraak.widgets.language import speaking
from afspraak.widgets.views.conversations import ConversationList

from ...support.screens.styled import styled_rows
from ...support.screens.widget_holder import Holder, screen_lines

TODAY = date(2026, 11, 25)


def summary(number: int, day: date | None = date(2026, 12, 3), partner: str = "Anna") -> Summary:
    return Summary(
        Slug(f"s{number}"), "", title="planning", kind="planning", partner=partner, date=day,
        done=number, items=25, open_agreements=2, agreements=2, me=MANAGER,
    )  # fmt: skip


DAMAGED = "the file broken.json is damaged: it is empty, alas"
FAULT = Summary(Slug("broken"), "", fault=Message("storage.reason.other", text=DAMAGED))
COPIED = summary(1)._replace(copies=("a", "b"))


def shown(*summaries: Summary, offers: dict[str, str] | None = None) -> ConversationList:
    listed = ConversationList()
    listed.show(agenda(summaries, TODAY), TODAY, offers or {})
    return listed


def lines_of(*summaries: Summary, width: int = 79) -> list[str]:
    return [line_text(line) for row in shown(*summaries).rows for line in row.lines(width)]


def test_columns_are_aligned_and_faults_keep_their_words() -> None:
    lines = lines_of(summary(3), summary(12, date(2025, 1, 31)), summary(4, None, "漢字"), FAULT)
    assert lines[0] == "Due 1" and lines[2] == "Coming 2" and lines[5] == "Locked or damaged 1"
    late, ahead, undated = lines[1], lines[3], lines[4]
    assert late.index("31 Jan 2025") == ahead.index("3 Dec") == places(79)[Column.WHEN][0]
    assert late.index("/25") == ahead.index("/25") == undated.index("/25") + 2
    assert late.endswith("late 663d") and undated.endswith("plan it")
    assert lines[6] == "! broken"
    assert "".join(lines[7:]).strip() == DAMAGED


def test_an_offer_and_a_copy_keep_their_rows() -> None:
    listed = shown(COPIED, offers={"host/": "Sam shares: planning"})
    assert styled_rows(listed.rows[:1], 60) == ["+ [bold Sam shares: planning]"]
    assert styled_rows(listed.rows[-1:], 60)[1] == "  2 more copies · Enter brings them together"
    assert listed.rows[-1].height(79) == 2 and listed.rows[-1].height(40) == 3


def test_a_narrow_row_has_the_next_talk_beside_the_name_and_the_rest_below() -> None:
    both = summary(3)._replace(prepared_by=(MANAGER, EMPLOYEE), time="10:00")
    assert lines_of(both, width=40)[1:] == [
        "Anna                              in 8 d",
        "  planning  3 Dec 10:00  ●●  3/25",
    ]
    assert lines_of(both, width=20)[1:] == ["Anna          in 8 d", "  planning"]
    assert all(len(line) <= 9 for line in lines_of(both, width=9))


@pytest.mark.parametrize("width", range(1, 130))
@pytest.mark.parametrize("language", ["en", "nl"])
def test_no_row_is_wider_than_the_list_and_each_has_the_lines_that_it_states(
    width: int, language: str
) -> None:
    held = summary(25, date(2026, 5, 1), "Chaima El Idrissi")._replace(
        talked=True, approved=(MANAGER, EMPLOYEE), due=(date(2026, 9, 1),)
    )
    late = summary(0, date(2019, 5, 1), "Bram")
    with speaking(catalogue(language)):
        listed = shown(held, late, summary(3, None), COPIED)
        assert line_width(heads(width)) <= width + 1
        for row in listed.rows:
            lines = row.lines(width)
            assert len(lines) == row.height(width)
            if width > 12:
                assert all(line_width(line) <= width for line in lines)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_how_far_off_a_day_is_always_has_room(language: str) -> None:
    with speaking(catalogue(language)):
        for days in range(-4000, 4000):
            day = date.fromordinal(TODAY.toordinal() + days)
            assert len(distance(day, TODAY)) <= 9


def test_the_reader_is_the_first_sign_of_who_prepared() -> None:
    ready = summary(0)._replace(prepared_by=(EMPLOYEE,))
    assert "○●" in lines_of(ready)[1]
    assert "●○" in lines_of(ready._replace(me=EMPLOYEE))[1]


async def test_only_visible_rows_of_ten_thousand_are_formatted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[object] = []

    def counted(*given: object) -> object:
        made.append(given)
        return cells_of(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(rows, "cells_of", counted)
    listed = ConversationList()
    app = Holder(listed)
    async with app.run_test(size=(80, 20)) as pilot:
        listed.show(agenda([summary(number) for number in range(10_000)], TODAY), TODAY)
        await pilot.pause()
        assert screen_lines(app)[19].split()[-2:] == ["8", "d"]
        assert len(made) == 19
        listed.action_cursor_down()
        listed.action_last()
        await pilot.pause()
        assert screen_lines(app)[19].startswith(">Anna")
        assert len(made) == 39
