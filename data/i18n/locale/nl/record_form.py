"""The form of the minutes of a conversation that was begun before kinds were files."""

MESSAGES = {
    "record_form.name.planning": "Planningsgesprek",
    "record_form.name.progress": "Voortgangsgesprek",
    "record_form.name.review": "Beoordelingsgesprek",
    "record_form.name.other": "Gesprek",
    "record_form.role.manager": "Leidinggevende",
    "record_form.role.employee": "Medewerker",
    "record_form.title": "{title} {period}: {employee} en {manager}",
    "record_form.footer": "{title} {employee} · vertrouwelijk",
    "record_form.purpose.planning": "Om afspraken over werk en ontwikkeling te maken en na te komen.",
    "record_form.purpose.progress": "Om te zien hoe de afspraken ervoor staan en ze op tijd bij te stellen.",
    "record_form.purpose.review": "Om samen terug te kijken op het werk van deze periode en daarvan te leren.",
    "record_form.purpose.other": "Om afspraken te maken en na te komen.",
    "record_form.readers": "Jullie twee; de dossierversie ook personeelszaken.",
    "record_form.keep": "Het dossier hooguit twee jaar na het einde van het dienstverband.",
    "record_form.rights": "De medewerker mag het inzien, een kopie krijgen, het laten verbeteren en een reactie laten opnemen.",
    "record_form.never": "Medische gegevens horen hier niet in.",
}
