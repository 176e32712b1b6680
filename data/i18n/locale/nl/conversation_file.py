"""Dutch: what can be wrong with a conversation's file."""

MESSAGES: dict[str, str] = {
    "conversation_file.row_id": "tabel ‘{table}’, rij {number}: er hoort een eigen ‘id’ in te staan, zonder ‘/’",
    "conversation_file.row_twice": "tabel ‘{table}’, rij {number}: de id ‘{id}’ staat er twee keer",
    "conversation_file.value": "tabel ‘{table}’, rij {number}, ‘{attribute}’ {fault}",
    "conversation_file.notes": "tabel ‘notes’: ‘lines’ moet een lijst van tekstregels zijn",
    "conversation_file.missing": "dat bestand is er niet",
    "conversation_file.format": "het versienummer van het formaat klopt niet",
    "conversation_file.newer": "{file} is gemaakt door een nieuwere afspraak (formaat {version}, deze kent {known}). Werk afspraak bij om het te openen.",
    "conversation_file.private": "{file} is de eigen voorbereiding van een gesprekspartner, geen gesprek: open het gesprek waar die bij hoort.",
    "conversation_file.foreign": "het is geen gesprek van afspraak",
    "conversation_file.document": "het document erin is beschadigd",
    "conversation_file.would_not_open": "{file} is niet bewaard: met wat het andere programma stuurde, zou het niet meer opengaan. Het laatste goede bestand blijft staan, en wat jij schreef staat in het logboek ernaast.",
    "conversation_file.value_fault.flag": "moet true of false zijn",
    "conversation_file.value_fault.number": "moet een heel getal zijn",
    "conversation_file.value_fault.percent": "moet een heel getal van 0 tot en met 100 zijn",
    "conversation_file.value_fault.text": "moet tekst tussen aanhalingstekens zijn",
    "conversation_file.value_fault.date": "moet een datum zijn zoals 2026-12-31, of leeg",
    "conversation_file.value_fault.choice": "moet een van deze zijn: {choices}",
}
