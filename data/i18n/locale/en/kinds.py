"""English: the kinds of conversation, and where they come from."""

MESSAGES: dict[str, str] = {
    "kinds.place.file": "{name}",
    "kinds.place.folder": "folder {name}",
    "kinds.place.package": "package {name}",
    "kinds.place.builtin": "built-in",
    "kinds.unknown": "There is no kind “{kind}”; there are: {known}.",
    "kinds.faults.one": "1 fault: afspraak kinds check",
    "kinds.faults.other": "{count} faults: afspraak kinds check",
    "kinds.hides": "{where}, instead of: {places}",
    "kinds.no_names": "Names go with “afspraak kinds check” and “afspraak kinds copy” only.",
    "kinds.sound": "All is well.",
    "kinds.copy_one": "Which kind? For example: afspraak kinds copy planning.en > mine.en.toml",
    "kinds.one_kind": "Choose one file of a kind, or the two lists (format 1) of one kind and language.",
}
