"""English: the words of the HTML page that the minutes do not have."""

MESSAGES: dict[str, str] = {
    "page.of": "of",
}
