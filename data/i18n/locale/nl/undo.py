"""Dutch: what undo and redo did."""

MESSAGES: dict[str, str] = {
    "undo.undone": "Teruggedraaid: {what} · {key} weer",
    "undo.redone": "Opnieuw gedaan: {what} · {key} terug",
    "undo.since": "alles sinds {when}",
    "undo.header": "over dit gesprek",
    "undo.partner": "namen",
    "undo.agreement": "afspraak {label}",
    "undo.agreements": "{count} afspraken",
    "undo.progress": "voortgang van {label}",
    "undo.approval": "waar iemand staat",
    "undo.item": "punt ‘{text}’",
    "undo.item.remark": "antwoord bij ‘{text}’",
    "undo.item.rating": "inschatting van ‘{text}’",
    "undo.item.state": "vinkje bij ‘{text}’",
    "undo.items": "{count} punten",
    "undo.order": "de volgorde",
    "undo.notes": "wit in de notities",
    "undo.notes.in": "‘{text}’ in de notities",
    "undo.notes.out": "‘{text}’ uit de notities",
}
