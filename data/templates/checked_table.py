"""A table of a TOML file whose faults are collected: reading goes on after each of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..settings.toml_positions import KeyPath
from ..settings.toml_reader import quoted
from ..text.lazy_pattern import lazy_pattern
from ..text.sanitize import clean_line
from .faults import KindFault, fault_at

_ID = lazy_pattern(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_LONGEST_ID = 64


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that is being read: its name in messages, the lines of its keys, its faults."""

    name: str
    lines: Mapping[KeyPath, int]
    faults: list[KindFault] = field(default_factory=list)


class CheckedTable:
    """One table of a file. Each method returns a usable value, and reports what is wrong."""

    def __init__(self, file: CheckedFile, values: Mapping[str, Any], path: KeyPath = ()) -> None:
        self._file, self._values, self._path = file, values, path

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def report(self, key: str, reason: str, /, **values: object) -> None:
        """Report a fault at a key of this table, or at the table as a whole."""
        line = self.line(key)
        self._file.faults.append(
            fault_at(self._file.name, line, reason, name=quoted(key), **values)
        )

    def line(self, key: str = "") -> int:
        """Return the line of a key, or of the table where there is no such key."""
        path = (*self._path, key)
        while path and path not in self._file.lines:
            path = path[:-1]
        return self._file.lines[path]

    def check_keys(self, known: Collection[str], required: Collection[str] = ()) -> None:
        """Report keys that are not `known`, such as a misspelt one, and those that are missing."""
        from difflib import get_close_matches

        meant: set[str] = set()
        for key in self._values:
            if key in known:
                continue
            absent = [other for other in known if other not in self._values]
            if near := get_close_matches(key, absent, n=1):
                self.report(key, "unknown_meant", meant=near[0])
                meant.update(near)
            else:
                self.report(key, "unknown", known=", ".join(known))
        for key in required:
            if key not in self._values and key not in meant:
                self.report(key, "missing")

    def text(self, key: str, longest: int = 0) -> str:
        """Return the text under a key, cleaned; "" if there is none. Missing is no fault here."""
        if key not in self._values:
            return ""
        value = self._values[key]
        if not isinstance(value, str):
            self.report(key, "not_text")
            return ""
        cleaned = clean_line(value)
        if not cleaned:
            self.report(key, "empty")
        elif 0 < longest < len(cleaned):
            self.report(key, "too_long", length=len(cleaned), longest=longest)
        return cleaned

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts of the list under a key, without those that are no text."""
        value = self._values.get(key, [])
        if not isinstance(value, list):
            self.report(key, "not_texts")
            return ()
        found = []
        for number, entry in enumerate(value, start=1):
            cleaned = clean_line(entry) if isinstance(entry, str) else ""
            if cleaned:
                found.append(cleaned)
            else:
                self.report_member(key, number - 1, "empty_member", number=number)
        return tuple(found)

    def report_member(self, key: str, index: int, reason: str, /, **values: object) -> None:
        """Report a fault at a member of the list under a key."""
        path = (*self._path, key, index)
        line = self._file.lines.get(path, self.line(key))
        self._file.faults.append(
            fault_at(self._file.name, line, reason, name=quoted(key), **values)
        )

    def choices(self, key: str, known: Collection[str], reason: str = "choice") -> tuple[str, ...]:
        """Return the members of a list that are `known`, each once; report the others."""
        found: list[str] = []
        for text in self.texts(key):
            if text not in known:
                self.report(key, reason, found=quoted(text), known=", ".join(known))
            elif text in found:
                self.report(key, "twice", found=quoted(text))
            else:
                found.append(text)
        return tuple(found)

    def choice(self, key: str, known: Collection[str], default: str) -> str:
        """Return the text under a key if it is `known`, else `default`."""
        value = self.text(key)
        if value and value not in known:
            self.report(key, "choice", found=quoted(value), known=", ".join(known))
        return value if value in known else default

    def number(self, key: str, least: int, most: int, default: int) -> int:
        """Return the integer under a key, or `default`."""
        value = self._values.get(key, default)
        if type(value) is not int:
            self.report(key, "not_number")
        elif least == most != value:
            self.report(key, "format", found=value, known=most)
        elif not least <= value <= most:
            self.report(key, "out_of_range", least=least, most=most)
        else:
            return value
        return default

    def id(self, key: str = "id", used: dict[str, int] | None = None) -> str:
        """Return the id under a key; `used` maps each earlier id to its line, and gets this one."""
        value = self.text(key)
        if value and (not _ID.fullmatch(value) or len(value) > _LONGEST_ID):
            self.report(key, "bad_id", found=quoted(value))
        elif value and used is not None:
            line = self.line(key)
            if value in used:
                first, second = sorted((line, used[value]))
                values = {"found": quoted(value), "first": first}
                self._file.faults.append(fault_at(self._file.name, second, "duplicate", **values))
            used.setdefault(value, line)
        return value

    def table(self, key: str) -> CheckedTable:
        """Return the table under a key; an empty one if there is none."""
        value = self._values.get(key, {})
        if not isinstance(value, dict):
            self.report(key, "not_table", header=key)
            value = {}
        return CheckedTable(self._file, value, (*self._path, key))

    def is_table(self, key: str) -> bool:
        """Return whether there is a table under a key."""
        return isinstance(self._values.get(key), dict)

    def is_text(self, key: str) -> bool:
        """Return whether there is a text under a key."""
        return isinstance(self._values.get(key), str)

    def tables(self, key: str, header: str) -> Iterator[CheckedTable]:
        """Yield the tables of the list under a key, which headers such as `[[section]]` make."""
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            self.report(key, "not_list", header=header)
            return
        for index, row in enumerate(value):
            yield CheckedTable(self._file, row, (*self._path, key, index))
