"""Dutch: inviting and preparing."""

MESSAGES: dict[str, str] = {}
