"""Dutch: what is still missing from a conversation."""

MESSAGES: dict[str, str] = {
    "completeness.gap": "{label}: {fields}",
    "completeness.gap.agreement": "nog geen afspraak",
    "completeness.gap.development": "nog geen ontwikkelafspraak",
    "completeness.gap.goals": "doelen zonder afspraak: {goals}",
    "completeness.gap.appreciation": "nog geen waardering",
    "completeness.gap.next": "nog geen datum voor het volgende gesprek",
    "completeness.gap.voice": "alle woorden in de notities zijn van een van jullie",
    "completeness.gap.result": "nog geen resultaatafspraak",
    "completeness.gap.other": "nog geen andere afspraak",
    "completeness.goal": "‘{text}’",
    "completeness.field.text": "wat",
    "completeness.field.owner": "wie",
    "completeness.field.measure": "te zien aan",
    "completeness.field.due": "wanneer",
    "completeness.field.support": "steun",
    "completeness.field.support_by": "steun van wie",
}
