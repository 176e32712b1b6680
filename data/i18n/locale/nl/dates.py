"""Dutch: how a date is written, and the words in which a person may write one.

`dates.months.*`, `dates.weekdays.*`, `dates.numbers` and `dates.ordinals` are lists in order;
each `dates.word.*` lists the ways to write one thing, lower case and without accents.
"""

MESSAGES: dict[str, str] = {
    "dates.months.long": (
        "januari februari maart april mei juni juli augustus september oktober november december"
    ),
    "dates.months.short": "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "dates.weekdays.long": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "dates.weekdays.short": "ma di wo do vr za zo",
    "dates.numbers": "een twee drie vier vijf zes zeven acht negen tien elf twaalf",
    "dates.ordinals": "eerste tweede derde vierde",
    "dates.word.one": "een",
    "dates.word.day": "dag dagen dgn d",
    "dates.word.week": "week weken wk w",
    "dates.word.month": "maand maanden mnd m",
    "dates.word.quarter": "kwartaal kwartalen kw q",
    "dates.word.year": "jaar jaren jr j",
    "dates.word.in": "over in binnen",
    "dates.word.from": "vanaf",
    "dates.word.now": "nu",
    "dates.word.after": "na",
    "dates.word.before": "voor",
    "dates.word.today": "vandaag",
    "dates.word.tomorrow": "morgen",
    "dates.word.overmorrow": "overmorgen",
    "dates.word.this": "deze dit komende komend aanstaande as",
    "dates.word.next": "volgende volgend",
    "dates.word.begin": "begin",
    "dates.word.mid": "midden medio halverwege",
    "dates.word.half": "half",
    "dates.word.half_year": "halfjaar",
    "dates.word.end": "eind einde",
    "dates.word.summer": "zomer zomervakantie",
    "dates.word.filler": "de het van op uiterlijk per",
    "dates.empty": "Vul een datum in, bijvoorbeeld {examples}.",
    "dates.unclear": "“{text}” herken ik niet als datum. Schrijf bijvoorbeeld {examples}.",
    "dates.examples": "31 mrt, over twee weken, volgende week vrijdag, eind juni of 2026-12-31",
    "dates.no_such": "{what} bestaat niet. Kijk de datum nog even na.",
    "dates.no_such_month": (
        "Een maand {month} is er niet. De dag staat voorop, zoals in 31-12-2026."
    ),
    "dates.other_weekday": "{date} valt op een {weekday}. Welke van de twee bedoel je?",
    "dates.out_of_range": "Neem een datum van {first} tot en met {last}.",
}
