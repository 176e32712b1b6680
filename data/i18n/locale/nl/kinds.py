"""Dutch: the kinds of conversation, and where they come from."""

MESSAGES: dict[str, str] = {
    "kinds.place.file": "{name}",
    "kinds.place.folder": "map {name}",
    "kinds.place.package": "pakket {name}",
    "kinds.place.builtin": "ingebouwd",
    "kinds.unknown": "Er is geen soort ‘{kind}’; wel: {known}.",
    "kinds.faults.one": "1 fout: afspraak kinds check",
    "kinds.faults.other": "{count} fouten: afspraak kinds check",
    "kinds.hides": "{where}, in plaats van: {places}",
    "kinds.no_names": "Namen horen alleen bij ‘afspraak kinds check’ en ‘afspraak kinds copy’.",
    "kinds.sound": "Alles klopt.",
    "kinds.copy_one": "Welke soort? Bijvoorbeeld: afspraak kinds copy planning.nl > mijn.nl.toml",
    "kinds.one_kind": "Kies één bestand van een soort, of de twee lijsten (format 1) van één soort en taal.",
}
