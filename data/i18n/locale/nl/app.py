"""Dutch: the program as a whole, and the command palette."""

MESSAGES: dict[str, str] = {
    "app.damaged": "Dit bestand kan niet open",
    "app.restore.previous": "{reason}\n\nDe vorige goede kopie is er nog. Terugzetten? Het beschadigde bestand blijft ernaast bewaard.",
    "app.restore.journal": "{reason}\n\nHet logboek heeft alles nog. Terugzetten?",
    "app.restore.none": "{reason}\n\nIs er elders een kopie? ‘afspraak check {slug} --restore --from BESTAND’ zet die terug.",
    "app.restored.previous": "De vorige kopie staat terug",
    "app.restored.journal": "Het is er weer",
    "app.notice": "Let op",
    "app.cannot_open": "Dit kan niet open",
    "app.paste_not_ended": "Het plakken stopte halverwege; kijk even of alles er staat.",
    "app.palette.placeholder": "Wat wil je doen?",
    "app.theme": "kleuren kiezen: donker, licht of een thema",
    "app.theme.which": "Welke kleuren?",
    "app.theme.kept": "Kleuren {theme}, bewaard in {file}.",
    "app.theme.not_kept": "Kleuren {theme} voor nu; {file} is niet te wijzigen: {cause}",
    "app.palette.nothing": "Niets gevonden.",
}
