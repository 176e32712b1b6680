"""Dutch: changes since the user last looked."""

MESSAGES: dict[str, str] = {
    "unread.changed": "Sinds {when} wijzigde {name} {what} · {press} toont ze",
    "unread.changed.press": "Sinds {when} wijzigde {name} {what} · {press}",
    "unread.changed.short": "{name} wijzigde {what} · {press}",
    "unread.changed.key": "{press} toont wat {name} wijzigde",
    "unread.other": "de ander",
    "unread.line.one": "1 regel",
    "unread.line.other": "{count} regels",
    "unread.item.one": "1 punt",
    "unread.item.other": "{count} punten",
    "unread.agreement.one": "1 afspraak",
    "unread.agreement.other": "{count} afspraken",
    "unread.removed": "{count} weg",
    "unread.more": "meer",
    "unread.none": "Niemand anders wijzigde iets sinds je laatst keek.",
    "unread.none.since": "Niemand anders wijzigde iets sinds {when}.",
    "unread.title": "Sinds {when} wijzigde {name}:",
    "unread.seen": "Gezien",
    "unread.keep_marks": "Laat staan",
    "unread.cleared": "Gezien; de tekens zijn weg.",
}
