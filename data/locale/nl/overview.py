"""Dutch: agreements in full, and how they get on."""

MESSAGES: dict[str, str] = {}
