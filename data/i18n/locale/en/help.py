"""English: the introduction of each help page."""

MESSAGES: dict[str, str] = {
    "help.competencies": "How you both see each competency, the biggest difference first. Words, no marks, and no overall score.",
    "help.history": "The notes as they were, moment by moment: new lines begin with a +. What you bring back is an edit like any other.",
    "help.overview": "Your agreements at a glance: how far each one is, when what is due, who does what, and what is still to add.",
    "help.help": "You are reading; nothing can be changed here.",
    "help.search": "Type words, or the beginnings of words: notes, agreements, checklist and heading of every conversation are searched. All the words must be in one line, or in the names or title of its conversation.",
    "help.due": "What you agreed in all conversations: what is late first, then by date. One that was carried over is here once, as it is now.",
    "help.notebook": "Your conversations, what is due first. Everything you do is saved by itself.",
    "help.checklist": "What to prepare and talk about. Tick what was discussed; write answers for both of you or for yourself alone. ↻ marks what was parked in an earlier talk.",
    "help.notes": "Your shared notes, in Markdown. The initials tell who wrote a line. Any line can become an agreement.",
    "help.agreements": "What you agreed: who does what, how it shows, by when, and with what support. ↻ marks what comes from an earlier talk.",
    "help.form": "Fill in what you know now; the rest can follow later.",
    "help.confirm": "Answer yes or no.",
    "help.app": "afspraak",
}
