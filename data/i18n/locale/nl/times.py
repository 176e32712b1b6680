"""Dutch: the words in which a person may write a time of the day, lower case, without accents."""

MESSAGES: dict[str, str] = {
    "times.word.at": "om rond omstreeks circa ca vanaf",
    "times.word.hours": "uur u",
    "times.word.half": "half",
    "times.word.quarter": "kwart kwartier",
    "times.word.past": "over na",
    "times.word.to": "voor",
    "times.word.until": "tot tm",
    "times.word.am": "ochtends ochtend morgens nachts nacht",
    "times.word.pm": "middags middag namiddag namiddags",
    "times.word.evening": "avonds avond",
    "times.word.noon": "middaguur",
    "times.word.midnight": "middernacht",
    "times.word.filler": "s de in het minuut minuten min precies",
    "times.unclear": (
        "‘{text}’ herken ik niet als tijd. Schrijf bijvoorbeeld 10:00, half tien of 14.30 uur."
    ),
    "times.no_such": "{time} bestaat niet: een dag gaat van 0:00 tot en met 23:59.",
    "times.range": "Hier komt alleen het begin; hoelang het duurt, vul je apart in.",
}
