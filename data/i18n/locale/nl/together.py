"""Dutch: bringing an own conversation together with a joined one."""

MESSAGES: dict[str, str] = {
    "together.form": "Je hebt er zelf ook een",
    "together.form.intro": "Je begon zelf een gesprek met dezelfde persoon:\n  van jou   {own}\n  gedeeld   {joined}",
    "together.form.choice": "Dan",
    "together.form.choice.help": "Samenvoegen: de ander leest wat je voor jullie samen schreef; wat van jou alleen is, blijft dat.",
    "together.form.bring": "samenvoegen",
    "together.form.both": "allebei houden",
    "together.done": "Meegenomen: antwoorden {answers}, aandachtspunten {items}, afspraken {agreements}, regels notities {note_lines}.\nJe eigen gesprek blijft bewaard als {kept}",
    "together.shared": "je deelt het ook",
    "together.withdrawn": "Je deelde het ook: dat is gestopt.",
    "together.ended": "Het gesprek van de ander wordt niet meer gedeeld: misschien is het al met het jouwe samengevoegd. Er is niets samengevoegd.",
    "together.open": "‘{slug}’ is open in een ander venster: sluit het daar eerst. Er is niets samengevoegd.",
}
