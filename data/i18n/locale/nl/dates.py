"""Dutch: how a date is written, and the words in which a person may write one.

`dates.months.*`, `dates.weekdays.*`, `dates.seasons*`, `dates.numbers` and `dates.ordinals` are
lists in order; each `dates.word.*` lists the ways to write one thing, lower case and without
accents. In `dates.phrases` an expression of several words stands for the one behind it.
"""

MESSAGES: dict[str, str] = {
    "dates.months.long": (
        "januari februari maart april mei juni juli augustus september oktober november december"
    ),
    "dates.months.short": "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "dates.weekdays.long": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "dates.weekdays.short": "ma di wo do vr za zo",
    "dates.seasons": "lente zomer herfst winter",
    "dates.seasons.other": "voorjaar zomervakantie najaar",
    "dates.numbers": (
        "een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien "
        "zestien zeventien achttien negentien"
    ),
    "dates.tens": "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
    "dates.numbers.joined": "{unit}en{ten}",
    "dates.ordinals": (
        "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde "
        "dertiende veertiende vijftiende zestiende zeventiende achttiende negentiende"
    ),
    "dates.ordinals.tens": "twintigste dertigste",
    "dates.parts_of_day": "ochtend middag avond nacht",
    "dates.phrases": (
        "tot en met=op;met ingang van=op;m i v=op;niet later dan=op;in de loop van=in;vanaf vandaag=;vanaf nu="
    ),
    "dates.word.one": "een",
    "dates.word.one_and_a_half": "anderhalf anderhalve",
    "dates.word.day": "dag dagen dgn d",
    "dates.word.workday": "werkdag werkdagen",
    "dates.word.week": "week weken wk w",
    "dates.word.weekend": "weekend weekeinde",
    "dates.word.fortnight": "veertiendaags",
    "dates.word.month": "maand maanden mnd m",
    "dates.word.quarter": "kwartaal kwartalen kw q",
    "dates.word.semester": "semester h",
    "dates.word.year": "jaar jaren jr j",
    "dates.word.in": "over in binnen",
    "dates.word.from": "vanaf",
    "dates.word.now": "nu",
    "dates.word.after": "na",
    "dates.word.before": "voor tot",
    "dates.word.ago": "geleden",
    "dates.word.and": "en",
    "dates.word.yesterday": "gisteren",
    "dates.word.today": "vandaag vanochtend vanmorgen vanmiddag vanavond direct meteen onmiddellijk",
    "dates.word.tomorrow": "morgen",
    "dates.word.overmorrow": "overmorgen",
    "dates.word.overyesterday": "eergisteren",
    "dates.word.this": "deze dit",
    "dates.word.coming": "komende komend aanstaande as eerstvolgende eerstkomende",
    "dates.word.next": "volgende volgend",
    "dates.word.last": "vorige vorig afgelopen laatste jl jongstleden",
    "dates.word.begin": "begin primo",
    "dates.word.mid": "midden medio halverwege halfweg",
    "dates.word.half": "half halve helft",
    "dates.word.half_year": "halfjaar",
    "dates.word.end": "eind einde ultimo",
    "dates.word.christmas": "kerst kerstmis",
    "dates.word.filler": "de het van op uiterlijk per tm rond omstreeks circa ca tegen ergens",
    "dates.empty": "Vul een datum in, bijvoorbeeld {examples}.",
    "dates.unclear": "‘{text}’ herken ik niet als datum. Schrijf bijvoorbeeld {examples}.",
    "dates.examples": "31 mrt, over twee weken, volgende week vrijdag, eind juni of 2026-12-31",
    "dates.no_such": "{what} bestaat niet. Kijk de datum nog even na.",
    "dates.no_such_month": (
        "Een maand {month} is er niet. De dag staat voorop, zoals in 31-12-2026."
    ),
    "dates.other_weekday": "{date} valt op een {weekday}. Welke van de twee bedoel je?",
    "dates.vague": "‘{text}’ is geen dag. Kies er een, dan weten jullie het allebei: {examples}.",
    "dates.vague.words": (
        "snel gauw spoedig binnenkort straks later ooit asap zsm nader ntb tzt "
        "paar enkele enige aantal"
    ),
    "dates.several": "‘{text}’ is meer dan één dag. Kies de dag waarop het klaar of besproken is.",
    "dates.several.words": "tussen tot",
    "dates.recurring": "‘{text}’ keert terug. Kies de eerste keer.",
    "dates.recurring.words": (
        "elk elke ieder iedere alle dagelijks wekelijks maandelijks jaarlijks doorlopend"
    ),
    "dates.too_many": "Zo veel zijn er niet in die periode. Kijk de datum nog even na.",
    "dates.no_weeks": "Een weekdag over een tijd kan alleen in hele weken: vrijdag over twee weken.",
    "dates.remark.past": "Die dag is al geweest. Klopt dat?",
    "dates.remark.weekend": "Dat is een {weekday}. Klopt dat?",
    "dates.remark.time": "De tijd hoort hier niet bij; alleen de dag blijft staan.",
    "dates.out_of_range": "Neem een datum van {first} tot en met {last}.",
    "dates.clock": "{time} uur ({offset})",
}
