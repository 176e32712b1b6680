"""Read a TOML file that a person wrote; its faults have a line and a reason."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from stat import S_ISREG
from typing import Any

from ..i18n.catalogue import Message
from ..text.sanitize import clip

MAX_BYTES = 256 * 1024
"""The longest settings file or template, in bytes."""


class TomlFault(Exception):
    """A file, or one value in it, cannot be used; `settings` skips such a value.

    `line` counts from 1; 0 means the file as a whole.
    """

    def __init__(self, reason: str, line: int = 0, **values: object) -> None:
        self.message = Message(reason, **values)
        self.line = line
        super().__init__(self.message)

    @property
    def missing(self) -> bool:
        """Whether there is no such file."""
        return self.message.key == "template.missing_file"


def read_text(path: Path) -> str:
    """Return the text of a file, at most `MAX_BYTES` of UTF-8. Raises TomlFault."""
    data = _read(path)
    try:
        # An editor may have written a byte order mark.
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TomlFault("template.not_utf8", line) from None


def parse(text: str) -> dict[str, Any]:
    """Return the values in a TOML text. Raises TomlFault if it is malformed."""
    import tomllib

    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        from .toml_syntax import syntax_fault

        line, reason = syntax_fault(error, text)
        raise TomlFault(reason.key, line, **reason.values) from None


def quoted(text: str) -> str:
    """Return a text of the file for a message: cleaned, and at most 40 code points."""
    return clip(text, 40)


def _read(path: Path) -> bytes:
    try:
        # Not blocking: opening a FIFO would otherwise hang until somebody writes to it.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        try:
            if not S_ISREG(os.fstat(descriptor).st_mode):
                raise TomlFault("template.not_a_file")
            with os.fdopen(descriptor, "rb", closefd=False) as file:
                data = file.read(MAX_BYTES + 1)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR):
            raise TomlFault("template.missing_file") from None
        if error.errno == errno.ENXIO:  # a socket
            raise TomlFault("template.not_a_file") from None
        if error.errno in (errno.EACCES, errno.EPERM):
            raise TomlFault("template.forbidden") from None
        from ..system.error_causes import cause_of

        raise TomlFault("template.unreadable", cause=cause_of(error, path)) from None
    except ValueError:  # a name that no file can have
        raise TomlFault("template.missing_file") from None
    if len(data) > MAX_BYTES:
        raise TomlFault("template.too_big", limit=MAX_BYTES // 1024)
    return data
