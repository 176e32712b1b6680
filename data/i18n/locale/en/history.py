"""English: the history of the notes."""

MESSAGES: dict[str, str] = {
    "history.none": "No notes yet.",
    "history.now": "now",
    "history.odd_time": "{when} (clock?)",
    "history.incomplete": "Something is still missing from the document.",
    "history.title": "How the notes came about",
    "history.place": "{place} of {count} · {when}",
    "history.notes": "Notes",
    "history.changed": "lines +{came} −{went}",
    "history.empty": "There was nothing yet.",
}
