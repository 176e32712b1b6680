"""English: the notebook, and references to its conversations."""

MESSAGES: dict[str, str] = {
    "notebook.unreadable": "The notebook {folder} cannot be read: {reason}.",
    "notebook.reference.no_file": "There is no file {path}.",
    "notebook.reference.several": "“{reference}” can mean several conversations: {slugs}. Give a few more letters.",
    "notebook.reference.none": "There is no conversation “{reference}” in {folder}. “afspraak list” shows what is there.",
    "notebook.other_name": "A file here cannot be called {wanted}; the conversation is called {used}.",
    "notebook.other_name.brief": "The conversation is called {used}: its own name cannot be a file name here.",
    "notebook.title": "afspraak · {folder}",
    "notebook.empty": "No conversations yet. Press {begin} to begin one.",
    "notebook.ticked": "{done}/{items} ticked",
    "notebook.agreements": "{count} open",
    "notebook.prepared": "prepared: {names}",
    "notebook.copies.one": "another copy · Enter brings them together",
    "notebook.copies.other": "{count} more copies · Enter brings them together",
    "notebook.copies.title.one": "There is another copy of this conversation",
    "notebook.copies.title.other": "There are {count} more copies of this conversation",
    "notebook.copies.detail": "{names}\n\nAnother program made this, such as a folder syncer. Bringing together takes over what differs there, and then removes it. If both changed the same, the copy is kept.",
    "notebook.copies.together": "Bring together",
    "notebook.copies.open": "Open without",
    "notebook.copies.cancel": "Back",
    "notebook.copies.result": "Brought together",
}
