"""English: inviting and preparing."""

MESSAGES: dict[str, str] = {}
