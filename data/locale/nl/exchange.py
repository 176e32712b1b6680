"""Dutch: importing and exporting."""

MESSAGES: dict[str, str] = {}
