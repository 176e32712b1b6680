"""Where in a TOML text each key is. tomllib reads the values, but has no line numbers.

Only text that tomllib has read without an error comes here, so nothing is checked a second time.
Grammar: TOML 1.0.0 (https://toml.io/en/v1.0.0).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

KeyPath = tuple[str | int, ...]
"""The keys from the top down to a value; the n-th of an array is its number, from 0."""

_BLANK = re.compile(r"[ \t]*")
_BLANKS = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_LONG = re.compile(r'''"""(?:\\.|.)*?"{3,5}|\'{3}.*?\'{3,5}''', re.DOTALL)
_SHORT = re.compile(r"""\"(?:\\.|[^"\\\n])*\"|'[^'\n]*'""")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_PLAIN = re.compile(r"[^,\]}\n#]*")


def key_lines(text: str) -> Mapping[KeyPath, int]:
    """Return the line, from 1, of every key, table and member of an array in a valid TOML text.

    A table that several headers or dotted keys add to has the line where it is first named.
    """
    return _Reader(text).lines


class _Reader:
    """Reads the text once, from top to bottom."""

    def __init__(self, text: str) -> None:
        self.lines: dict[KeyPath, int] = {(): 1}
        self._text = text
        self._at = 0
        self._counted = 0
        self._line = 1
        self._lists: dict[KeyPath, int] = {}
        table: KeyPath = ()
        while self._next():
            if self._take("[["):
                table = self._header(listed=True)
            elif self._take("["):
                table = self._header(listed=False)
            else:
                self._pair(table)

    def _next(self) -> str:
        """Return the next character after blanks and comments; "" at the end."""
        self._skip(_BLANKS)
        return self._text[self._at : self._at + 1]

    def _skip(self, pattern: re.Pattern[str]) -> bool:
        if (found := pattern.match(self._text, self._at)) is None:
            return False
        self._at = found.end()
        return True

    def _take(self, mark: str) -> bool:
        is_next = self._text.startswith(mark, self._at)
        self._at += len(mark) * is_next
        return is_next

    def _mark(self, path: KeyPath) -> None:
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        self.lines.setdefault(path, self._line)

    def _header(self, *, listed: bool) -> KeyPath:
        path: KeyPath = ()
        for part in self._key():
            path = (*path, part)
            self._mark(path)
            if path in self._lists:
                path = (*path, self._lists[path])
        if listed:
            # The list itself was named before if this is a further member of it.
            base = path[:-1] if path[:-1] in self._lists else path
            self._lists[base] = self._lists.get(base, -1) + 1
            path = (*base, self._lists[base])
            self._mark(path)
        self._skip(_BLANK)
        self._at += 2 if listed else 1
        return path

    def _key(self) -> list[str]:
        """Read a key, which may be dotted, as its parts."""
        parts: list[str] = []
        while True:
            self._skip(_BLANK)
            start = self._at
            if self._skip(_SHORT):
                parts.append(_unquoted(self._text[start : self._at]))
            else:
                self._skip(_BARE)
                parts.append(self._text[start : self._at])
            self._skip(_BLANK)
            if not self._take("."):
                return parts

    def _pair(self, table: KeyPath) -> None:
        path = table
        for part in self._key():
            path = (*path, part)
            self._mark(path)
        self._take("=")
        self._skip(_BLANK)
        self._value(path)

    def _value(self, path: KeyPath) -> None:
        if self._take("["):
            number = 0
            while self._next() not in ("]", ""):
                self._mark((*path, number))
                self._value((*path, number))
                number += 1
                self._next()
                self._take(",")
            self._at += 1
        elif self._take("{"):
            while self._next() not in ("}", ""):
                self._pair(path)
                self._next()
                self._take(",")
            self._at += 1
        elif not (self._skip(_LONG) or self._skip(_SHORT)):
            self._skip(_PLAIN)


def _unquoted(key: str) -> str:
    if "\\" not in key or key[0] == "'":
        return key[1:-1]
    import tomllib

    return str(tomllib.loads(f"key = {key}")["key"])
