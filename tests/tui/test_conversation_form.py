"""Beginning a conversation, and how times and minutes are read."""

from __future__ import annotations

from datetime import date

import pytest

from ...data.beginning import Beginning
from ...data.language import say
from ...tui.forms.conversation import minutes_fault, read_time
from ..widgets.test_form import row_with
from .test_forms import Holder, begin, settle


async def test_a_conversation_is_begun() -> None:
    app = Holder(begin)
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        row_with(app, f"! {say('form.begin.other_name.required')}")
        await pilot.press(*"Anna", "enter", *"10 dec", "enter", *"9.30", "enter", *"9x", "ctrl+s")
        await settle(pilot)
        row_with(app, f"! {say('form.begin.minutes.fault')}")
        await pilot.press("backspace", "0", "enter", "e", "enter", *" a", "enter")
        await settle(pilot)
    assert app.results == [
        Beginning(
            me="manager",
            my_name="Jan",
            other_name="Anna",
            language="en",
            date=date(2026, 12, 10),
            time="09:30",
            minutes=90,
            title="planning 2027 a",
        )
    ]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("9:30", "09:30"),
        ("9.30", "09:30"),
        ("0930", "09:30"),
        ("14", "14:00"),
        ("14u", "14:00"),
        ("14h15", "14:15"),
        ("10:00 uur", "10:00"),
        ("24:00", None),
        ("12:60", None),
        ("noon", None),
        ("٣", None),
        ("1:5", None),
    ],
)
def test_times_are_read(text: str, time: str | None) -> None:
    assert read_time(text) == time


@pytest.mark.parametrize("text", ["-5", "1.5", "1441", "²", "99999", "x"])
def test_minutes_are_whole_and_within_a_day(text: str) -> None:
    assert minutes_fault(text)
    assert not minutes_fault("1440")
