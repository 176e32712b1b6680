"""Dutch: the idle lock and its passphrase."""

MESSAGES: dict[str, str] = {
    "idle_lock.since": "afspraak · afgedekt sinds {time}",
    "idle_lock.ask": "Je wachtwoordzin, dan Enter.",
    "idle_lock.enter": "Elke toets gaat verder.",
    "idle_lock.wrong": "Dat is hem niet.",
    "idle_lock.wait": "Een ogenblik, en probeer het opnieuw.",
    "idle_lock.passphrase.ask": "Nieuwe wachtwoordzin (leeg voor geen): ",
    "idle_lock.passphrase.again": "Nog een keer: ",
    "idle_lock.passphrase.differ": "Die twee zijn niet gelijk; er is niets veranderd.",
    "idle_lock.passphrase.set": "De wachtwoordzin is ingesteld.",
    "idle_lock.passphrase.removed": "Er is geen wachtwoordzin meer.",
    "idle_lock.passphrase.unused": "Afdekken staat uit: idle_lock = 10 in de instellingen dekt de schermen na tien minuten af.",
}
