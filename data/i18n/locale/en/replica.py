"""English: what can be wrong with an update."""

MESSAGES: dict[str, str] = {
    "replica.foreign": "it begins another conversation",
    "replica.refused": "The document could not take this change in: {reason}",
    "replica.unit": (
        "This version of pycrdt counts text differently from the one afspraak was made for. "
        "Install afspraak again, so that it gets the version it needs."
    ),
}
