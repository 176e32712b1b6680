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
    "search.begin": "Typ wat je zoekt. Het begin van een woord is genoeg; hoofdletters en accenten maken niet uit.",
    "search.more": "Dit zijn de eerste {count}. Met een woord erbij worden het er minder.",
}
