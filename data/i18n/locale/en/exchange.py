"""English: importing and exporting."""

MESSAGES: dict[str, str] = {
    "import.leftover": "Not understood when read in",
    "import.large": "{file} is larger than {limit} kB, which is too long for minutes.",
    "decoding.other": "{file} is not in UTF-8; it was read as {encoding}.",
    "import.foreign": (
        "{file} is neither minutes nor a task list; all of it stands in the notes as it was."
    ),
    "import.dense": (
        "{file} holds more lines and markup than can be looked through in a few seconds; all of it "
        "stands in the notes as it was."
    ),
    "import.partly": (
        "Lines of the file that were not understood: {count}. They stand in the notes under "
        "“{heading}”."
    ),
    "cli.import": "make a conversation out of minutes or other Markdown",
    "cli.import.file": "minutes, or Markdown with a task list",
    "cli.import.as": "your own role in it (the one that has your name, else manager)",
    "export.front_matter": "Front matter goes with Markdown only: leave out --format or --front-matter.",
    "export.in_notebook": (
        "{path} would stand among the conversations of the notebook and look like one. Give another "
        "place or name with -o."
    ),
    "cli.export.format": "md (minutes), html (a page to read or print), json (for programs) or ics (the appointment); else the end of FILE tells",
}
