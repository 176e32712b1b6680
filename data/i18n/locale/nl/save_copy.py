"""Dutch: saving a copy elsewhere when a save fails."""

MESSAGES: dict[str, str] = {
    "save_copy.title": "Niet bewaard",
    "save_copy.command": "het hele gesprek ergens anders wegschrijven",
    "save_copy.intro": "{reason} Een volledige kopie kan naar een andere plek, alleen voor jou te lezen.",
    "save_copy.path": "Waar",
    "save_copy.path.help": "Een map of een nieuw bestand, op een andere schijf als deze vol is. Er wordt niets overschreven.",
    "save_copy.path.required": "Waar moet het heen?",
    "save_copy.exists": "{file} bestaat al; er is niets overschreven.",
    "save_copy.write": "Schrijf het daar",
    "save_copy.leave": "Sluit af zonder kopie",
    "save_copy.written": "Alles staat in de kopie",
    "save_copy.written.text": "{path}\n\nZodra de eigen plek weer te schrijven is, zet dit alles terug:\n\nafspraak merge {slug} {path}",
}
