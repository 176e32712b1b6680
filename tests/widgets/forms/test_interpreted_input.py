"""Dates and times in a form: what they understand, what they remark, what they give each other."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from afspraak.data.i18n.catalogue import catalogue
from afspraak.widgets.forms.form import Form
from afspraak.widgets.forms.form_field import Field
from afspraak.widgets.forms.interpreted_input import DateInput, TimeInput
from afspraak.widgets.language import speaking

from ...support.screens.widget_holder import TODAY, row_with

TALK = (
    Field("date", "Date", "date", help="When?", time_field="time"),
    Field("time", "Time", "time", help="At what time?"),
    Field("next_on", "Next", "date", help="When again?", counts_from="date"),
)


class Filling(App[None]):
    """A form of a talk, with the focus in its first field."""

    def compose(self) -> ComposeResult:
        self.form = Form(TALK, today=TODAY)
        yield self.form

    def on_mount(self) -> None:
        self.form.focus_field()


async def typed(pilot: Pilot[None], *texts: str) -> None:
    """Type texts, each into the next field."""
    for number, text in enumerate(texts):
        await pilot.press(*(["enter"] if number else []), *text)
    await pilot.pause()


@pytest.mark.parametrize(
    ("text", "read", "fault", "interpretation"),
    [
        ("", "", "", ""),
        ("2027-03-31", "2027-03-31", "", "= Wed 31 Mar 2027"),
        (" 31 mar ", "2027-03-31", "", "= Wed 31 Mar 2027"),
        ("4 dec", "2026-12-04", "", "= Fri 4 Dec"),
        ("31 feb", "31 feb", "There is no 31 February", "? not a date yet"),
    ],
)
async def test_a_date_is_read_relative_to_today(
    text: str, read: str, fault: str, interpretation: str
) -> None:
    async with Filling().run_test():
        part = DateInput(text, today=TODAY)
        assert part.read() == read
        assert part.fault().startswith(fault) and bool(part.fault()) == bool(fault)
        assert "".join(part.interpretations()[-1:]) == interpretation


async def test_a_date_is_shown_in_its_own_language_or_that_of_the_screen() -> None:
    async with Filling().run_test():
        with speaking(catalogue("nl")):
            dutch = DateInput("2027-03-31", today=TODAY).interpretations()
            assert dutch == ("= woensdag 31 maart 2027", "= wo 31 mrt 2027")
            english = DateInput("2027-03-31", today=TODAY, language="en")
            assert english.interpretations()[-1] == "= Wed 31 Mar 2027"
        shown = DateInput("2027-03-31", today=TODAY).interpretations()
        assert shown == ("= Wednesday 31 March 2027", "= Wed 31 Mar 2027")


@pytest.mark.parametrize(
    ("text", "read", "fault", "interpretation"),
    [
        ("", "", "", ""),
        ("half past nine", "09:30", "", "= 09:30"),
        ("10u30", "10:30", "", "= 10:30"),
        ("24:00", "24:00", "There is no 24:00", "? not a time yet"),
        ("later", "later", "I cannot read “later”", "? not a time yet"),
    ],
)
async def test_a_time_is_read(text: str, read: str, fault: str, interpretation: str) -> None:
    async with Filling().run_test():
        part = TimeInput()
        part.value = text
        assert part.read() == read
        assert part.fault().startswith(fault) and bool(part.fault()) == bool(fault)
        assert "".join(part.interpretations()[-1:]) == interpretation


async def test_a_time_that_was_there_is_not_rewritten() -> None:
    async with Filling().run_test():
        assert TimeInput("9:00").read() == "9:00"


async def test_the_time_behind_a_date_goes_into_its_field() -> None:
    app = Filling()
    async with app.run_test(size=(60, 20)) as pilot:
        await typed(pilot, "fri 11 dec 10.30")
        row_with(app, "= Fri 11 Dec")
        row_with(app, "= 10:30")
        assert app.form.values() == {"date": "2026-12-11", "time": "10:30", "next_on": ""}


async def test_the_next_talk_counts_from_the_talk() -> None:
    app = Filling()
    async with app.run_test(size=(60, 20)) as pilot:
        await typed(pilot, "1 feb 2027", "", "in half a year")
        row_with(app, "= Sun 1 Aug")
        assert app.form.values()["next_on"] == "2027-08-01"
        app.form.fill("date", "1 mar 2027")
        await pilot.pause()
        assert app.form.values()["next_on"] == "2027-09-01"
        row_with(app, "= Wed 1 Sep")
        app.form.fill("date", "")
        await pilot.pause()
        assert app.form.values()["next_on"] == "2027-06-03", "without a talk it counts from today"


async def test_a_weekend_and_a_past_day_are_remarked_and_taken() -> None:
    app = Filling()
    async with app.run_test(size=(60, 20)) as pilot:
        await typed(pilot, "5 dec")
        row_with(app, "That is a Saturday. Is it right?")
        await pilot.press(*"ember 2025")
        await pilot.pause()
        row_with(app, "That day has gone by. Is it right?")
        assert app.form.check()
        await pilot.press("ctrl+u", *"4 dec")
        await pilot.pause()
        row_with(app, "When?")


async def test_a_time_that_no_field_takes_is_remarked() -> None:
    app = Filling()
    async with app.run_test(size=(60, 20)) as pilot:
        await typed(pilot, "", "", "1 jun 10:00")
        row_with(app, "only the day stays")
        assert app.form.values()["next_on"] == "2027-06-01"
