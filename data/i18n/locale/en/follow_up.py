"""English: following up, and the previous minutes."""

MESSAGES: dict[str, str] = {
    "follow_up.none": "No conversation follows “{kind}”; “follow-up --kind” begins one all the same.",
    "follow_up.exists": "There is a conversation ({kind}) already that follows this one.",
    "follow_up.open_it": "Open it? What has been left open since goes along.",
    "follow_up.open": "Open it",
    "follow_up.another": "No, another",
    "follow_up.previous.pane": "The minutes of then",
    "follow_up.previous.title": "{title} · the previous minutes, to read",
    "follow_up.previous.nowhere": "No earlier minutes",
    "follow_up.previous.none": "This conversation follows no other one. A follow-up begins with {follow}.",
    "follow_up.previous.gone": "The conversation that this one follows, {slug}, is not in the notebook.",
    "follow_up.previous.unreadable": "The conversation that this one follows cannot be read. {reason}",
}
