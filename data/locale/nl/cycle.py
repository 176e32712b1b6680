"""Dutch: kinds of conversation and following up."""

MESSAGES: dict[str, str] = {
    "form.begin.kind": "Soort",
    "form.begin.kind.help": "Vooruitkijken, onderweg, of terugkijken.",
}
