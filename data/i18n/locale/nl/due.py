"""Dutch: the agreements of all conversations."""

MESSAGES: dict[str, str] = {
    "due.status.open": "open",
    "due.status.done": "klaar",
    "due.status.dropped": "vervallen",
    "due.nothing_due": "Er hoeft dan niets klaar te zijn.",
    "due.no_agreements": "Geen afspraken gevonden.",
    "due.no_dates": "Geen van deze afspraken heeft een datum.",
    "due.support": "Steun bij {label}: {support}",
    "due.calendar.due": "Klaar: {text}",
    "due.calendar.evaluate": "Evalueren: {text}",
    "due.which_format": "Welk formaat? Geef --format, of een FILE dat eindigt op .csv, .ics, .json, .org of .txt.",
    "due.written": "De afspraken staan in {path}",
    "due.calendar.written": "De agenda staat in {path}",
    "due.title.open": "Afspraken uit alle gesprekken · {count} open",
    "due.title.all": "Afspraken uit alle gesprekken · {count}, ook klaar of vervallen",
    "due.empty": "Er staat niets open. Met {toggle} zie je ook wat klaar of vervallen is.",
    "due.more": "en nog {count}: ‘afspraak agreements’ laat ze allemaal zien",
    "due.late": "Te laat ({count})",
    "due.coming": "Nog te doen ({count})",
    "due.undated": "Zonder datum ({count})",
    "due.closed": "Klaar of vervallen ({count})",
}
