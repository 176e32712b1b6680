"""English: two conversations that are no copies of each other."""

MESSAGES: dict[str, str] = {
    "unrelated_history.refused": "{file} is another conversation: the two have no history in common, so nothing was taken over.",
    "unrelated_history.shared_folder": (
        "The shared place holds another conversation: nothing was exchanged, and both stay as they are. To "
        "share {file} anew: afspraak unshare, then afspraak share."
    ),
    "unrelated_history.open": (
        "{file} is another conversation than the one that is open there in a program. Close that first; "
        "both are kept."
    ),
    "unrelated_history.aside": "There was another conversation at {file}. It is kept as {kept}; yours goes on.",
    "unrelated_history.aside.brief": "Another conversation is kept as {kept}.",
    "unrelated_history.kept": (
        "{file} is another conversation than the one that was there before. That one is kept as {kept}."
    ),
    "unrelated_history.kept.brief": "What was here before is kept as {kept}.",
    "unrelated_history.remains": (
        "{file} is another conversation than the one that was there before. What was beside it is kept under "
        "the name {kept}; with a copy of that conversation it is whole again: afspraak check {kept} --restore "
        "--from COPY."
    ),
    "unrelated_history.remains.brief": "What was beside another conversation here is kept as {kept}.",
    "unrelated_history.beside": (
        "{path} belongs to another conversation, which was here before; opening gives that a name of its own"
    ),
}
