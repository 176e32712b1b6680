"""English: what undo and redo did."""

MESSAGES: dict[str, str] = {
    "undo.undone": "Undone: {what} · {key} again",
    "undo.redone": "Redone: {what} · {key} undoes it",
    "undo.since": "all since {when}",
    "undo.header": "about this conversation",
    "undo.partner": "names",
    "undo.agreement": "agreement {label}",
    "undo.agreements": "{count} agreements",
    "undo.progress": "progress of {label}",
    "undo.approval": "where somebody stands",
    "undo.item": "item “{text}”",
    "undo.item.remark": "answer to “{text}”",
    "undo.item.rating": "rating of “{text}”",
    "undo.item.state": "tick at “{text}”",
    "undo.items": "{count} items",
    "undo.order": "the order",
    "undo.notes": "blanks in the notes",
    "undo.notes.in": "“{text}” into the notes",
    "undo.notes.out": "“{text}” out of the notes",
}
