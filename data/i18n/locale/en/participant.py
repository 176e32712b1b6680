"""English: which partner sits at this terminal."""

MESSAGES: dict[str, str] = {
    "participant.unknown": 'It is not known which of the two you are in this conversation ({names}). Open it with “afspraak open”, which asks once, or put your name in the settings: name = "…".',
    "participant.open": "{slug} is open in a program that takes you for the other person. Close it first.",
    "participant.private": "A private answer is kept for the partner whose terminal this is, and only while they write.",
    "participant.form": "Who are you in this conversation?",
    "participant.form.intro": "Neither your login “{login}” nor your name tells. It is remembered for this conversation, on your side alone; “afspraak open REF --as” changes it.",
    "participant.form.partner": "{role}: {name}",
    "participant.form.who": "I am",
    "participant.form.who.none": "not said yet",
    "participant.form.who.help": "Space, ← and → choose. Leaving goes back to the notebook.",
    "participant.form.who.required": "Choose who you are, or leave with Esc.",
    "participant.guest.private": "{guest} writes now. What {owner} keeps private is out of reach until {press}.",
    "participant.guest.owner": "{guest} writes now. Only {owner} can do this, after {press}.",
}
