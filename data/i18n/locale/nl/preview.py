"""Dutch: reading the minutes on the screen."""

MESSAGES: dict[str, str] = {
    "preview.title": "Verslag: {title}",
    "preview.pane": "Verslag",
    "preview.pane.long": "Het verslag zoals het nu is",
    "preview.hint.answer": "jouw reactie",
    "preview.impossible": "Het verslag kan nu niet worden gemaakt: {reason}",
}
