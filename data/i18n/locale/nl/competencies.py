"""Dutch: competencies and their ratings side by side."""

MESSAGES: dict[str, str] = {
    "competencies.section": "Competenties",
    "competencies.none": "Er zijn nog geen competenties. Noem ze bij ‘over dit gesprek’: {header} in het gesprek.",
    "competencies.title": "Competenties: grootste verschil eerst",
    "competencies.view.far": "twee stappen uit elkaar",
    "competencies.view.near": "één stap uit elkaar",
    "competencies.view.one": "nog maar één kant gehoord",
    "competencies.view.same": "hetzelfde beeld",
    "competencies.view.none": "nog geen beeld",
    "competencies.rated": "{who}, {what}: {rating}",
    "competencies.no_competency": "Inschatten doe je bij competenties; die noem je met {header}.",
    "competencies.earlier": "(was {rating})",
    "competencies.only_you": "(nog alleen voor jou)",
    "competencies.hidden": "ingevuld, nog niet te zien",
}
