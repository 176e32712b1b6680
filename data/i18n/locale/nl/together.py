"""Dutch: bringing an own conversation together with a joined one."""

MESSAGES: dict[str, str] = {
    "together.form": "Je hebt er zelf ook een",
    "together.form.intro": "Je begon zelf een gesprek met dezelfde persoon:\n  van jou   {own}\n  gedeeld   {joined}",
    "together.form.choice": "Dan",
    "together.form.choice.help": "Samenvoegen: de ander leest wat je voor jullie samen schreef; wat van jou alleen is, blijft dat.",
    "together.form.bring": "samenvoegen",
    "together.form.both": "allebei houden",
    "together.done": "Meegenomen: antwoorden {answers}, aandachtspunten {items}, afspraken {agreements}, regels notities {note_lines}.\nJe eigen gesprek blijft bewaard als {kept}",
    "together.open": "‘{slug}’ is open in een ander venster: sluit het daar eerst. Er is niets samengevoegd.",
}
