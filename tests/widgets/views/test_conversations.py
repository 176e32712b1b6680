"""The list of conversations: columns, narrow screens, and formatting of visible rows only."""

from __future__ import annotations

from datetime import date

import pytest

from afspraak.data.i18n.catalogue import Message
from afspraak.data.ids import Slug
from afspraak.data.notebook.summary import Summary
from afspraak.widgets.views import conversations
from afspraak.widgets.views.conversations import ConversationList

from ...support.screens.widget_holder import Holder, screen_lines

TODAY = date(2026, 11, 25)


def summary(number: int, day: date | None = date(2026, 12, 3), partner: str = "Anna") -> Summary:
    return Summary(
        Slug(f"s{number}"), "", title="planning", partner=partner, date=day, done=number, items=25,
        open_agreements=2,
    )  # fmt: skip


DAMAGED = "the file broken.json is damaged: it is empty, alas"
FAULT = Summary(Slug("broken"), "", fault=Message("storage.reason.other", text=DAMAGED))


async def test_columns_are_aligned_and_faults_are_shown() -> None:
    listed = ConversationList()
    app = Holder(listed)
    async with app.run_test(size=(70, 8)) as pilot:
        rows = [summary(3), summary(12, date(2025, 1, 31)), summary(4, None, "漢字"), FAULT]
        listed.show(rows, TODAY)
        await pilot.pause()
        first, second, third, slug, fault = screen_lines(app)[:5]
        assert first.startswith(">3 Dec") and second.startswith(" 31 Jan 2025")
        assert first.index("Anna · planning") == second.index("Anna · planning") == 14
        assert first.index("/25") == second.index("/25")
        assert third.startswith(" -") and third.endswith("2 open")
        assert slug.split() == ["!", "broken"]
        assert fault.strip() == DAMAGED
        await pilot.resize_terminal(40, 10)
        await pilot.pause()
        assert [line.strip() for line in screen_lines(app)[:4]] == [
            ">3 Dec        Anna · planning", "3/25 ticked · 2 open",
            "31 Jan 2025  Anna · planning", "12/25 ticked · 2 open",
        ]  # fmt: skip


async def test_who_has_prepared_is_told_until_the_talk() -> None:
    listed = ConversationList()
    app = Holder(listed)
    async with app.run_test(size=(80, 8)) as pilot:
        ready = summary(0)._replace(prepared=("Anna", "Jan"))
        listed.show([ready, ready._replace(slug=Slug("talked"), done=1)], TODAY)
        await pilot.pause()
        first, second = screen_lines(app)[:2]
        assert "Anna · planning · prepared: Anna, Jan  " in first
        assert "prepared" not in second
        await pilot.resize_terminal(40, 8)
        await pilot.pause()
        assert screen_lines(app)[1].strip() == "2 open · prepared: Anna, Jan"


@pytest.mark.parametrize(
    ("planned", "today", "time", "told"),
    [
        ("", date(2026, 12, 2), "23:59", True),
        ("", date(2026, 12, 3), "00:01", False),
        ("10:00", date(2026, 12, 3), "09:59", True),
        ("10:00", date(2026, 12, 3), "10:00", False),
        ("10:00", date(2026, 12, 4), "09:00", False),
    ],
)
async def test_what_is_filled_in_during_the_talk_is_no_preparation(
    planned: str, today: date, time: str, told: bool
) -> None:
    listed = ConversationList()
    app = Holder(listed)
    async with app.run_test(size=(80, 8)) as pilot:
        listed.show([summary(0)._replace(prepared=("Anna",), time=planned)], today, time)
        await pilot.pause()
        assert ("prepared: Anna" in screen_lines(app)[0]) is told


async def test_only_visible_rows_of_ten_thousand_are_formatted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fitted: list[str] = []

    def counted(text: str, width: int) -> str:
        fitted.append(text)
        return text[:width]

    monkeypatch.setattr(conversations, "fit", counted)
    listed = ConversationList()
    app = Holder(listed)
    async with app.run_test(size=(80, 20)) as pilot:
        listed.show([summary(number) for number in range(10_000)], TODAY)
        await pilot.pause()
        assert screen_lines(app)[19].split()[-2:] == ["2", "open"]
        assert len(fitted) == 20
        listed.action_cursor_down()
        listed.action_last()
        await pilot.pause()
        assert screen_lines(app)[19].startswith(">3 Dec")
        assert len(fitted) == 40


@pytest.mark.parametrize(("width", "lines"), [(61, 1), (60, 2)])
async def test_a_row_takes_as_many_lines_as_it_states(width: int, lines: int) -> None:
    listed = ConversationList()
    app = Holder(listed)
    async with app.run_test(size=(width, 8)) as pilot:
        listed.show([summary(1), summary(2), summary(3)], TODAY)
        await pilot.pause()
        assert listed.hidden == (0, 0)
        begun = [y for y, line in enumerate(screen_lines(app)) if "Anna" in line]
        assert begun == [0, lines, 2 * lines]
        assert screen_lines(app)[3 * lines] == ""
