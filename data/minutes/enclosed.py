"""Minutes in a longer text: a mail with a greeting above them, and a name below."""

from __future__ import annotations

from ..text.enclosed import Enclosed, without_blank_ends
from ..text.lazy_pattern import lazy_pattern
from .writing.about import FORM, PROGRAM

_TITLE = lazy_pattern(r" *# \S")
_ENTRY = lazy_pattern(r" *[-*+] \*\*")
_LAST = lazy_pattern(rf" *[-*+] \*\*[^*]+:\*\* {PROGRAM} {FORM}, ")
_WHOLE = lazy_pattern(r", (?:full|file)\s*$")
_MOST_LINES_OF_FRONT_MATTER = 40


def has_minutes(text: str) -> bool:
    """Return whether a text has the last line of our minutes."""
    return any(map(_LAST.match, text.split("\n")))


def enclosed(text: str) -> Enclosed:
    """Return the minutes in a text, from their title to their last line; else all of the text."""
    lines = text.split("\n")
    last = next((at for at, line in reversed(list(enumerate(lines))) if _LAST.match(line)), None)
    if last is None:
        return Enclosed([], text, [])
    first = next((at for at in range(last) if _is_title(lines, at)), None)
    if first is None:
        return Enclosed([], text, [])
    first = _with_front_matter(lines, first)
    end = last + 1
    if not _WHOLE.search(lines[last]):  # it was broken
        end = next((at for at in range(end, len(lines)) if not lines[at].strip()), len(lines))
    before, after = without_blank_ends(lines[:first]), without_blank_ends(lines[end:])
    if not before and not after:
        return Enclosed([], text, [])
    return Enclosed(before, "\n".join(lines[first:end]) + "\n", after)


def _is_title(lines: list[str], at: int) -> bool:
    """Return whether a line is a heading with an entry below it; it may be broken."""
    if not _TITLE.match(lines[at]):
        return False
    blank = next((n for n in range(at, len(lines)) if not lines[n].strip()), len(lines))
    below = next((line for line in lines[blank : blank + 3] if line.strip()), "")
    return bool(_ENTRY.match(below))


def _with_front_matter(lines: list[str], title: int) -> int:
    """Return where the front matter above a title begins; the title itself if there is none."""
    end = title - 1
    while end >= 0 and not lines[end].strip():
        end -= 1
    if end < 0 or lines[end].rstrip() != "---":
        return title
    earliest = max(0, end - _MOST_LINES_OF_FRONT_MATTER)
    found = [at for at in range(earliest, end) if lines[at].rstrip() == "---"]
    return found[-1] if found else title
