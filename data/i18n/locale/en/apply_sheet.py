"""English: taking in a preparation sheet that was filled in."""

MESSAGES: dict[str, str] = {
    "apply_sheet.heading": "From the preparation of {name}",
    "apply_sheet.from": "From {name}:",
    "apply_sheet.answers": "answers ({count}): {what}",
    "apply_sheet.added": "added under an answer that was there already ({count}): {what}",
    "apply_sheet.ratings": "ratings ({count}): {what}",
    "apply_sheet.progress": "how agreements are going ({count}): {what}",
    "apply_sheet.kept": "another rating was there and stays; the one on the sheet, in brackets, was not taken in ({count}): {what}",
    "apply_sheet.unclear": "it is not clear which box is meant; no rating was taken in ({count}): {what}",
    "apply_sheet.noted": "what was written elsewhere is at the end of the notes",
    "apply_sheet.same": "there already: {count}",
    "apply_sheet.shared": "this conversation is shared: {name}'s own notebook does not count it as theirs",
    "apply_sheet.nothing": "nothing was filled in",
    "apply_sheet.missing": "There is no file {path}.",
    "apply_sheet.too_big": "{path} is too big; a sheet is {limit} KiB at most.",
    "apply_sheet.no_sheet": "This is not a preparation sheet of this conversation: none of its questions are in it.",
    "apply_sheet.elsewhere": "This sheet was made for another conversation, or for somebody else. --anyway takes it in all the same.",
}
