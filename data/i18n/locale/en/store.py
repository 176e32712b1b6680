"""English: keeping conversations on disk."""

MESSAGES: dict[str, str] = {
    "store.unread": "{file} could not be read: {reason}.",
    "store.unwritten": "{file} could not be written: {reason}.",
    "store.unsettled": (
        "{file} was written, but the disk did not confirm it: a power cut may bring the old one back."
    ),
    "store.changed": (
        "{file} was changed by another program since it was read; nothing was written over it."
    ),
    "store.damaged": "{file} cannot be opened: {reason}.",
    "store.damaged.previous": "{file} cannot be opened: {reason}. The previous version is in {previous}.",
    "store.reason.permission": "you have no permission for it",
    "store.reason.another": "it belongs to {login}",
    "store.reason.full": "the disk is full, or your share of it is",
    "store.reason.read_only": "the disk can only be read",
    "store.reason.disk": "the disk reports a failure",
    "store.reason.missing": "it is not there",
    "store.reason.not_folder": "part of the path is not a folder",
    "store.reason.not_regular": "it is not an ordinary file",
    "store.reason.link": "it is a link",
    "store.reason.foreign_link": "it is a link that another user made",
    "store.reason.name": "its name is too long",
    "store.reason.handles": "too many files are open",
    "store.reason.closed": "it is closed",
    "store.reason.busy": "another program keeps it busy; try again in a moment",
    "store.reason.interrupted": "something came in between; try again",
    "store.damage.large": "it is larger than {limit} MB",
    "store.damage.utf8": "line {line} holds bytes that are not text (UTF-8)",
    "store.damage.mark": "it begins with a byte order mark; save it as UTF-8 without one",
    "store.damage.empty": "it is empty",
    "store.damage.syntax": "line {line}, column {column} is not JSON",
    "store.damage.duplicate": "the name “{name}” stands twice in one object",
    "store.damage.constant": "{word} is not a number that JSON knows",
    "store.damage.number": "it holds a number that is too large",
    "store.damage.surrogate": "it holds half a character",
    "store.damage.deep": "it nests deeper than {limit} levels",
    "store.damage.shape": "it does not consist of tables",
    "store.damage.table": "“{table}” is not a table",
    "store.damage.document": "“{id}” in the table “{table}” is not a numbered document",
    "store.journal.size": "an update must have between 1 byte and {limit} MB",
    "store.journal.closed": "it has been closed",
    "store.journal.removed": "somebody has removed it",
    "foreign.refused": "{file} is another conversation: the two have no history in common, so nothing was taken over.",
    "foreign.place": (
        "The shared place holds another conversation: nothing was exchanged, and both stay as they are. To "
        "share {file} anew: afspraak unshare, then afspraak share."
    ),
    "foreign.open": (
        "{file} is another conversation than the one that is open there in a program. Close that first; "
        "both are kept."
    ),
    "foreign.aside": "Another conversation stood at {file}. It is kept as {kept}; yours goes on.",
    "foreign.kept": (
        "{file} is another conversation than the one that was there before. That one is kept as {kept}."
    ),
    "foreign.remains": (
        "{file} is another conversation than the one that was there before. What was beside it is kept under "
        "the name {kept}; with a copy of that conversation it is whole again: afspraak check {kept} --restore "
        "--from COPY."
    ),
    "foreign.beside": (
        "{path} belongs to another conversation, which was here before; opening gives that a name of its own"
    ),
    "foreign.aside.brief": "Another conversation is kept as {kept}.",
    "foreign.kept.brief": "What was here before is kept as {kept}.",
    "foreign.remains.brief": "What was beside another conversation here is kept as {kept}.",
    "foreign.title": "Two conversations",
}
