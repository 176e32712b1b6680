"""Text with `format=flowed` (RFC 3676): wrapped lines end in a blank, and some begin with one."""

from __future__ import annotations

from ...text.lazy_pattern import lazy_pattern

_QUOTES = lazy_pattern(r">*")
_SIGNATURE = "-- "


def unflowed(text: str, *, deletes_blank: bool = False) -> str:
    """Return a flowed text with its lines joined, and without the blank before stuffed lines.

    `deletes_blank` (`DelSp=yes`): the blank at the end of a wrapped line is not part of the text.
    """
    lines: list[tuple[int, str]] = []
    is_open = False
    for line in text.split("\n"):
        found = _QUOTES.match(line)
        depth = found.end() if found else 0
        rest = line[depth:].removeprefix(" ")
        if is_open and lines[-1][0] == depth and rest != _SIGNATURE:
            before = lines.pop()[1]
            rest = (before[:-1] if deletes_blank else before) + rest
        lines.append((depth, rest))
        is_open = rest.endswith(" ") and rest != _SIGNATURE
    return "\n".join(f"{'> ' * depth}{rest}".rstrip() if depth else rest for depth, rest in lines)
