"""Writing a setting into the settings file, on request; everything else in it stays as it is."""

from __future__ import annotations

from pathlib import Path

from ..system.files.atomic_files import write_atomically
from ..system.files.private_folder import make_private_folder
from .toml_reader import TomlFault, parse, read_text


def remember(path: Path, name: str, value: str | int) -> None:
    """Set a setting at the top level of the file; comments, order and blank lines stay.

    The file and its folder are made if there are none. Raises TomlFault if the file cannot be read
    as settings, and StorageError if it cannot be written; it is unchanged then.
    """
    import tomlkit

    try:
        text = read_text(path)
        parse(text)
    except TomlFault as fault:
        if not fault.missing:
            raise
        text = ""
        make_private_folder(path.parent)
    document = tomlkit.parse(text)
    document[name] = value
    write_atomically(path, tomlkit.dumps(document).encode())
