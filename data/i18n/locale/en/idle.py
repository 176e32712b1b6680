"""English: the idle lock and its passphrase."""

MESSAGES: dict[str, str] = {
    "idle.since": "afspraak · covered since {time}",
    "idle.ask": "Your passphrase, then Enter.",
    "idle.enter": "Any key goes on.",
    "idle.wrong": "That is not it.",
    "idle.wait": "One moment, then try again.",
    "cli.passphrase": "set what the idle lock asks for",
    "passphrase.ask": "New passphrase (empty for none): ",
    "passphrase.again": "The same again: ",
    "passphrase.differ": "These two are not the same; nothing was changed.",
    "passphrase.set": "The passphrase is set.",
    "passphrase.gone": "There is no passphrase any more.",
    "passphrase.unused": "The idle lock is off: idle_lock = 10 in the settings covers the screens after ten minutes.",
    "settings.minutes": "must be a whole number of minutes, from 0 (never) to 1440",
}
