"""The full path of this program: what other programs start it with, which search in fewer folders.

The folder of pipx and uv, `~/.local/bin`, is not among those in which the command of an SSH key is
searched.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path

from ...data.errors import UsageError
from ...data.system.files.file_errors import display_path, read_error
from ...data.system.paths import working_folder

_MAX_KEY_BYTES = 16384
_KEY_TYPES = ("ssh-", "ecdsa-", "sk-")


def program_command() -> str:
    """Return the command that starts this program from any folder, quoted for a shell."""
    started = sys.argv[0] if sys.argv else ""
    found = shutil.which(started) if started else None
    if found and Path(found).name == "afspraak":
        path = Path(found)
        return shlex.quote(os.fspath(path if path.is_absolute() else working_folder() / path))
    return shlex.join([sys.executable, "-m", "afspraak"])


def key_line(source: str) -> str:
    """Return a public key as a line of `authorized_keys` that limits it to synchronisation.

    `source` is the path of the file with the key, or "-" for the standard input. Raises UsageError
    if there is no key in it, and StorageError.
    """
    key = _read_key(source)
    command = f"{program_command()} sync --stdio"
    command = command.replace("\\", "\\\\").replace('"', '\\"')
    return f'restrict,command="{command}" {key}'


def _read_key(source: str) -> str:
    from ...data.system.paths import user_path

    if source == "-":
        text = sys.stdin.read(_MAX_KEY_BYTES)
    else:
        try:
            with user_path(source).open(encoding="utf-8", errors="replace") as file:
                text = file.read(_MAX_KEY_BYTES)
        except OSError as error:
            raise read_error(source, error) from error
    lines = text.strip().splitlines()
    if len(lines) != 1 or not lines[0].startswith(_KEY_TYPES) or not lines[0].isprintable():
        raise UsageError("cli.sync.no_key", file=display_path(source))
    return lines[0]
