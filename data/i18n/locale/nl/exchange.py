"""Dutch: importing and exporting."""

MESSAGES: dict[str, str] = {
    "exchange.import.leftover": "Bij het inlezen niet begrepen",
    "exchange.import.large": "{file} is groter dan {limit} kB; dat is te lang voor een verslag.",
    "exchange.import.encoding": "{file} is geen UTF-8; het is gelezen als {encoding}.",
    "exchange.import.attachments": "{file} heeft bijlagen die geen tekst zijn; die zijn niet gelezen: {names}",
    "exchange.import.foreign": (
        "{file} is geen verslag en geen takenlijst; alles staat in de notities zoals het was."
    ),
    "exchange.import.dense": (
        "{file} bevat meer regels en opmaak dan in een paar seconden te lezen is; alles staat zoals "
        "het was in de notities."
    ),
    "exchange.import.many": (
        "{file} heeft {count} taken; zo veel past niet in de aandachtspunten. Ze staan allemaal in de notities."
    ),
    "exchange.import.partly": (
        "Niet begrepen regels van het bestand: {count}. Ze staan in de notities onder ‘{heading}’."
    ),
    "exchange.import.reactions": (
        "Let op: de reacties in het bestand zijn niet (helemaal) te lezen. Dat hier staat dat iemand nog "
        "niet gereageerd heeft, kan dus onjuist zijn: kijk in het bestand."
    ),
    "exchange.export.front_matter": "Front matter hoort alleen bij Markdown: laat --format of --front-matter weg.",
    "exchange.export.file_name": "dossier",
    "exchange.export.no_file_version": "{kind}: van dit verslag is er geen dossierversie, alleen het volledige verslag.",
    "exchange.export.file_format": "De dossierversie is Markdown of een pagina: laat --format of --file weg.",
    "exchange.export.in_notebook": (
        "{path} zou tussen de gesprekken van het notitieboek staan en er een lijken. Geef met -o een "
        "andere plek of naam."
    ),
}
