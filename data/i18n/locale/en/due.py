"""English: the agreements of all conversations."""

MESSAGES: dict[str, str] = {
    "due.status.open": "open",
    "due.status.done": "done",
    "due.status.dropped": "dropped",
    "due.nothing_due": "Nothing is due by then.",
    "due.no_agreements": "No agreements found.",
    "due.no_dates": "None of these agreements has a date.",
    "due.support": "Support with {label}: {support}",
    "due.calendar.due": "Due: {text}",
    "due.calendar.evaluate": "Check: {text}",
    "due.which_format": "Which format? Give --format, or a FILE that ends in .csv, .ics, .json, .org or .txt.",
    "due.written": "The agreements are in {path}",
    "due.calendar.written": "The calendar is in {path}",
    "due.title.open": "Agreements of all conversations · {count} open",
    "due.title.all": "Agreements of all conversations · {count}, done and dropped too",
    "due.empty": "Nothing is open. {toggle} shows what is done and dropped as well.",
    "due.more": "and {count} more: “afspraak agreements” shows them all",
    "due.late": "Late ({count})",
    "due.coming": "Still to do ({count})",
    "due.undated": "Without a date ({count})",
    "due.closed": "Done or dropped ({count})",
}
