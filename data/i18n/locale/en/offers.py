"""English: what others share and is not in the notebook yet."""

MESSAGES: dict[str, str] = {
    "offers.title": "What others share with you",
    "offers.row": "{who} shares: {title} · Enter joins",
    "offers.row.more": "{who} shares: {title} · Enter joins · {more} more: afspraak shares",
    "offers.command": "Join: {title} of {who}",
    "offers.joining": "Taking in what {who} shares…",
    "offers.unreachable": "What others share cannot be looked up now: {reason}",
    "offers.line": "{who} shares: {title} · {command}",
    "offers.line.more": "{who} shares: {title} · {command}\n{who} shares {more} more: afspraak shares",
    "offers.first": "Enter joins it first.",
    "offers.none": "Nobody shares anything with you that is not in your notebook.",
    "offers.joined.title": "You have joined",
    "offers.joined": "Shared: items, notes, agreements, ratings and progress.\nYours alone: answers for yourself, until you show one ({press}).\nAll of it stays in your notebook, also when sharing ends.",
}
