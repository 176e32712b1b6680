"""Dutch: what was refused of the updates of others."""

MESSAGES: dict[str, str] = {
    "refusal.title": "Geweigerd",
    "refusal.update.one": (
        "Het notitieboek van {name} stuurde iets dat dit gesprek kan beschadigen. Het is geweigerd; al het andere "
        "blijft gedeeld."
    ),
    "refusal.update.other": (
        "Het notitieboek van {name} stuurde {count} keer iets dat dit gesprek kan beschadigen. Het is geweigerd; "
        "al het andere blijft gedeeld."
    ),
    "refusal.update.brief": "Iets van {name} is geweigerd · {press} legt het uit",
    "refusal.own_update.one": (
        "Een ander notitieboek van jou stuurde iets dat dit gesprek kan beschadigen. Het is geweigerd; al het "
        "andere blijft gedeeld."
    ),
    "refusal.own_update.other": (
        "Een ander notitieboek van jou stuurde {count} keer iets dat dit gesprek kan beschadigen. Het is geweigerd; "
        "al het andere blijft gedeeld."
    ),
    "refusal.own_update.brief": "Iets van jezelf is geweigerd · {press} legt het uit",
    "refusal.author.one": (
        "Het notitieboek van {name} schreef iets onder jouw naam. Jouw naam is eraf, of wat er stond is terug."
    ),
    "refusal.author.other": (
        "Het notitieboek van {name} schreef {count} keer iets onder jouw naam. Jouw naam is eraf, of wat er stond is "
        "terug."
    ),
    "refusal.author.brief": "Er is in jouw naam geschreven · {press} legt het uit",
    "refusal.receiving": (
        "Wat het notitieboek van {name} stuurt, is te veel voor dit programma. Er komt niets meer binnen tot je "
        "dit gesprek opnieuw opent; wat jij schrijft, blijft gedeeld."
    ),
    "refusal.receiving.brief": "Van {name} komt niets meer binnen · {press} legt het uit",
    "refusal.brief": "Er is iets geweigerd · {press} legt het uit",
    "refusal.the_other": "de ander",
    "refusal.in": "{slug}: {text}",
}
