"""English: erasing a person."""

MESSAGES: dict[str, str] = {
    "erasure.yourself": "{name} is you, and you are in all of these conversations. Name the other partner.",
    "erasure.whole_name": "With --yes, give the whole name: “{name}”.",
    "erasure.foreign": (
        "{path} belongs to another conversation than {slug}, so nothing was erased. "
        "Open {slug} once: that gives that other conversation a name of its own."
    ),
    "erasure.open": "{slug} is open in a program now. Close it there first; nothing was erased.",
    "erasure.intro": "This erases {name} from the notebook {folder}, for good:",
    "erasure.conversation": "{slug}  {date}  {title}",
    "erasure.conversation.unread": "{slug}  (cannot be read; its name says whose it is)",
    "erasure.files": "Files: {count} (conversations, previous copies, private preparation, journals, what your editor left). The index is rebuilt.",
    "erasure.whole": "Conversations go as a whole, your own words and agreements in them too. When somebody leaves, ask first whether anything must be kept: a dispute, a claim or an agreement that still runs. “afspraak about” and “afspraak export” write it down.",
    "erasure.shared": "Shared: {where}. It ends there; the copy in the other’s own notebook is theirs and stays.",
    "erasure.other_share": "Shared: {where}. It names them and is yours, but its conversation is not in this notebook; it stays.",
    "erasure.exports": "Exports that are known:",
    "erasure.export.unchanged": "{path}  as it was written",
    "erasure.export.changed": "{path}  changed since; it stays",
    "erasure.export.mixed": "{path}  also holds others; it stays, make it anew",
    "erasure.export.gone": "{path}  not there any more",
    "erasure.mentioned": "The name is also in conversations with others, which stay: {slugs}",
    "erasure.linked": "These with others follow one that goes, or hold what came from it, and stay: {slugs}",
    "erasure.unread": "Cannot be read, may be about anybody, and stays: {reason}",
    "erasure.older_versions": "May keep older versions, and is left alone: {path}",
    "erasure.out_of_reach": "Out of reach: backups, snapshots, git, mail, print, other machines, and traces on the disk itself.",
    "erasure.ask": "Type the name ({name}) to erase it: ",
    "erasure.ask_exports": "Remove the {count} exports that are as they were written, too? Type yes: ",
    "erasure.yes": "yes",
    "erasure.cancelled": "Nothing was erased.",
    "erasure.dry_run": "Nothing was erased; these files would be:",
    "erasure.done": "Everything about {name} is erased. Files erased: {count}.",
    "erasure.removed": "Export removed: {path}",
    "erasure.failed": "Not erased: {reason}",
    "erasure.remote_failed": "{where} may still hold it: {reason}",
    "erasure.belongs_to_other": "{where} belongs to the other partner and stays with them",
}
