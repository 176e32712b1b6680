"""Dutch: agreements in full, and how they get on."""

MESSAGES: dict[str, str] = {
    "gap.agreement": "nog geen afspraak",
    "gap.development": "nog geen ontwikkelafspraak",
}
