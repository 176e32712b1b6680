"""English: reading the minutes on the screen."""

MESSAGES: dict[str, str] = {
    "preview.title": "Minutes: {title}",
    "preview.pane": "Minutes",
    "preview.pane.long": "The minutes as they stand",
    "preview.hint.answer": "your response",
    "preview.impossible": "The minutes cannot be made now: {reason}",
}
