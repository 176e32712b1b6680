"""How far off a day is, in a few cells and in both languages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.data.i18n.relative_days import SOON_DAYS, is_soon, relative_day

TODAY = date(2026, 12, 3)


@pytest.mark.parametrize(
    ("days", "english", "dutch"),
    [
        (-400, "late 400 d", "400 d laat"),
        (-1, "late 1 d", "1 d laat"),
        (0, "today", "vandaag"),
        (1, "tomorrow", "morgen"),
        (2, "in 2 d", "over 2 d"),
        (14, "in 14 d", "over 14 d"),
        (15, "in 2 wk", "over 2 wk"),
        (17, "in 2 wk", "over 2 wk"),
        (18, "in 3 wk", "over 3 wk"),
        (136, "in 19 wk", "over 19 wk"),
        (137, "Apr", "apr"),
        (329, "Oct", "okt"),
        (330, "Oct 2027", "okt 2027"),
        (400, "Jan 2028", "jan 2028"),
    ],
)
def test_near_days_are_counted_and_far_ones_named_by_their_month(
    days: int, english: str, dutch: str
) -> None:
    message = relative_day(TODAY + timedelta(days), TODAY)
    assert [catalogue(language)(message) for language in ("en", "nl")] == [english, dutch]


def test_soon_is_from_today_up_to_a_fortnight() -> None:
    soon = [days for days in range(-30, 60) if is_soon(TODAY + timedelta(days), TODAY)]
    assert soon == list(range(SOON_DAYS + 1))


@given(st.dates(), st.dates(), st.sampled_from(LANGUAGES))
def test_any_two_days_have_words_of_one_line(day: date, today: date, language: str) -> None:
    words = catalogue(language)(relative_day(day, today))
    assert words and "{" not in words
    assert ({"late", "laat"} & set(words.split()) != set()) == (day < today)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 1000))
def test_a_later_day_never_sounds_nearer(today: date, days: int) -> None:
    def unit(ahead: int) -> str:
        return relative_day(today + timedelta(ahead), today).key

    order = ["relative.today", "relative.tomorrow", "relative.days", "relative.weeks",
             "relative.month"]  # fmt: skip
    assert order.index(unit(days)) <= order.index(unit(days + 1))
