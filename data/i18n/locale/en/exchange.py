"""English: importing and exporting."""

MESSAGES: dict[str, str] = {
    "exchange.import.leftover": "Not understood when read in",
    "exchange.import.large": "{file} is larger than {limit} kB, which is too long for minutes.",
    "exchange.import.encoding": "{file} is not in UTF-8; it was read as {encoding}.",
    "exchange.import.attachments": "{file} has attachments that are not text; they are not read: {names}",
    "exchange.import.foreign": "{file} is neither minutes nor a task list; all of it is in the notes as it was.",
    "exchange.import.dense": "{file} holds more lines and markup than can be looked through in a few seconds; all of it is in the notes as it was.",
    "exchange.import.many": (
        "{file} has {count} tasks, more than a checklist takes. All of them are in the notes."
    ),
    "exchange.import.partly": "Lines of the file that were not understood: {count}. They are in the notes under “{heading}”.",
    "exchange.import.reactions": (
        "Careful: the reactions in the file could not be read, or not in full. Where it says here that "
        "somebody has not reacted yet, that may be wrong: look in the file."
    ),
    "exchange.export.front_matter": "Front matter goes with Markdown only: leave out --format or --front-matter.",
    "exchange.export.file_name": "file",
    "exchange.export.no_file_version": "{kind}: there is no file version of these minutes, only the full record.",
    "exchange.export.file_format": "The file version is Markdown or a page: leave out --format or --file.",
    "exchange.export.in_notebook": (
        "{path} would stand among the conversations of the notebook and look like one. Give another "
        "place or name with -o."
    ),
}
