"""Dutch: agreements in full, and their progress."""

MESSAGES: dict[str, str] = {
    "overview.heading": "Afspraken",
    "overview.title": "Afspraken",
    "overview.time": "Wanneer",
    "overview.people": "Wie doet wat",
    "overview.welcome": "Nog aan te vullen",
    "overview.concrete": "Niets: alles is concreet.",
    "overview.late": "te laat",
    "overview.look_late": "nog evalueren",
    "overview.sign.today": "vandaag",
    "overview.sign.look": "evalueren",
    "overview.sign.due": "uiterlijk",
    "overview.sign.late": "te laat",
    "overview.under_way": "onderweg",
    "overview.no_progress": "nog niets verteld",
    "overview.supports": "Steun bij {label}: {support}",
    "overview.supports_somehow": "Steun bij {label}",
    "overview.log": "Hoe het gaat",
    "overview.log_empty": "Nog niets verteld; met {press} vertel je hoe het gaat.",
}
