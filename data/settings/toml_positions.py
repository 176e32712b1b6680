"""The line of each key in a TOML text: tomllib reads the values, but has no line numbers.

Only for text that tomllib accepted: nothing is checked here.
Grammar: TOML 1.0.0 (https://toml.io/en/v1.0.0).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..text.lazy_pattern import lazy_pattern

KeyPath = tuple[str | int, ...]
"""The keys from the root to a value; a member of an array has its index, from 0."""

_BLANK = lazy_pattern(r"[ \t]*")
_BLANKS = lazy_pattern(r"(?:[ \t\r\n]|#[^\n]*)*")
_LONG = lazy_pattern(r'''"""(?:\\.|.)*?"{3,5}|\'{3}.*?\'{3,5}''', re.DOTALL)
_SHORT = lazy_pattern(r"""\"(?:\\.|[^"\\\n])*\"|'[^'\n]*'""")
_BARE = lazy_pattern(r"[A-Za-z0-9_-]+")
_PLAIN = lazy_pattern(r"[^,\]}\n#]*")


def key_lines(text: str) -> Mapping[KeyPath, int]:
    """Return the line, from 1, of each key, table and member of an array in a valid TOML text.

    A table that several headers or dotted keys add to has the line where it is first named.
    """
    return _Reader(text).lines


class _Reader:
    """Read the text once, from top to bottom."""

    def __init__(self, text: str) -> None:
        self.lines: dict[KeyPath, int] = {(): 1}
        self._text = text
        self._offset = 0
        self._counted_to = 0
        self._line = 1
        self._last_members: dict[KeyPath, int] = {}
        table: KeyPath = ()
        while self._peek():
            if self._accept("[["):
                table = self._read_header(listed=True)
            elif self._accept("["):
                table = self._read_header(listed=False)
            else:
                self._read_pair(table)

    def _peek(self) -> str:
        """Return the next character after blanks and comments; "" at the end."""
        self._skip(_BLANKS)
        return self._text[self._offset : self._offset + 1]

    def _skip(self, pattern: re.Pattern[str]) -> bool:
        if (found := pattern.match(self._text, self._offset)) is None:
            return False
        self._offset = found.end()
        return True

    def _accept(self, mark: str) -> bool:
        is_next = self._text.startswith(mark, self._offset)
        self._offset += len(mark) * is_next
        return is_next

    def _record_line(self, path: KeyPath) -> None:
        self._line += self._text.count("\n", self._counted_to, self._offset)
        self._counted_to = self._offset
        self.lines.setdefault(path, self._line)

    def _read_header(self, *, listed: bool) -> KeyPath:
        path: KeyPath = ()
        for part in self._read_key():
            path = (*path, part)
            self._record_line(path)
            if path in self._last_members:
                path = (*path, self._last_members[path])
        if listed:
            # `path` ends with an index if this is not the first member of the array.
            base = path[:-1] if path[:-1] in self._last_members else path
            self._last_members[base] = self._last_members.get(base, -1) + 1
            path = (*base, self._last_members[base])
            self._record_line(path)
        self._skip(_BLANK)
        self._offset += 2 if listed else 1
        return path

    def _read_key(self) -> list[str]:
        """Read a key, which may be dotted, as its parts."""
        parts: list[str] = []
        while True:
            self._skip(_BLANK)
            start = self._offset
            if self._skip(_SHORT):
                parts.append(_unquoted(self._text[start : self._offset]))
            else:
                self._skip(_BARE)
                parts.append(self._text[start : self._offset])
            self._skip(_BLANK)
            if not self._accept("."):
                return parts

    def _read_pair(self, table: KeyPath) -> None:
        path = table
        for part in self._read_key():
            path = (*path, part)
            self._record_line(path)
        self._accept("=")
        self._skip(_BLANK)
        self._read_value(path)

    def _read_value(self, path: KeyPath) -> None:
        if self._accept("["):
            number = 0
            while self._peek() not in ("]", ""):
                self._record_line((*path, number))
                self._read_value((*path, number))
                number += 1
                self._peek()
                self._accept(",")
            self._offset += 1
        elif self._accept("{"):
            while self._peek() not in ("}", ""):
                self._read_pair(path)
                self._peek()
                self._accept(",")
            self._offset += 1
        elif not (self._skip(_LONG) or self._skip(_SHORT)):
            self._skip(_PLAIN)


def _unquoted(key: str) -> str:
    if "\\" not in key or key[0] == "'":
        return key[1:-1]
    import tomllib

    return str(tomllib.loads(f"key = {key}")["key"])
