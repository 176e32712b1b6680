"""The front matter of other programs: YAML between two lines `---` at the beginning of a file.

Only its title and date are read, so a small subset of YAML is enough: `name: value` in the first
column, plain, quoted or folded. A YAML library would cost each import tens of milliseconds, and
read `no` as false and a date as a number; all other lines are kept as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from ...i18n.date_errors import DateError
from ...i18n.dates import When, parse_when
from ...text.lazy_pattern import lazy_pattern

_OPEN, _CLOSE = "---", ("---", "...")
_MOST_LINES = 500
"""Front matter is not longer; what is, is a text between two rules."""
_ENTRY = lazy_pattern(
    r"""(?P<quote>["']?)(?P<name>[^\W\d][\w.-]{0,60})(?P=quote)[ \t]*:"""
    r"""(?:[ \t]+(?P<value>.*)|[ \t]*$)"""
)
_CONTINUED = lazy_pattern(r"[ \t]|-(?: |$)|#|[\]})],?\s*$")
_TITLES = ("title", "titel")
_DATES = ("date", "datum")
_YEAR = lazy_pattern(r"(?<!\d)\d{4}(?!\d)")
_SECONDS = lazy_pattern(r"(?<=\d[T ]\d\d:\d\d)(?::\d\d(?:\.\d+)?)?\s*(?:Z|[+-]\d\d:?\d\d)?$")


@dataclass(slots=True)
class FrontMatter:
    """What front matter says, and its lines that say something else."""

    title: str = ""
    when: When | None = None
    rest: list[str] = field(default_factory=list)
    """The lines that were not used, in order."""
    lines: list[str] = field(default_factory=list)
    """All lines."""


def split_front_matter(text: str) -> tuple[FrontMatter, str]:
    """Return the front matter of a text, and the text behind it.

    A text without front matter is returned whole.
    """
    lines = text.split("\n", _MOST_LINES)
    end = next((at for at, line in enumerate(lines[:-1]) if at and line.rstrip() in _CLOSE), 0)
    if lines[0].rstrip() != _OPEN or not end or not _is_yaml(lines[1:end]):
        return FrontMatter(), text
    return _read(lines[1:end]), "\n".join(lines[end + 1 :])


def _is_yaml(lines: list[str]) -> bool:
    """Return whether lines are entries and their continuations, and begin with an entry."""
    written = [line for line in lines if line.strip()]
    first = next((line for line in written if not line.startswith("#")), "")
    return bool(_ENTRY.match(first)) and all(
        _ENTRY.match(line) or _CONTINUED.match(line) for line in written
    )


def _read(lines: list[str]) -> FrontMatter:
    found = FrontMatter(lines=lines)
    for entry in _entries(lines):
        match = _ENTRY.match(entry[0])
        name = match["name"].casefold() if match else ""
        value = _scalar(match["value"] or "", entry[1:]) if match else None
        if value and name in _TITLES and not found.title:
            found.title = value
        elif value and name in _DATES and found.when is None and (when := _date(value)):
            found.when = when
        else:
            found.rest += entry
    while found.rest and not found.rest[-1].strip():
        found.rest.pop()
    return found


def _entries(lines: list[str]) -> list[list[str]]:
    """Return each entry with its continuation lines; a comment is one by itself."""
    entries: list[list[str]] = []
    for line in lines:
        if entries and not line.startswith("#") and not _ENTRY.match(line):
            entries[-1].append(line)
        else:
            entries.append([line])
    return entries


def _scalar(value: str, more: list[str]) -> str | None:
    """Return a value of one text; None if it is something else, which is kept as it is."""
    value = value.strip()
    folded = " ".join(line.strip() for line in more if line.strip())
    if re.fullmatch(r"[|>][+-]?", value):
        return folded
    if value[:1] in ("[", "{", "&", "*", "!", "|", ">") or (more and folded):
        return None
    if match := re.fullmatch(r"'((?:[^']|'')*)'\s*(?:#.*)?", value):
        return match[1].replace("''", "'")
    if match := re.fullmatch(r'"((?:[^"\\]|\\["\\/])*)"\s*(?:#.*)?', value):
        return re.sub(r"\\(.)", r"\1", match[1])
    return None if value[:1] in ("'", '"') or " #" in value else value


def _date(value: str) -> When | None:
    """Return the date, and the time behind it, of a value with a year; None if it is none."""
    if not _YEAR.search(value):
        return None
    try:
        return parse_when(_SECONDS.sub("", value), date(2000, 1, 1))
    except DateError:
        return None
