"""English: how a date is written, and the words in which a person may write one.

`dates.months.*`, `dates.weekdays.*`, `dates.numbers` and `dates.ordinals` are lists in order;
each `dates.word.*` lists the ways to write one thing, lower case and without accents.
"""

MESSAGES: dict[str, str] = {
    "dates.months.long": (
        "January February March April May June July August September October November December"
    ),
    "dates.months.short": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "dates.weekdays.long": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "dates.weekdays.short": "Mon Tue Wed Thu Fri Sat Sun",
    "dates.numbers": "one two three four five six seven eight nine ten eleven twelve",
    "dates.ordinals": "first second third fourth",
    "dates.word.one": "a an",
    "dates.word.day": "day days d",
    "dates.word.week": "week weeks wk wks w",
    "dates.word.month": "month months mth mths m",
    "dates.word.quarter": "quarter quarters qtr q",
    "dates.word.year": "year years yr yrs y",
    "dates.word.in": "in within",
    "dates.word.from": "from",
    "dates.word.now": "now",
    "dates.word.after": "after",
    "dates.word.before": "before",
    "dates.word.today": "today",
    "dates.word.tomorrow": "tomorrow",
    "dates.word.overmorrow": "overmorrow",
    "dates.word.this": "this coming",
    "dates.word.next": "next",
    "dates.word.begin": "begin beginning start early",
    "dates.word.mid": "mid middle",
    "dates.word.half": "half",
    "dates.word.half_year": "halfyear",
    "dates.word.end": "end late",
    "dates.word.summer": "summer",
    "dates.word.filler": "the of on by",
    "dates.empty": "Please give a date, such as {examples}.",
    "dates.unclear": "I cannot read “{text}” as a date. Try something like {examples}.",
    "dates.examples": "31 Mar, in two weeks, next friday, end of june or 2026-12-31",
    "dates.no_such": "There is no {what}. Please look at the date once more.",
    "dates.no_such_month": "There is no month {month}. The day comes first, as in 31-12-2026.",
    "dates.other_weekday": "{date} is a {weekday}. Which of the two do you mean?",
    "dates.out_of_range": "Please choose a date from {first} up to and including {last}.",
}
