"""Dutch: taking in a preparation sheet that was filled in."""

MESSAGES: dict[str, str] = {
    "apply_sheet.heading": "Uit de voorbereiding van {name}",
    "apply_sheet.from": "Van {name}:",
    "apply_sheet.answers": "antwoorden ({count}): {what}",
    "apply_sheet.added": "toegevoegd onder een antwoord dat er al stond ({count}): {what}",
    "apply_sheet.ratings": "inschattingen ({count}): {what}",
    "apply_sheet.progress": "hoe het met afspraken gaat ({count}): {what}",
    "apply_sheet.kept": "er stond al een andere inschatting, en die blijft; die van het blad, tussen haakjes, is niet overgenomen ({count}): {what}",
    "apply_sheet.unclear": "niet duidelijk welk hokje is bedoeld; geen inschatting overgenomen ({count}): {what}",
    "apply_sheet.noted": "wat ergens anders stond, staat aan het eind van de notities",
    "apply_sheet.same": "stond er al: {count}",
    "apply_sheet.shared": "dit gesprek is gedeeld: het notitieboek van {name} neemt dit niet over als eigen tekst",
    "apply_sheet.nothing": "er was niets ingevuld",
    "apply_sheet.missing": "Er is geen bestand {path}.",
    "apply_sheet.too_big": "{path} is te groot; een blad is hooguit {limit} KiB.",
    "apply_sheet.no_sheet": "Dit is geen voorbereidingsblad van dit gesprek: geen van de vragen staat erin.",
    "apply_sheet.elsewhere": "Dit blad is gemaakt voor een ander gesprek, of voor iemand anders. Met --anyway wordt het toch opgenomen.",
}
