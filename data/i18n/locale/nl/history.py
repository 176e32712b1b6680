"""Dutch: the history of the notes."""

MESSAGES: dict[str, str] = {
    "history.none": "Nog geen notities.",
    "history.now": "nu",
    "history.odd_time": "{when} (klok?)",
    "history.incomplete": "Er ontbreekt nog iets aan het document.",
    "history.title": "Hoe de notities ontstonden",
    "history.place": "{place} van {count} · {when}",
    "history.notes": "Notities",
    "history.changed": "regels +{came} −{went}",
    "history.restored.passage": "Het stuk staat weer in de notities · {undo} maakt het ongedaan",
    "history.restored.all": "De notities zijn als op {when} · {undo} maakt het ongedaan",
    "history.there": "Dit stuk staat helemaal in de notities.",
    "history.same": "De notities zijn zoals ze toen waren.",
    "history.empty": "Er stond nog niets.",
}
