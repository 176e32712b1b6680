"""Dutch: importing and exporting."""

MESSAGES: dict[str, str] = {
    "import.leftover": "Bij het inlezen niet begrepen",
    "import.large": "{file} is groter dan {limit} kB; dat is te lang voor een verslag.",
    "decoding.other": "{file} is geen UTF-8; het is gelezen als {encoding}.",
    "import.foreign": (
        "{file} is geen verslag en geen takenlijst; alles staat in de notities zoals het was."
    ),
    "import.dense": (
        "{file} bevat meer regels en opmaak dan in een paar seconden te lezen is; alles staat zoals "
        "het was in de notities."
    ),
    "import.partly": (
        "Niet begrepen regels van het bestand: {count}. Ze staan in de notities onder ‘{heading}’."
    ),
    "cli.import": "maak een gesprek van een verslag of andere Markdown",
    "cli.import.file": "een verslag, of Markdown met een takenlijst",
    "cli.import.as": "je eigen rol erin (die met jouw naam, anders leidinggevende)",
    "export.front_matter": "Front matter hoort alleen bij Markdown: laat --format of --front-matter weg.",
    "export.in_notebook": (
        "{path} zou tussen de gesprekken van het notitieboek staan en er een lijken. Geef met -o een "
        "andere plek of naam."
    ),
    "cli.export.format": "md (verslag), html (om te lezen of af te drukken), json (voor programma's) of ics (de afspraak in je agenda); anders zegt het eind van FILE het",
}
