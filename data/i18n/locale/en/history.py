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
    "history.restored.passage": "The passage is in the notes again · {undo} undoes it",
    "history.restored.all": "The notes are as they were {when} · {undo} undoes it",
    "history.there": "All of this passage is in the notes.",
    "history.same": "The notes are as they were then.",
    "history.empty": "There was nothing yet.",
}
