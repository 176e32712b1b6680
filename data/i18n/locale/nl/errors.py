"""Dutch: what went wrong, and the command line."""

MESSAGES: dict[str, str] = {
    "replica.foreign": "er begint een ander gesprek in",
    "replica.refused": "Het document kon deze wijziging niet opnemen: {reason}",
    "replica.unit": (
        "Deze versie van pycrdt telt tekst anders dan de versie waarvoor afspraak is gemaakt. "
        "Installeer afspraak opnieuw, dan krijgt het de versie die het nodig heeft."
    ),
    "kind.planning": "planning",
    "kind.progress": "voortgang",
    "kind.review": "beoordeling",
    "role.manager": "leidinggevende",
    "role.employee": "medewerker",
    "file.row_id": "tabel ‘{table}’, rij {number}: er hoort een eigen ‘id’ in te staan, zonder ‘/’",
    "file.row_twice": "tabel ‘{table}’, rij {number}: de id ‘{id}’ staat er twee keer",
    "file.value": "tabel ‘{table}’, rij {number}, ‘{attribute}’ {fault}",
    "file.notes": "tabel ‘notes’: ‘lines’ moet een lijst van tekstregels zijn",
    "file.missing": "dat bestand is er niet",
    "file.format": "het versienummer van het formaat klopt niet",
    "file.newer": "{file} is gemaakt door een nieuwere afspraak (formaat {version}, deze kent {known}). Werk afspraak bij om het te openen.",
    "file.private": "{file} is de eigen voorbereiding van een gesprekspartner, geen gesprek: open het gesprek waar ze bij hoort.",
    "file.foreign": "het is geen gesprek van afspraak",
    "file.document": "het document erin is beschadigd",
    "fault.flag": "moet true of false zijn",
    "fault.number": "moet een heel getal zijn",
    "fault.percent": "moet een heel getal van 0 tot en met 100 zijn",
    "fault.text": "moet tekst tussen aanhalingstekens zijn",
    "fault.date": "moet een datum zijn zoals 2026-12-31, of leeg",
    "notebook.unreadable": "Het notitieboek {folder} kan niet worden gelezen: {reason}.",
    "place.no_home": "Er is geen thuismap voor {path}. Geef het hele pad, of zet HOME.",
    "place.no_working_folder": "De map waarin je begon, is weg. Ga naar een andere (cd) of geef een heel pad.",
    "reference.no_file": "Het bestand {path} is er niet.",
    "reference.several": "‘{reference}’ kan meer gesprekken betekenen: {slugs}. Geef een paar letters meer.",
    "reference.none": "Er is geen gesprek ‘{reference}’ in {folder}. ‘afspraak list’ laat zien wat er is.",
    "fault.choice": "moet een van deze zijn: {choices}",
}
