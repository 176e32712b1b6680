"""English: who is at this terminal, and two at one keyboard."""

MESSAGES: dict[str, str] = {
    "identity.unknown": 'Nobody knows which partner you are in this conversation ({names}). Open it with “afspraak open”, which asks once, or put your name in the settings: name = "…".',
    "identity.open": "{slug} is open in a program, which takes you for the other one. Close it first.",
    "identity.private": "A private answer is kept for the partner whose terminal this is, and only while they write.",
    "identity.form": "Who are you in this conversation?",
    "identity.form.intro": "Neither your login “{login}” nor your name tells. It is remembered for this conversation, on your side alone; “afspraak open REF --as” changes it.",
    "identity.form.partner": "{role}: {name}",
    "identity.form.who": "I am",
    "identity.form.who.none": "not said yet",
    "identity.form.who.help": "Space, ← and → choose. Leaving goes back to the notebook.",
    "identity.form.who.required": "Choose who you are, or leave with Esc.",
    "guest.private": "{guest} writes now. What {owner} keeps private is out of reach until {press}.",
    "guest.owner": "{guest} writes now. Only {owner} can do this, after {press}.",
    "merge.unknown": "{file} is a private preparation, and nobody knows which partner you are in this conversation: open it once, which asks, or put your name in the settings.",
}
