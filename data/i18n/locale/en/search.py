"""English: searching all conversations."""

MESSAGES: dict[str, str] = {
    "search.progress": "Reading conversations: {done} of {total}",
    "search.nothing": "Nothing found.",
    "search.place.header": "heading",
    "search.place.note": "notes {number}",
    "search.place.remark": "answer {label}",
    "search.place.item": "checklist",
    "search.place.approval": "approval {label}",
    "search.unreadable": "{count} not readable",
    "search.title": "Search · {folder}",
    "search.pane": "What was found",
    "search.pane.short": "Found",
    "search.found.one": "{count} line",
    "search.found.other": "{count} lines",
    "search.found.in.one": "in {count} talk",
    "search.found.in.other": "in {count} talks",
    "search.begin": "Type what you are looking for. The beginning of a word is enough; capitals and accents do not matter.",
    "search.more": "The first {count} are shown. Another word narrows it down.",
}
