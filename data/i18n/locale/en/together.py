"""English: bringing an own conversation together with a joined one."""

MESSAGES: dict[str, str] = {
    "together.form": "You have one of your own",
    "together.form.intro": "You began a conversation with the same person yourself:\n  yours   {own}\n  shared  {joined}",
    "together.form.choice": "Then",
    "together.form.choice.help": "Bring together: the other reads what you wrote for both; what is yours alone stays so.",
    "together.form.bring": "bring together",
    "together.form.both": "keep both",
    "together.done": "Taken along: answers {answers}, items {items}, agreements {agreements}, lines of notes {note_lines}.\nYour own conversation is kept as {kept}",
    "together.shared": "you share it too",
    "together.withdrawn": "You shared it too: that has ended.",
    "together.ended": "The other’s conversation is no longer shared: they may have brought it together with yours. Nothing was brought together.",
    "together.open": "“{slug}” is open in another window: close it there first. Nothing was brought together.",
}
