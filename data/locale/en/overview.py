"""English: agreements in full, and how they get on."""

MESSAGES: dict[str, str] = {
    "gap.agreement": "no agreement yet",
    "gap.development": "no development agreement yet",
}
