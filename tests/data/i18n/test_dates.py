"""Dates in words: a table of phrases, and properties of every date."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.data.i18n.date_errors import DateError
from afspraak.data.i18n.date_format import Width, format_date
from afspraak.data.i18n.dates import parse_due

WEDNESDAY = date(2026, 3, 18)  # in ISO week 12, which runs to Sunday 22 March

PHRASES = """
2026-12-31                      2026-12-31
2026-1-5                        2026-01-05
2026 - 12 - 31                  2026-12-31
31-12-2026                      2026-12-31
31/12/2026                      2026-12-31
31.12.26                        2026-12-31
31-12                           2026-12-31
3-12                            2026-12-03
3 12                            2026-12-03
1/2                             2027-02-01
18-3                            2026-03-18
17-3                            2027-03-17
31-12-99                        2099-12-31
31 mrt                          2026-03-31
31 mrt.                         2026-03-31
31 Mrt                          2026-03-31
31mrt                           2026-03-31
31-mrt-2027                     2027-03-31
31 mrt '27                      2027-03-31
31 maart 2027                   2027-03-31
op 31 maart                     2026-03-31
uiterlijk op de 31e maart       2026-03-31
31 mar                          2026-03-31
31st of March                   2026-03-31
March 31                        2026-03-31
MARCH   31st,  2027             2027-03-31
mrt 31                          2026-03-31
march 1                         2027-03-01
18 maart                        2026-03-18
1 febr                          2027-02-01
9 sept.                         2026-09-09
29 feb                          2028-02-29
29-02-2028                      2028-02-29
do 3 dec                        2026-12-03
donderdag 3 december 2026       2026-12-03
Thursday, December 3rd, 2026    2026-12-03
Thurs 3 Dec                     2026-12-03
vandaag                         2026-03-18
today                           2026-03-18
morgen                          2026-03-19
Tomorrow.                       2026-03-19
overmorgen                      2026-03-20
day after tomorrow              2026-03-20
the day after tomorrow          2026-03-20
over twee weken                 2026-04-01
over 3 maanden                  2026-06-18
over een half jaar              2026-09-18
over één half jaar              2026-09-18
halfjaar                        2026-09-18
half a year                     2026-09-18
in half a year                  2026-09-18
over een week                   2026-03-25
binnen tien dagen               2026-03-28
over twaalf dagen               2026-03-30
in two weeks                    2026-04-01
two weeks from now              2026-04-01
within twelve days              2026-03-30
in 3 months                     2026-06-18
in a year                       2027-03-18
a year                          2027-03-18
over een kwartaal               2026-06-18
2 weken                         2026-04-01
3w                              2026-04-08
2m                              2026-05-18
1j                              2027-03-18
1y                              2027-03-18
10d                             2026-03-28
10 D                            2026-03-28
vrijdag                         2026-03-20
vr                              2026-03-20
friday                          2026-03-20
on friday                       2026-03-20
woensdag                        2026-03-25
wed                             2026-03-25
dinsdag                         2026-03-24
komende vrijdag                 2026-03-20
aanstaande vrijdag              2026-03-20
vrijdag a.s.                    2026-03-20
this friday                     2026-03-20
komende woensdag                2026-03-25
volgende vrijdag                2026-03-27
next friday                     2026-03-27
volgende week vrijdag           2026-03-27
vrijdag volgende week           2026-03-27
friday next week                2026-03-27
volgende maandag                2026-03-23
deze week vrijdag               2026-03-20
volgende week                   2026-03-25
next week                       2026-03-25
volgende maand                  2026-04-18
next month                      2026-04-18
volgend kwartaal                2026-06-18
volgend jaar                    2027-03-18
next year                       2027-03-18
eind maart                      2026-03-31
eind februari                   2027-02-28
eind februari 2028              2028-02-29
end of march                    2026-03-31
voor eind maart                 2026-03-31
before the end of March         2026-03-31
half april                      2026-04-15
half maart                      2027-03-15
medio april                     2026-04-15
mid april                       2026-04-15
mid-april                       2026-04-15
begin juni                      2026-06-01
begin maart                     2027-03-01
early june                      2026-06-01
maart                           2026-03-31
in juni                         2026-06-30
juni 2027                       2027-06-30
eind van de week                2026-03-20
deze week                       2026-03-20
eind volgende week              2026-03-27
eind van de maand               2026-03-31
end of the month                2026-03-31
eind volgende maand             2026-04-30
begin volgende maand            2026-04-01
begin van de maand              2026-04-01
eind van het jaar               2026-12-31
end of the year                 2026-12-31
eind dit jaar                   2026-12-31
eind volgend jaar               2027-12-31
eind 2027                       2027-12-31
half 2027                       2027-06-30
begin volgend jaar              2027-01-01
eind van het kwartaal           2026-03-31
voor de zomer                   2026-06-30
before summer                   2026-06-30
before the summer of 2027       2027-06-30
Q1                              2026-03-31
Q2                              2026-06-30
q3                              2026-09-30
Q4                              2026-12-31
q2 2027                         2027-06-30
kwartaal 2                      2026-06-30
eerste kwartaal                 2026-03-31
2e kwartaal                     2026-06-30
third quarter                   2026-09-30
vierde kwartaal van 2027        2027-12-31
begin Q2                        2026-04-01
mid Q2                          2026-05-15
week 12                         2026-03-20
week 11                         2027-03-19
week 12 2027                    2027-03-26
wk 20                           2026-05-15
week 53                         2027-01-01
begin week 13                   2026-03-23
half week 13                    2026-03-25
"""

RELATIVE = """
2026-01-31  over 1 maand         2026-02-28
2028-01-31  in a month           2028-02-29
2026-08-31  over een half jaar   2027-02-28
2028-02-29  over een jaar        2029-02-28
2026-12-15  volgende maand       2027-01-15
2026-03-20  vrijdag              2026-03-27
2026-03-20  komende vrijdag      2026-03-27
2026-03-20  next friday          2026-03-27
2026-03-22  next friday          2026-03-27
2026-03-22  friday               2026-03-27
2026-03-16  next monday          2026-03-23
2026-03-21  eind van de week     2026-03-22
2026-03-21  deze week            2026-03-22
2026-03-21  week 12              2026-03-22
2026-03-23  week 12              2027-03-26
2026-06-30  voor de zomer        2026-06-30
2026-07-01  before summer        2027-06-30
2026-07-01  Q2                   2027-06-30
2026-12-31  eind van het jaar    2026-12-31
2027-01-01  week 53              2027-01-01
2027-01-04  week 53              2032-12-31
2096-03-01  29 feb               2104-02-29
2026-12-31  31 dec               2026-12-31
2026-12-31  morgen               2027-01-01
2026-12-31  1 jan                2027-01-01
9998-12-30  morgen               9998-12-31
"""


def _table(text: str) -> list[list[str]]:
    """The rows: a phrase, and its result in the last word."""
    rows = []
    for line in text.strip().splitlines():
        start, end = line.rsplit(maxsplit=1)
        rows.append([start.strip(), end])
    return rows


@pytest.mark.parametrize(("phrase", "expected"), _table(PHRASES))
def test_common_date_forms_are_parsed(phrase: str, expected: str) -> None:
    assert parse_due(phrase, WEDNESDAY) == date.fromisoformat(expected)


@pytest.mark.parametrize(("said", "expected"), _table(RELATIVE))
def test_relative_dates_count_from_today(said: str, expected: str) -> None:
    today, phrase = said.split(maxsplit=1)
    assert parse_due(phrase, date.fromisoformat(today)) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("phrase", "told"),
    [
        ("", "such as 31 Mar"),
        ("  ", "such as 31 Mar"),
        ("soon", "cannot read “soon”"),
        ("31", "cannot read"),
        ("week", "cannot read"),
        ("in -2 weeks", "cannot read"),
        ("2026-03-18T10:00", "cannot read"),
        ("31 mrt 5", "cannot read"),
        ("vrijdag of maandag", "cannot read"),
        ("maa", "cannot read"),
        ("31 mrt" + " " * 90 + "!", "cannot read"),
        ("31 feb", "no 31 February."),
        ("31-2-2027", "no 31 February 2027"),
        ("29 feb 2027", "no 29 February 2027"),
        ("2027-02-29", "no 29 February 2027"),
        ("0-3", "no 0 March"),
        ("31 sept", "no 31 September"),
        ("12/31/2026", "no month 31"),
        ("2026-13-01", "no month 13"),
        ("week 0", "no week 0"),
        ("week 54", "no week 54"),
        ("week 53 2027", "no week 53 2027"),
        ("Q5", "no Q5"),
        ("kwartaal 0 2027", "no Q0"),
        ("vrijdag 3 december 2026", "3 Dec 2026 is a Thursday"),
        ("fri 18 march", "18 Mar 2026 is a Wednesday"),
        ("31-12-1899", "1900-01-01"),
        ("0001-01-01", "1900-01-01"),
        ("9999-01-01", "9998-12-31"),
        ("12026-01-01", "9998-12-31"),
        ("31 mrt 99999", "9998-12-31"),
        ("eind 9999", "9998-12-31"),
        ("week 1 12027", "9998-12-31"),
        ("over 9000 jaar", "9998-12-31"),
        ("over 99999999999 dagen", "9998-12-31"),
        ("over 99999999999 maanden", "9998-12-31"),
    ],
)
def test_an_error_explains_the_reason(phrase: str, told: str) -> None:
    with pytest.raises(DateError) as error:
        parse_due(phrase, WEDNESDAY)
    assert told in str(error.value)


def test_a_date_error_is_in_the_language_of_the_screen() -> None:
    with pytest.raises(DateError, match=r"There is no 31 February\.") as error:
        parse_due("31 february", WEDNESDAY)
    assert "31 februari bestaat niet" in catalogue("nl")(error.value.message)
    with pytest.raises(DateError) as error:
        parse_due("friday 3 december", WEDNESDAY)
    assert "3 dec 2026 valt op een donderdag" in catalogue("nl")(error.value.message)


def test_a_date_error_shows_the_text_cleaned_and_short() -> None:
    with pytest.raises(DateError) as error:
        parse_due("{boom}\x1b[31m" + "x" * 100_000, WEDNESDAY)
    assert "{boom}␛" in str(error.value)
    assert "\x1b" not in str(error.value)
    assert len(str(error.value)) < 200


def test_no_date_word_is_ambiguous() -> None:
    meanings: dict[str, set[str]] = defaultdict(set)
    for language in LANGUAGES:
        said = catalogue(language)
        for name in ("long", "short"):
            for table in ("months", "weekdays"):
                for number, word in enumerate(said(f"dates.{table}.{name}").casefold().split()):
                    meanings[word].add(f"{table} {number}")
        for table in ("numbers", "ordinals"):
            for number, word in enumerate(said(f"dates.{table}").split()):
                meanings[word].add(f"{table} {number}")
        for name in _word_names():
            for word in said(f"dates.word.{name}").split():
                meanings[word].add("numbers 0" if name == "one" else name)
    assert {word: found for word, found in meanings.items() if len(found) > 1} == {}


def test_every_date_word_is_ascii_and_lower_case() -> None:
    for language in LANGUAGES:
        for name in _word_names():
            words = catalogue(language)(f"dates.word.{name}")
            assert words.replace(" ", "").isalpha()
            assert words.isascii()
            assert words == words.casefold()


def _word_names() -> list[str]:
    from afspraak.data.i18n.locale.nl.dates import MESSAGES

    return [key.removeprefix("dates.word.") for key in MESSAGES if key.startswith("dates.word.")]


@pytest.mark.parametrize(
    ("language", "width", "today", "expected"),
    [
        ("nl", "short", WEDNESDAY, "3 dec"),
        ("en", "short", WEDNESDAY, "3 Dec"),
        ("nl", "short", date(2027, 1, 1), "3 dec 2026"),
        ("en", "short", None, "3 Dec 2026"),
        ("nl", "weekday", WEDNESDAY, "do 3 dec"),
        ("en", "weekday", WEDNESDAY, "Thu 3 Dec"),
        ("nl", "weekday", None, "do 3 dec 2026"),
        ("nl", "long", WEDNESDAY, "donderdag 3 december 2026"),
        ("en", "long", None, "Thursday 3 December 2026"),
    ],
)
def test_a_date_is_formatted(
    language: str, width: Width, today: date | None, expected: str
) -> None:
    assert format_date(date(2026, 12, 3), language, today=today, width=width) == expected


def test_every_month_and_weekday_has_its_name() -> None:
    months = [format_date(date(2026, month, 1), "nl", today=WEDNESDAY) for month in range(1, 13)]
    assert months[2] == "1 mrt"
    assert months[9] == "1 okt"
    assert len(set(months)) == 12
    week = [
        format_date(WEDNESDAY + timedelta(days=n), "en", today=WEDNESDAY, width="weekday")
        for n in range(7)
    ]
    assert [day[:3] for day in week] == ["Wed", "Thu", "Fri", "Sat", "Sun", "Mon", "Tue"]


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
_WORDS = st.sampled_from([*(row[0] for row in _table(PHRASES)), *_CRUMBS.split()])


@given(st.text() | st.lists(_WORDS, max_size=5).map(" ".join), st.dates())
def test_any_text_gives_a_date_or_an_error(text: str, today: date) -> None:
    try:
        found = parse_due(text, today)
    except DateError as error:
        assert str(error)
    else:
        assert 1900 <= found.year <= 9998
