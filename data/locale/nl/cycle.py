"""Dutch: kinds of conversation and following up."""

MESSAGES: dict[str, str] = {}
