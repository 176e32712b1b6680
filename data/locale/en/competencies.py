"""English: competencies and the header."""

MESSAGES: dict[str, str] = {}
