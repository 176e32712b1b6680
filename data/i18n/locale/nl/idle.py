"""Nederlands: het afdekken van een verlaten terminal, en de wachtzin."""

MESSAGES: dict[str, str] = {
    "idle.since": "afspraak · afgedekt sinds {time}",
    "idle.ask": "Je wachtzin, dan Enter.",
    "idle.enter": "Elke toets gaat verder.",
    "idle.wrong": "Dat is hem niet.",
    "idle.wait": "Een ogenblik, en probeer het opnieuw.",
    "cli.passphrase": "stel in wat een verlaten terminal vraagt",
    "passphrase.ask": "Nieuwe wachtzin (leeg voor geen): ",
    "passphrase.again": "Nog een keer: ",
    "passphrase.differ": "Die twee zijn niet gelijk; er is niets veranderd.",
    "passphrase.set": "De wachtzin is ingesteld.",
    "passphrase.gone": "Er is geen wachtzin meer.",
    "passphrase.unused": "Afdekken staat uit: idle_lock = 10 in de instellingen dekt de schermen na tien minuten af.",
    "settings.minutes": "moet een geheel aantal minuten zijn, van 0 (uit) tot 1440",
}
