"""Dutch: what can be wrong with an update."""

MESSAGES: dict[str, str] = {
    "replica.foreign": "er begint een ander gesprek in",
    "replica.refused": "Het document kon deze wijziging niet opnemen: {reason}",
    "replica.unit": (
        "Deze versie van pycrdt telt tekst anders dan de versie waarvoor afspraak is gemaakt. "
        "Installeer afspraak opnieuw, dan krijgt het de versie die het nodig heeft."
    ),
}
