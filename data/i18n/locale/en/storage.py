"""English: reading and writing files."""

MESSAGES: dict[str, str] = {
    "storage.path.no_home": "There is no home folder for {path}. Write the whole path, or set HOME.",
    "storage.path.no_working_folder": "The folder you started in is gone. Go to another (cd), or give a whole path.",
    "storage.unreadable": "{file} could not be read: {reason}.",
    "storage.long_name": "{file} cannot be opened to write in: its name is {excess} bytes too long for the files that go beside it, so nothing could be saved. Rename it, and what is beside it under that name.",
    "storage.not_written": "{file} could not be written: {reason}.",
    "storage.not_durable": (
        "{file} was written, but the disk did not confirm it: a power cut may bring the old one back."
    ),
    "storage.changed": (
        "{file} was changed by another program since it was read; nothing was written over it."
    ),
    "storage.older_copy": (
        "An older copy was put back as {file} while it was open; what the window held is saved over it. "
        "To go back to the older one: afspraak merge {slug} OLDERCOPY --replace"
    ),
    "storage.older_copy.brief": "An older copy was put back; this window keeps what it has.",
    "storage.removed": "{file} is gone: removed or moved while it was open.",
    "storage.damaged": "{file} cannot be opened: {reason}.",
    "storage.damaged.previous": "{file} cannot be opened: {reason}. The previous version is in {previous}.",
    "storage.tinydb": (
        "{file} cannot be opened: TinyDB, which reads and writes it, does not work ({reason}). "
        "Nothing was changed."
    ),
    "storage.reason.other": "{text}",
    "storage.reason.permission": "you have no permission for it",
    "storage.reason.another": "it belongs to {login}",
    "storage.reason.full": "the disk is full, or your share of it is",
    "storage.reason.read_only": "the disk can only be read",
    "storage.reason.disk": "the disk reports a failure",
    "storage.reason.missing": "it is not there",
    "storage.reason.removed.kept": "the file is gone; the journal has all of it",
    "storage.reason.removed.lost": "the file and its folder are gone",
    "storage.reason.not_folder": "part of the path is not a folder",
    "storage.reason.not_regular": "it is not an ordinary file",
    "storage.reason.link": "it is a link",
    "storage.reason.foreign_link": "it is a link that another user made",
    "storage.reason.name": "its name is too long",
    "storage.reason.handles": "too many files are open",
    "storage.reason.closed": "it is closed",
    "storage.reason.busy": "another program keeps it busy; try again in a moment",
    "storage.reason.interrupted": "something came in between; try again",
    "storage.damage.large": "it is larger than {limit} MB",
    "storage.damage.utf8": "line {line} holds bytes that are not text (UTF-8)",
    "storage.damage.mark": "it begins with a byte order mark; save it as UTF-8 without one",
    "storage.damage.empty": "it is empty",
    "storage.damage.syntax": "line {line}, column {column} is not JSON",
    "storage.damage.git_conflict": "it holds an unresolved git conflict (line {line}). “git checkout --ours” or “--theirs” puts one side back, and “afspraak merge” adds the other",
    "storage.damage.duplicate": "the name “{name}” stands twice in one object",
    "storage.damage.constant": "{word} is not a number that JSON knows",
    "storage.damage.number": "it holds a number that is too large",
    "storage.damage.surrogate": "it holds half a character",
    "storage.damage.deep": "it nests deeper than {limit} levels",
    "storage.damage.shape": "it does not consist of tables",
    "storage.damage.table": "“{table}” is not a table",
    "storage.damage.document": "“{id}” in the table “{table}” is not a numbered document",
    "storage.journal.size": "an update must have between 1 byte and {limit} MB",
    "storage.journal.closed": "it has been closed",
    "storage.journal.removed": "somebody has removed it",
}
