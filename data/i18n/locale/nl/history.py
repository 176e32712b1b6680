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
    "history.empty": "Er stond nog niets.",
}
