"""English: approval and signing."""

MESSAGES: dict[str, str] = {}
