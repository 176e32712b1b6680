"""Addresses in a text: web and mail addresses, which become links that show themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...text.lazy_pattern import lazy_pattern

ENTITY = lazy_pattern(r"&(?:[A-Za-z][A-Za-z0-9]{0,31}|#[0-9]+|#[xX][0-9A-Fa-f]+);")
"""A complete character reference of HTML, such as `&nbsp;`."""

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_WEB = r"(?:https?|ftp)://[^\s<>\\`|\x00-\x1f\x7f]+"
_MAIL = rf"[A-Za-z0-9][A-Za-z0-9.+_-]*@{_LABEL}(?:\.{_LABEL})+"
_ADDRESS = lazy_pattern(rf"(?P<web>{_WEB})|{_MAIL}", re.IGNORECASE)
_HOST = lazy_pattern(r"[a-z]+://[^\s/?#]", re.IGNORECASE)
_ENDS_A_SENTENCE = ".,;:!?'\"*_~"
_BRACKETS = {")": "(", "]": "[", "}": "{"}

AUTOLINK = lazy_pattern(rf"<({_WEB}|{_MAIL})>", re.IGNORECASE)
"""An address as it is written: between angle brackets."""


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each address, without the signs that end a sentence behind it."""
    for match in _ADDRESS.finditer(text):
        start, end = match.span()
        if match["web"]:
            reference = ENTITY.search(text, start, end)
            end = _end_of_address(text, start, reference.start() if reference else end)
            if not _HOST.match(text, start, end):
                continue
        yield start, end


def _end_of_address(text: str, start: int, end: int) -> int:
    while end > start:
        last = text[end - 1]
        opening = _BRACKETS.get(last)
        unmatched = opening is not None and text.count(last, start, end) > text.count(
            opening, start, end
        )
        if last not in _ENDS_A_SENTENCE and not unmatched:
            break
        end -= 1
    return end
