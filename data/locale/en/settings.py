"""English: settings and the shell."""

MESSAGES: dict[str, str] = {}
