"""Dutch: searching all conversations."""

MESSAGES: dict[str, str] = {
    "search.progress": "Gesprekken lezen: {done} van {total}",
    "search.nothing": "Niets gevonden.",
    "search.place.header": "kop",
    "search.place.note": "notities {number}",
    "search.place.remark": "antwoord {label}",
    "search.place.item": "aandachtspunt",
    "search.place.approval": "akkoord {label}",
    "search.unreadable": "{count} niet leesbaar",
    "search.title": "Zoeken · {folder}",
    "search.pane": "Wat er gevonden is",
    "search.pane.short": "Gevonden",
    "search.found.one": "{count} regel",
    "search.found.other": "{count} regels",
    "search.found.in.one": "in {count} gesprek",
    "search.found.in.other": "in {count} gesprekken",
    "search.begin": "Typ wat je zoekt. Het begin van een woord is genoeg; hoofdletters en accenten maken niet uit.",
    "search.more": "Dit zijn de eerste {count}. Met een woord erbij worden het er minder.",
}
