"""English: people, retention and file permissions."""

MESSAGES: dict[str, str] = {
    "privacy.person.none": "Nobody called “{name}” is in this notebook. “afspraak list” shows who is.",
    "privacy.person.several": "“{name}” can be:\n{people}",
    "privacy.person.gone": "{file} is not there; only what stood beside it is",
    "privacy.retention.summary.one": "Over {years} years ago: {name} · afspraak forget",
    "privacy.retention.summary.other": "Over {years} years ago: {name} and {others} more · afspraak check",
    "privacy.retention.due": "Longer ago than {years} years, and no conversation since:",
    "privacy.retention.row": "  {name}  (last {last})",
    "privacy.retention.shared": "For more than {years} years nobody wrote in: {slugs}. “afspraak unshare” ends it; “afspraak about” and “forget” tell and erase.",
    "privacy.retention.explanation": "You need not keep everything about people who have left. To look: afspraak about NAME. To erase: afspraak forget NAME. “keep_years” in the settings says after how many years you are reminded; 0 is never.",
    "privacy.permissions.folder": "Others on this machine can look into {folder} (mode {mode}). If that is not meant: chmod 700",
    "privacy.permissions.files": "Others can read {count} of the files in it: {files}. If that is not meant: chmod 600",
}
