"""English: reading the minutes on the screen."""

MESSAGES: dict[str, str] = {
    "preview.title": "Minutes: {title}",
    "preview.pane": "Minutes",
    "preview.pane.long": "The minutes as they stand",
    "preview.hint.answer": "your response",
    "preview.pane.full": "The full record as it stands",
    "preview.pane.file": "The file version as it stands",
    "preview.no_file_version": "These minutes have no file version.",
    "preview.which": "Which minutes?",
    "preview.which.detail": "The full record is for the two of you. The file version is for a personnel file, or for somebody who was not there: without notes, preparation and the progress log.",
    "preview.version.full": "Full record",
    "preview.version.file": "File version",
}
