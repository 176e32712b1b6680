"""English: changes since the user last looked."""

MESSAGES: dict[str, str] = {
    "unread.changed": "Since {when} {name} changed {what} · {press} shows them",
    "unread.changed.press": "Since {when} {name} changed {what} · {press}",
    "unread.changed.short": "{name} changed {what} · {press}",
    "unread.changed.key": "{press} shows what {name} changed",
    "unread.other": "the other person",
    "unread.line.one": "1 line",
    "unread.line.other": "{count} lines",
    "unread.item.one": "1 item",
    "unread.item.other": "{count} items",
    "unread.agreement.one": "1 agreement",
    "unread.agreement.other": "{count} agreements",
    "unread.removed": "{count} removed",
    "unread.more": "more",
    "unread.none": "Nobody else changed anything since you last looked.",
    "unread.none.since": "Nobody else changed anything since {when}.",
    "unread.title": "Since {when} {name} changed:",
    "unread.seen": "Seen",
    "unread.keep_marks": "Keep the marks",
    "unread.cleared": "Seen; the marks are gone.",
}
