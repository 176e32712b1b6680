"""English: the words in which a person may write a time of the day, lower case."""

MESSAGES: dict[str, str] = {
    "times.word.at": "at around about from",
    "times.word.hours": "oclock hours hour hrs h",
    "times.word.half": "half",
    "times.word.quarter": "quarter",
    "times.word.past": "past after",
    "times.word.to": "to before of",
    "times.word.until": "until till through",
    "times.word.am": "am morning",
    "times.word.pm": "pm afternoon",
    "times.word.evening": "evening night",
    "times.word.noon": "noon midday",
    "times.word.midnight": "midnight",
    "times.word.filler": "the a minute minutes mins sharp exactly",
    "times.unclear": (
        "I cannot read “{text}” as a time. Try something like 10:00, half past nine or 2.30 pm."
    ),
    "times.no_such": "There is no {time}: a day goes from 0:00 up to and including 23:59.",
    "times.range": "Give only the beginning here; how long it takes has a field of its own.",
}
