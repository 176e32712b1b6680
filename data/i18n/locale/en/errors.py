"""English: what went wrong, and the command line."""

MESSAGES: dict[str, str] = {
    "replica.foreign": "it begins another conversation",
    "replica.refused": "The document could not take this change in: {reason}",
    "replica.unit": (
        "This version of pycrdt counts text differently from the one afspraak was made for. "
        "Install afspraak again, so that it gets the version it needs."
    ),
    "kind.planning": "planning",
    "kind.progress": "progress",
    "kind.review": "review",
    "role.manager": "manager",
    "role.employee": "employee",
    "file.row_id": "table “{table}”, row {number}: it needs an “id” of its own, without “/”",
    "file.row_twice": "table “{table}”, row {number}: the id “{id}” stands there twice",
    "file.value": "table “{table}”, row {number}, “{attribute}” {fault}",
    "file.notes": "table “notes”: “lines” must be a list of lines of text",
    "file.missing": "there is no such file",
    "file.format": "its format version makes no sense",
    "file.newer": "{file} was written by a newer afspraak (format {version}, this one knows {known}). Update afspraak to open it.",
    "file.private": "{file} is a partner’s private preparation, not a conversation: open the conversation that it belongs to.",
    "file.foreign": "it is not a conversation of afspraak",
    "file.document": "the document inside it is damaged",
    "fault.flag": "must be true or false",
    "fault.number": "must be a whole number",
    "fault.percent": "must be a whole number from 0 to 100",
    "fault.text": "must be text between quotes",
    "fault.date": "must be a date like 2026-12-31, or empty",
    "notebook.unreadable": "The notebook {folder} cannot be read: {reason}.",
    "place.no_home": "There is no home folder for {path}. Write the whole path, or set HOME.",
    "place.no_working_folder": "The folder you started in is gone. Go to another (cd), or give a whole path.",
    "reference.no_file": "There is no file {path}.",
    "reference.several": "“{reference}” can mean several conversations: {slugs}. Give a few more letters.",
    "reference.none": "There is no conversation “{reference}” in {folder}. “afspraak list” shows what is there.",
    "fault.choice": "must be one of {choices}",
}
