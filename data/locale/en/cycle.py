"""English: kinds of conversation and following up."""

MESSAGES: dict[str, str] = {
    "form.begin.kind": "Kind",
    "form.begin.kind.help": "Looking ahead, on the way, or looking back.",
}
