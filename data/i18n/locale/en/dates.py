"""English: how a date is written, and the words in which a person may write one.

`dates.months.*`, `dates.weekdays.*`, `dates.seasons*`, `dates.numbers` and `dates.ordinals` are
lists in order; each `dates.word.*` lists the ways to write one thing, lower case and without
accents. In `dates.phrases` an expression of several words stands for the one behind it.
"""

MESSAGES: dict[str, str] = {
    "dates.months.long": (
        "January February March April May June July August September October November December"
    ),
    "dates.months.short": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "dates.weekdays.long": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "dates.weekdays.short": "Mon Tue Wed Thu Fri Sat Sun",
    "dates.seasons": "spring summer autumn winter",
    "dates.seasons.other": "spring summer fall",
    "dates.numbers": (
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen"
    ),
    "dates.tens": "twenty thirty forty fifty sixty seventy eighty ninety",
    "dates.numbers.joined": "{ten}{unit}",
    "dates.ordinals": (
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
        "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
    ),
    "dates.ordinals.tens": "twentieth thirtieth",
    "dates.parts_of_day": "morning afternoon evening night",
    "dates.phrases": (
        "end of business day=;end of business=;close of business=;end of day=;week commencing=week;"
        "day after tomorrow=overmorrow;day before yesterday=ereyesterday;this morning=today;"
        "this afternoon=today;this evening=today;no later than=on;in the course of=in;"
        "up to and including=on;working day=workday;working days=workdays;business day=workday;"
        "business days=workdays"
    ),
    "dates.word.one": "a an",
    "dates.word.one_and_a_half": "oneandahalf",
    "dates.word.day": "day days d",
    "dates.word.workday": "workday workdays",
    "dates.word.week": "week weeks wk wks w",
    "dates.word.weekend": "weekend weekends",
    "dates.word.fortnight": "fortnight fortnights",
    "dates.word.month": "month months mth mths m",
    "dates.word.quarter": "quarter quarters qtr q",
    "dates.word.semester": "semester h",
    "dates.word.year": "year years yr yrs y",
    "dates.word.in": "in within",
    "dates.word.from": "from",
    "dates.word.now": "now",
    "dates.word.after": "after",
    "dates.word.before": "before",
    "dates.word.ago": "ago",
    "dates.word.and": "and",
    "dates.word.yesterday": "yesterday",
    "dates.word.today": "today tonight immediately",
    "dates.word.tomorrow": "tomorrow tmrw",
    "dates.word.overmorrow": "overmorrow",
    "dates.word.overyesterday": "ereyesterday",
    "dates.word.this": "this",
    "dates.word.coming": "coming upcoming",
    "dates.word.next": "next following",
    "dates.word.last": "last past previous",
    "dates.word.begin": "begin beginning start early",
    "dates.word.mid": "mid middle",
    "dates.word.half": "half",
    "dates.word.half_year": "halfyear",
    "dates.word.end": "end late",
    "dates.word.christmas": "christmas xmas",
    "dates.word.filler": "the of on by until till around about at latest s time eod cob",
    "dates.empty": "Please give a date, such as {examples}.",
    "dates.unclear": "I cannot read “{text}” as a date. Try something like {examples}.",
    "dates.examples": "31 Mar, in two weeks, next friday, end of june or 2026-12-31",
    "dates.no_such": "There is no {what}. Please look at the date once more.",
    "dates.no_such_month": "There is no month {month}. The day comes first, as in 31-12-2026.",
    "dates.other_weekday": "{date} is a {weekday}. Which of the two do you mean?",
    "dates.vague": "“{text}” is not a day. Choose one, so that you both know: {examples}.",
    "dates.vague.words": "soon later sometime eventually asap tbd tba few couple some several",
    "dates.several": "“{text}” is more than one day. Choose the day when it is done or discussed.",
    "dates.several.words": "between to until",
    "dates.recurring": "“{text}” comes back. Choose the first time.",
    "dates.recurring.words": "each every daily weekly monthly quarterly yearly annually ongoing",
    "dates.too_many": "There are not that many in that period. Please look at the date once more.",
    "dates.no_weeks": "A weekday later on goes by whole weeks: friday in two weeks.",
    "dates.remark.past": "That day has gone by. Is it right?",
    "dates.remark.weekend": "That is a {weekday}. Is it right?",
    "dates.remark.time": "A time has no place here; only the day stays.",
    "dates.out_of_range": "Please choose a date from {first} up to and including {last}.",
    "dates.clock": "{time} ({offset})",
}
