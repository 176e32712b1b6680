"""English: what can be wrong with a checklist template."""

MESSAGES: dict[str, str] = {
    "template.at": "{file}, line {line}: {reason}.",
    "template.whole": "{file}: {reason}.",
    "template.missing_file": "there is no such file",
    "template.not_a_file": "this is not an ordinary file",
    "template.forbidden": "you may not read this file",
    "template.unreadable": "this file cannot be read ({cause})",
    "template.too_big": "this file is too big; it may be {limit} KiB at most",
    "template.not_utf8": "there are characters here that are not UTF-8",
    "template.syntax": "this is not valid TOML ({cause})",
    "template.newer": (
        "“format” is {found}, made for a newer version; this version knows format {known}"
    ),
    "template.format": "“format” is {found}; this version only knows format {known}",
    "template.missing": "“{name}” is missing here",
    "template.unknown": "“{name}” does not belong here; possible are: {known}",
    "template.not_text": "“{name}” must be text between quotes",
    "template.not_number": "“{name}” must be a whole number",
    "template.not_list": "“{name}” is written as [[{header}]], with double brackets",
    "template.empty": "“{name}” is empty",
    "template.choice": "“{name}” is “{found}”; choose from: {known}",
    "template.bad_id": (
        "“{found}” cannot be an id; use lower case letters, digits and hyphens, such as went-well"
    ),
    "template.duplicate": "the id “{found}” is already used on line {first}",
    "template.no_sections": "there is no [[section]] in it",
    "template.no_items": "there is no [[section.item]] under this heading",
    "template.no_builtin": "There is no list for “{kind}”, “{role}”, “{language}”; there are: {known}.",
}
