"""Properties of reading dates: any day, any number, any time behind a date."""

from __future__ import annotations

from datetime import date, time, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.data.i18n.date_errors import DateError
from afspraak.data.i18n.date_format import Width, format_date
from afspraak.data.i18n.date_numbers import number_words, ordinal_words
from afspraak.data.i18n.dates import parse_due, parse_when

WEDNESDAY = date(2026, 3, 18)  # in ISO week 12, which runs to Sunday 22 March

days = st.dates(date(1900, 1, 1), date(9998, 12, 31))
languages = st.sampled_from(LANGUAGES)


@given(days, days, languages, st.sampled_from(["short", "weekday", "long"]))
def test_formatted_dates_are_parsed_back(
    day: date, today: date, language: str, width: Width
) -> None:
    assert parse_due(format_date(day, language, width=width), today) == day


@given(days, languages, st.integers(0, 366), st.sampled_from(["short", "weekday"]))
def test_a_coming_date_without_year_is_parsed_back(
    today: date, language: str, ahead: int, width: Width
) -> None:
    day = min(today + timedelta(days=ahead), date(today.year, 12, 31))
    assert parse_due(format_date(day, language, today=today, width=width), today) == day


@given(days)
def test_iso_dates_are_parsed(day: date) -> None:
    assert parse_due(day.isoformat(), WEDNESDAY) == day
    assert parse_due(f"{day.day}/{day.month}/{day.year}", WEDNESDAY) == day


@given(st.dates(date(1900, 1, 1), date(9980, 12, 31)))
def test_a_date_without_year_is_in_the_future(today: date) -> None:
    for phrase in ("eind maart", "Q3", "week 12", "week 53", "29 feb", "before summer", "1-1"):
        assert parse_due(phrase, today) >= today
    ahead = (parse_due("friday", today) - today).days
    assert 1 <= ahead <= 7
    following = parse_due("next friday", today).isocalendar()
    assert following[:2] == (today + timedelta(days=7)).isocalendar()[:2]


_CRUMBS = "0 1 31 99 2026 99999 - / . , in over half week q vrijdag maart feb eind next this"
_WORDS = st.sampled_from([*_CRUMBS.split(), "komende week", "t/m", "1 april", "in a year", "W12"])


@given(st.text() | st.lists(_WORDS, max_size=5).map(" ".join), st.dates())
def test_any_text_gives_a_date_or_an_error(text: str, today: date) -> None:
    try:
        found = parse_due(text, today)
    except DateError as error:
        assert str(error)
    else:
        assert 1900 <= found.year <= 9998


@given(days, days, languages, st.times())
def test_any_time_behind_any_date_is_read(day: date, today: date, language: str, at: time) -> None:
    clock = f"{at:%H:%M}"
    for text in (f"{format_date(day, language)} {clock}", f"{day}T{clock}", f"{clock} {day}"):
        assert parse_when(text, today) == (day, clock)


@given(st.dates(date(1901, 1, 1), date(9900, 1, 1)), st.integers(1, 99), languages)
def test_a_number_in_words_counts_as_its_figures(today: date, count: int, language: str) -> None:
    (word,) = (word for word, number in number_words(language).items() if number == count)
    in_days = {"nl": "over {} dagen", "en": "in {} days"}[language]
    assert parse_due(in_days.format(word), today) == today + timedelta(days=count)
    if count <= 31:
        (nth,) = (word for word, number in ordinal_words(language).items() if number == count)
        found = parse_due(f"{nth} of january", today)
        assert (found.month, found.day) == (1, count)
        assert found >= today


@given(days, days)
def test_the_hyphens_and_blanks_of_a_word_processor_are_read(day: date, today: date) -> None:
    for hyphen in "‐‑‒–—−":
        assert parse_due(f"{day.day}{hyphen}{day.month}{hyphen}{day.year}", today) == day
        assert (
            parse_due(f"\ufeff{day.day} {hyphen}\xa0{day.month} {hyphen} {day.year}", today) == day
        )


@given(days, st.dates(date(1900, 1, 8), date(9980, 12, 20)))
def test_before_and_after_leave_out_the_day_itself(day: date, today: date) -> None:
    assume(date(1900, 1, 2) <= day <= date(9998, 12, 30))
    for before in ("voor", "before", "tot"):
        assert parse_due(f"{before} {day}", today) == day - timedelta(days=1)
    assert parse_due(f"na {day}", today) == day + timedelta(days=1)
    for until in ("t/m", "until", "tot en met", "uiterlijk", "no later than"):
        assert parse_due(f"{until} {day}", today) == day
    year_less = parse_due(f"voor {day.day}-{day.month}", today)
    assert year_less >= today


@given(st.dates(date(1900, 1, 8), date(9900, 12, 20)), st.integers(1, 7))
def test_a_weekday_is_found_in_weeks_and_months(today: date, weekday: int) -> None:
    name = catalogue("nl")("dates.weekdays.long").split()[weekday - 1]
    first, last = (parse_due(f"{nth} {name} van maart", today) for nth in ("eerste", "laatste"))
    assert first.isoweekday() == last.isoweekday() == weekday
    assert (first.month, last.month) == (3, 3)
    assert first.day <= 7
    assert last.day > 24
    assert min(first, last) >= today
    week = parse_due(f"{name} week 12", today)
    assert week.isocalendar()[1:] == (12, weekday)
    assert week >= today
    assert parse_due(f"{name} over een week", today) - parse_due(name, today) == timedelta(days=7)


@given(st.dates(date(1901, 1, 1), date(9900, 1, 1)))
def test_a_coming_period_is_the_next_one(today: date) -> None:
    for dutch, english in (("week", "week"), ("maand", "month"), ("kwartaal", "quarter")):
        coming = parse_due(f"komend {dutch}", today)
        assert coming == parse_due(f"next {english}", today)
        assert coming == parse_due(f"a.s. {dutch}", today) > today
    assert parse_due("begin komende week", today) > today
    assert parse_due("eind komend jaar", today) == date(today.year + 1, 12, 31)


@given(st.dates(date(1901, 1, 1), date(9900, 1, 1)), st.integers(1, 60))
def test_working_days_leave_out_weekends(today: date, count: int) -> None:
    found = parse_due(f"over {count} werkdagen", today)
    passed = (today + timedelta(days=ahead) for ahead in range(1, (found - today).days + 1))
    assert sum(day.isoweekday() <= 5 for day in passed) == count
    assert found.isoweekday() <= 5
