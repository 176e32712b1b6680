"""English: what can be wrong with a conversation's file."""

MESSAGES: dict[str, str] = {
    "conversation_file.row_id": "table “{table}”, row {number}: it needs an “id” of its own, without “/”",
    "conversation_file.row_twice": "table “{table}”, row {number}: the id “{id}” is there twice",
    "conversation_file.value": "table “{table}”, row {number}, “{attribute}” {fault}",
    "conversation_file.notes": "table “notes”: “lines” must be a list of lines of text",
    "conversation_file.missing": "there is no such file",
    "conversation_file.format": "its format version is wrong",
    "conversation_file.newer": "{file} was written by a newer afspraak (format {version}, this one knows {known}). Update afspraak to open it.",
    "conversation_file.private": "{file} is a partner’s private preparation, not a conversation: open the conversation that it belongs to.",
    "conversation_file.foreign": "it is not a conversation of afspraak",
    "conversation_file.document": "the document inside it is damaged",
    "conversation_file.would_not_open": "{file} was not saved: with what the other program sent, it would not open again. The last good file stays as it is, and your own text is in the journal beside it.",
    "conversation_file.value_fault.flag": "must be true or false",
    "conversation_file.value_fault.number": "must be a whole number",
    "conversation_file.value_fault.percent": "must be a whole number from 0 to 100",
    "conversation_file.value_fault.text": "must be text between quotes",
    "conversation_file.value_fault.date": "must be a date like 2026-12-31, or empty",
    "conversation_file.value_fault.choice": "must be one of {choices}",
}
