"""English: what is still missing from a conversation."""

MESSAGES: dict[str, str] = {
    "completeness.gap": "{label}: {fields}",
    "completeness.gap.agreement": "no agreement yet",
    "completeness.gap.development": "no development agreement yet",
    "completeness.gap.goals": "goals without an agreement: {goals}",
    "completeness.gap.appreciation": "no appreciation yet",
    "completeness.gap.next": "no date for the next conversation yet",
    "completeness.gap.voice": "every word in the notes is by one of you",
    "completeness.gap.result": "no agreement on a result yet",
    "completeness.gap.other": "no other agreement yet",
    "completeness.goal": "“{text}”",
    "completeness.field.text": "what",
    "completeness.field.owner": "who",
    "completeness.field.measure": "measure",
    "completeness.field.due": "when",
    "completeness.field.support": "support",
    "completeness.field.support_by": "support from whom",
}
