"""Dates in words: tables of phrases, and the reasons why a text is none."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, timedelta

import pytest

from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.data.i18n.date_errors import DateError
from afspraak.data.i18n.dates import parse_due, parse_when, remark_on

from ...checkout import ROOT

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


def _documented(chapters: str) -> list[tuple[str, str]]:
    """The expressions of docs/dates.md in these chapters, each with its meaning."""
    page = (ROOT / "docs" / "dates.md").read_text(encoding="utf-8")
    return [
        (phrase, meaning)
        for chapter in re.split(r"^## ", page, flags=re.MULTILINE)
        if re.match(chapters, chapter)
        for row in re.findall(r"^\| (`.*`.*) \| `(.*)` \|$", chapter, re.MULTILINE)
        for phrase, meaning in ((phrase, row[1]) for phrase in re.findall(r"`([^`]+)`", row[0]))
    ]


@pytest.mark.parametrize(("phrase", "expected"), _documented("Days|Weekdays|So much later|Periods"))
def test_each_documented_date_means_what_is_documented(phrase: str, expected: str) -> None:
    assert parse_when(phrase, WEDNESDAY) == (date.fromisoformat(expected), "")


def _table(text: str, columns: int = 1) -> list[list[str]]:
    """The rows: a phrase, and its result in the last word or words."""
    rows = []
    for line in text.strip().splitlines():
        start, *end = line.rsplit(maxsplit=columns)
        rows.append([start.strip(), " ".join(end)])
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
        ("gibberish", "cannot read “gibberish”"),
        ("soon", "“soon” is not a day"),
        ("binnenkort", "“binnenkort” is not a day"),
        ("z.s.m.", "“z.s.m.” is not a day"),
        ("over een paar weken", "is not a day"),
        ("elke vrijdag", "comes back"),
        ("every friday", "comes back"),
        ("monday or tuesday", "more than one day"),
        ("van 1 tot 5 april", "more than one day"),
        ("maandag over een maand", "by whole weeks"),
        ("vijfde maandag van februari", "not that many"),
        ("32e", "no 32"),
        ("over een halve dag", "cannot read"),
        ("31 feb 10:00", "no 31 February."),
        ("10:00", "cannot read"),
        ("vrijdag 9", "cannot read"),
        ("3 maart 25:00", "cannot read"),
        ("2027-13", "no month 13"),
        ("31", "cannot read"),
        ("week", "cannot read"),
        ("in -2 weeks", "cannot read"),
        ("31 mrt 5", "cannot read"),
        ("vrijdag of maandag", "more than one day"),
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


TIMED = """
3 maart 10:00                   2027-03-03 10:00
3 maart, 10.30 uur              2027-03-03 10:30
3 maart om half tien            2027-03-03 09:30
3 maart 2027 9u30               2027-03-03 09:30
2026-12-03T10:00                2026-12-03 10:00
2026-12-03 14.30                2026-12-03 14:30
vrijdag 9.30                    2026-03-20 09:30
vrijdag om 9                    2026-03-20 09:00
vrijdagmiddag 3 uur             2026-03-20 15:00
tomorrow at noon                2026-03-19 12:00
next friday at 2 pm             2026-03-27 14:00
10 uur vrijdag                  2026-03-20 10:00
half past nine on friday        2026-03-20 09:30
over twee weken om kwart over 9 2026-04-01 09:15
"""


@pytest.mark.parametrize(("phrase", "expected"), _table(TIMED, 2))
def test_a_time_may_stand_behind_the_date(phrase: str, expected: str) -> None:
    day, clock = expected.split()
    assert parse_when(phrase, WEDNESDAY) == (date.fromisoformat(day), clock)


def test_a_past_day_and_a_weekend_are_remarked() -> None:
    saturday = WEDNESDAY + timedelta(days=3)
    assert str(remark_on(saturday, WEDNESDAY)) == "That is a Saturday. Is it right?"
    assert str(remark_on(WEDNESDAY - timedelta(days=1), WEDNESDAY)).startswith(
        "That day has gone by"
    )
    assert remark_on(WEDNESDAY, WEDNESDAY) is None
