"""English: the places where keys work, as headings of help."""

MESSAGES: dict[str, str] = {
    "place.competencies": "Competencies",
    "place.history": "How the notes came about",
    "place.overview": "The overview",
    "place.minutes": "The minutes",
    "place.reading": "Reading on",
    "place.approval": "Approving",
    "place.search": "Searching all conversations",
    "place.due": "The agreements of all conversations",
    "place.app": "Everywhere",
    "place.notebook": "The notebook",
    "place.desk": "On the desk",
    "place.list": "In both lists",
    "place.checklist": "Checklist",
    "place.agreements": "Agreements",
    "place.notes": "Notes",
    "place.form": "Filling in",
    "place.confirm": "Answering",
    "place.finder": "Searching",
    "place.help": "Reading help",
    "place.editor": "While you write",
}
