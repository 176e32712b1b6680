"""Split text into cells: strings of one character each, one or two columns wide."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rich.cells import cell_len

_JOINER, _EMOJI = "\u200d", "\ufe0f"
"""The zero-width joiner: the next character goes into the same cell. Selector 16: draw as emoji."""

_SOFT_HYPHEN = "\u00ad"
_BMP = "\uffff"
"""Characters beyond, emoji and flags among them, take two columns on some terminals, else one."""

_MARKS = {
    **{code: 0x2400 + code for code in range(0x20)},
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
    **dict.fromkeys((0x061C, 0x200E, 0x200F, 0x2028, 0x2029), 0xFFFD),
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD),
}
"""Characters that a terminal would execute (C0, DEL, C1), break the line at or turn text around
for, and the visible mark for each: Unicode's control pictures, or its replacement character."""

_WELL_KNOWN = (
    (0x00A0, 0x02FF), (0x0370, 0x058F), (0x1E00, 0x1FFF), (0x2010, 0x2027), (0x2030, 0x205E),
    (0x20A0, 0x20CF), (0x2100, 0x2319), (0x231C, 0x23E8), (0x23F4, 0x25FC), (0x2800, 0x28FF),
    (0x2E80, 0x303E), (0x3041, 0x3247), (0x3400, 0x4DBF), (0x4E00, 0xA4CF), (0xAC00, 0xD7A3),
    (0xF900, 0xFAFF), (0xFF01, 0xFF60), (0xFFE0, 0xFFE6), (0xFFFD, 0xFFFD),
    (0x20000, 0x3FFFD),
)  # fmt: skip
"""Ranges in which terminals agree on the width of single characters: Latin, Greek, Cyrillic,
signs, box drawing, Braille, one cell wide; and Chinese, Japanese and Korean, two. Emoji are left
out, and so are scripts whose letters change with their neighbours."""

_UNSETTLED = frozenset({"Cn", "Cf", "Co", "Mn", "Mc", "Me"})
"""Categories that some terminals do not know (unassigned, private) or treat differently: signs
without a width of their own, and marks that combine with the letter before."""


def replace_controls(text: str) -> str:
    """Replace characters that a terminal would execute by visible marks."""
    return text if text.isprintable() else text.translate(_MARKS)


@lru_cache(1024)
def cells(text: str) -> list[str]:
    """Return one string a cell; a character of two cells is followed by "".

    The list is as long as Textual takes the text to be wide. It is shared: do not change it.
    """
    found: list[str] = []
    joined = False
    for character in text:
        width = cell_len(character)
        head = len(found) - 1
        if head > 0 and not found[head]:
            head -= 1
        if joined or width == 0:
            joined = character == _JOINER
            if head < 0:
                continue
            before = cell_len(found[head])
            found[head] += character
            if character == _EMOJI and before == 1 and cell_len(found[head]) == 2:
                found.append("")
            continue
        found.append(character)
        if width == 2:
            found.append("")
    return found


@lru_cache(4096)
def has_uncertain_width(cell: str) -> bool:
    """Return whether terminals may disagree on the width of this cell.

    They agree on single characters that have long been in every table of widths. They disagree on
    clusters: joined emoji, flags, an emoji with a selector, letters with combining marks or vowel
    signs.
    """
    if len(cell) != 1:
        return cell != ""
    if cell.isascii():
        return False
    if cell == _SOFT_HYPHEN or unicodedata.category(cell) in _UNSETTLED:
        return True
    return not any(first <= ord(cell) <= last for first, last in _WELL_KNOWN)


@lru_cache(4096)
def max_columns(cell: str) -> int:
    """Return the most columns that this takes on a terminal that draws each character by itself."""
    return sum(2 if cell_len(character) == 2 or character > _BMP else 1 for character in cell)
