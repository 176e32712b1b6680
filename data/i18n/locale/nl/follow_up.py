"""Dutch: following up, and the previous minutes."""

MESSAGES: dict[str, str] = {
    "follow_up.none": "Na ‘{kind}’ volgt geen gesprek meer; ‘follow-up --kind’ begint er toch een.",
    "follow_up.exists": "Er is al een gesprek ({kind}) dat hierop volgt.",
    "follow_up.open_it": "Openen? Wat er sindsdien is blijven liggen, gaat mee.",
    "follow_up.open": "Openen",
    "follow_up.another": "Nee, een ander",
    "follow_up.previous.pane": "Het verslag van toen",
    "follow_up.previous.title": "{title} · het vorige verslag, om te lezen",
    "follow_up.previous.nowhere": "Geen eerder verslag",
    "follow_up.previous.none": "Dit gesprek is geen vervolg op een ander. Een vervolg begin je met {follow}.",
    "follow_up.previous.gone": "Het gesprek waar dit op volgt, {slug}, staat niet in het notitieboek.",
    "follow_up.previous.unreadable": "Het gesprek waar dit op volgt kan niet worden gelezen. {reason}",
}
