"""English: what was refused of the updates of others."""

MESSAGES: dict[str, str] = {
    "refusal.title": "Refused",
    "refusal.update.one": (
        "The notebook of {name} sent something that could damage this conversation. It was refused; everything "
        "else is shared as before."
    ),
    "refusal.update.other": (
        "The notebook of {name} sent {count} things that could damage this conversation. They were refused; "
        "everything else is shared as before."
    ),
    "refusal.update.brief": "Something from {name} was refused · {press} tells more",
    "refusal.own_update.one": (
        "Another notebook of yours sent something that could damage this conversation. It was refused; everything "
        "else is shared as before."
    ),
    "refusal.own_update.other": (
        "Another notebook of yours sent {count} things that could damage this conversation. They were refused; "
        "everything else is shared as before."
    ),
    "refusal.own_update.brief": "Something of your own was refused · {press} tells more",
    "refusal.author.one": (
        "The notebook of {name} wrote something under your name. Your name is off it, or what was there is back."
    ),
    "refusal.author.other": (
        "The notebook of {name} wrote under your name, {count} times. Your name is off it, or what was there is "
        "back."
    ),
    "refusal.author.brief": "Something was written in your name · {press} tells more",
    "refusal.receiving": "What the notebook of {name} sends is too much for this program. Nothing more is received until you open this conversation again; what you write is shared as before.",
    "refusal.receiving.brief": "No more comes in from {name} · {press} tells more",
    "refusal.brief": "Something was refused · {press} tells more",
    "refusal.the_other": "the other person",
    "refusal.in": "{slug}: {text}",
}
