"""Dutch: approval and signing."""

MESSAGES: dict[str, str] = {}
