"""Dutch: reading the minutes on the screen."""

MESSAGES: dict[str, str] = {
    "preview.title": "Verslag: {title}",
    "preview.pane": "Verslag",
    "preview.pane.long": "Het verslag zoals het nu is",
    "preview.hint.answer": "jouw reactie",
    "preview.pane.full": "Het volledige verslag zoals het nu is",
    "preview.pane.file": "De dossierversie zoals die nu is",
    "preview.no_file_version": "Van dit verslag is er geen dossierversie.",
    "preview.which": "Welk verslag?",
    "preview.which.detail": "Het volledige verslag is voor jullie twee. De dossierversie is voor een personeelsdossier, of voor wie er niet bij was: zonder notities, voorbereiding en verloop.",
    "preview.version.full": "Volledig verslag",
    "preview.version.file": "Dossierversie",
}
