"""English: competencies and their ratings side by side."""

MESSAGES: dict[str, str] = {
    "competencies.section": "Competencies",
    "competencies.none": "There are no competencies yet. Name them in “about this conversation”: {header} on the desk.",
    "competencies.title": "Competencies · biggest difference first",
    "competencies.view.far": "views two steps apart",
    "competencies.view.near": "views one step apart",
    "competencies.view.one": "one view so far",
    "competencies.view.same": "the same view",
    "competencies.view.none": "no views yet",
    "competencies.rated": "{who}, {what}: {rating}",
    "competencies.no_competency": "Rating is for competencies; name those with {header}.",
    "competencies.earlier": "(was {rating})",
    "competencies.only_you": "(only you see it yet)",
    "competencies.hidden": "given, not shown yet",
}
