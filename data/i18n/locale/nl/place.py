"""Dutch: the places where keys work, as headings of help."""

MESSAGES: dict[str, str] = {
    "place.competencies": "Competenties",
    "place.history": "Hoe de notities ontstonden",
    "place.overview": "Het overzicht",
    "place.minutes": "Het verslag",
    "place.reading": "Verder lezen",
    "place.approval": "Akkoord geven",
    "place.search": "Zoeken in alle gesprekken",
    "place.due": "De afspraken uit alle gesprekken",
    "place.app": "Overal",
    "place.notebook": "Het notitieboek",
    "place.desk": "In het gesprek",
    "place.list": "In beide lijsten",
    "place.checklist": "Aandachtspunten",
    "place.agreements": "Afspraken",
    "place.notes": "Notities",
    "place.form": "Bij het invullen",
    "place.confirm": "Bij een vraag",
    "place.finder": "Bij het zoeken",
    "place.help": "In de hulp",
    "place.editor": "Bij het schrijven",
}
