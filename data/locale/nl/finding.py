"""Dutch: finding things over all conversations."""

MESSAGES: dict[str, str] = {}
