"""English: agreements in full, and their progress."""

MESSAGES: dict[str, str] = {
    "overview.heading": "Agreements",
    "overview.title": "Agreements",
    "overview.time": "When",
    "overview.people": "Who does what",
    "overview.welcome": "Still to add",
    "overview.concrete": "Nothing: everything is concrete.",
    "overview.late": "late",
    "overview.look_late": "to be checked",
    "overview.sign.today": "today",
    "overview.sign.look": "check how it is going",
    "overview.sign.due": "due",
    "overview.sign.late": "late",
    "overview.under_way": "under way",
    "overview.no_progress": "nothing told yet",
    "overview.supports": "Support with {label}: {support}",
    "overview.supports_somehow": "Support with {label}",
    "overview.log": "How it is going",
    "overview.log_empty": "Nothing told yet; {press} adds how it is going.",
}
