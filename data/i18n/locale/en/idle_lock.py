"""English: the idle lock and its passphrase."""

MESSAGES: dict[str, str] = {
    "idle_lock.since": "afspraak · covered since {time}",
    "idle_lock.ask": "Your passphrase, then Enter.",
    "idle_lock.enter": "Any key goes on.",
    "idle_lock.wrong": "That is not it.",
    "idle_lock.wait": "One moment, then try again.",
    "idle_lock.passphrase.ask": "New passphrase (empty for none): ",
    "idle_lock.passphrase.again": "The same again: ",
    "idle_lock.passphrase.differ": "These two are not the same; nothing was changed.",
    "idle_lock.passphrase.set": "The passphrase is set.",
    "idle_lock.passphrase.removed": "There is no passphrase any more.",
    "idle_lock.passphrase.unused": "The idle lock is off: idle_lock = 10 in the settings covers the screens after ten minutes.",
}
