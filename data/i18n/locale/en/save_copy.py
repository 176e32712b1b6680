"""English: saving a copy elsewhere when a save fails."""

MESSAGES: dict[str, str] = {
    "save_copy.title": "Not saved",
    "save_copy.command": "write the whole conversation elsewhere",
    "save_copy.intro": "{reason} A whole copy can go to another place, for you alone to read.",
    "save_copy.path": "Where",
    "save_copy.path.help": "A folder or a new file, on another disk if this one is full. Nothing is overwritten.",
    "save_copy.path.required": "Where shall it go?",
    "save_copy.exists": "{file} is there already; nothing was written over it.",
    "save_copy.write": "Write it there",
    "save_copy.leave": "Leave without a copy",
    "save_copy.written": "Everything is in the copy",
    "save_copy.written.text": "{path}\n\nOnce its own place can be written again, this puts everything back:\n\nafspraak merge {slug} {path}",
}
