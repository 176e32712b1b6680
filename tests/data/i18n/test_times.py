"""Times of the day: the table of docs/dates.md, and properties of every time."""

from __future__ import annotations

import re
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.data.i18n.date_numbers import number_words
from afspraak.data.i18n.times import TimeOfDayError, parse_time

from ...checkout import ROOT


def _documented() -> list[tuple[str, str]]:
    page = (ROOT / "docs" / "dates.md").read_text(encoding="utf-8")
    chapter = page.partition("## Times")[2].partition("## ")[0]
    rows = re.findall(r"^\| (`.*`.*) \| `(.*)` \|$", chapter, re.MULTILINE)
    return [(phrase, row[1]) for row in rows for phrase in re.findall(r"`([^`]+)`", row[0])]


@pytest.mark.parametrize(("phrase", "expected"), _documented())
def test_each_documented_time_means_what_is_documented(phrase: str, expected: str) -> None:
    assert parse_time(phrase) == expected
    assert parse_time(f" {phrase.upper()}. ") == expected


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "cannot read “”"),
        ("later", "cannot read “later”"),
        ("half", "cannot read"),
        ("1:5", "cannot read"),
        ("٣", "cannot read"),
        ("12345", "cannot read"),
        ("24:00", "no 24:00"),
        ("12:60", "no 12:60"),
        ("25", "no 25:00"),
        ("10:00-11:00", "Give only the beginning"),
        ("10.00 – 11.30 uur", "Give only the beginning"),
        ("10 tot 11", "Give only the beginning"),
    ],
)
def test_an_error_explains_the_reason(text: str, told: str) -> None:
    with pytest.raises(TimeOfDayError) as error:
        parse_time(text)
    assert told in str(error.value)
    assert catalogue("nl")(error.value.message)


@given(st.times())
def test_every_time_in_figures_is_read(at: time) -> None:
    for written in (f"{at:%H:%M}", f"{at:%H.%M} uur", f"{at:%H}u{at:%M}", f"{at.hour}h{at:%M}"):
        assert parse_time(written) == f"{at:%H:%M}"
    twelve = f"{at.hour % 12 or 12}:{at:%M} {'am' if at.hour < 12 else 'p.m.'}"
    assert parse_time(twelve) == f"{at:%H:%M}"


@given(st.integers(1, 12), st.integers(1, 29))
def test_a_time_in_words_is_within_the_day_of_work(hour: int, minutes: int) -> None:
    words = {
        language: {number: word for word, number in number_words(language).items()}
        for language in LANGUAGES
    }
    dutch, english = words["nl"], words["en"]
    past = (hour * 60 + minutes, (
        f"{dutch[minutes]} over {dutch[hour]}", f"{english[minutes]} past {english[hour]}",
    ))  # fmt: skip
    to = (hour * 60 - minutes, (
        f"{dutch[minutes]} voor {dutch[hour]}", f"{english[minutes]} to {english[hour]}",
    ))  # fmt: skip
    half = (hour * 60 - 30, (
        f"half {dutch[hour]}", f"half past {english[(hour - 2) % 12 + 1]}",
    ))  # fmt: skip
    for exact, phrases in (past, to, half):
        for phrase in phrases:
            clock, minute = map(int, parse_time(phrase).split(":"))
            assert 7 <= clock < 19
            assert (clock * 60 + minute - exact) % 720 == 0


_CRUMBS = ["9", "10", "30", "half", "tien", "ten", "kwart", "over", "past", "to", "am", "pm"]
_CRUMBS += ["uur", "o'clock", "noon", ".", ":", "-", "om"]


@given(st.text() | st.lists(st.sampled_from(_CRUMBS)).map(" ".join))
def test_any_text_gives_a_time_or_an_error(text: str) -> None:
    try:
        assert re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", parse_time(text))
    except TimeOfDayError as error:
        assert str(error)
