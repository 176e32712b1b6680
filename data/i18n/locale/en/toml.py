"""English: why a text is no TOML."""

MESSAGES: dict[str, str] = {
    "toml.statement": "a line begins with a key, a heading in [ ] or a #",
    "toml.rest": "a line has one key and its value; this is too much",
    "toml.twice": "“{name}” is already there",
    "toml.complete": "“{name}” was closed before; put this with the rest of it",
    "toml.taken": "this name already has a value",
    "toml.heading": "{found} is missing behind the heading",
    "toml.equals": "an = is missing behind the key",
    "toml.key": "a key is missing here; it has letters, digits, - and _, or is between quotes",
    "toml.list": "in this list a comma is missing, or the ] at its end",
    "toml.table": "between these braces a comma is missing, or the brace at the end",
    "toml.backslash": "a backslash in a text is written twice, or the text stands between ' '",
    "toml.escape": "behind the backslash stands no valid code of a character",
    "toml.quotes": "the quotes at the end of this text are missing; text of several lines has three",
    "toml.character": "the character {found} is not allowed here",
    "toml.date": "there is no such date or time",
    "toml.value": "a value is missing here; text stands between quotes",
    "toml.deep": "there are too many brackets within each other",
    "toml.other": "it cannot be read here",
}
