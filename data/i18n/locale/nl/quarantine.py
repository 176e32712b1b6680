"""Dutch: updates of the other partner that are tried first."""

MESSAGES: dict[str, str] = {
    "quarantine.harmful": "het zou dit gesprek beschadigen",
    "quarantine.ended": "er kwam te veel dat dit gesprek zou beschadigen",
    "quarantine.no_answer": "het proces daarvoor antwoordt niet",
    "quarantine.unavailable": "Wat de ander schrijft komt niet binnen, want het kan niet eerst worden geprobeerd ({reason}). Wat jij schrijft wordt wel verstuurd",
}
