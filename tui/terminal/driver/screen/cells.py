"""Text taken apart into what stands in one cell, or in two."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rich.cells import cell_len

_JOINER, _EMOJI = "\u200d", "\ufe0f"
"""Zero-width joiner: what follows goes into the same cell. Selector 16: shown as an emoji."""

_SOFT_HYPHEN = "\u00ad"
_BMP = "\uffff"
"""What lies beyond, emoji and flags among it, takes two columns here and one there."""

_MARKS = {
    **{code: 0x2400 + code for code in range(0x20)},
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
    **dict.fromkeys((0x061C, 0x200E, 0x200F, 0x2028, 0x2029), 0xFFFD),
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD),
}
"""What a terminal would carry out (C0, DEL, C1), break the line at or turn the text around for,
and the visible mark for it: Unicode's control pictures, or its replacement character."""

_WELL_KNOWN = (
    (0x00A0, 0x02FF), (0x0370, 0x058F), (0x1E00, 0x1FFF), (0x2010, 0x2027), (0x2030, 0x205E),
    (0x20A0, 0x20CF), (0x2100, 0x2319), (0x231C, 0x23E8), (0x23F4, 0x25FC), (0x2800, 0x28FF),
    (0x2E80, 0x303E), (0x3041, 0x3247), (0x3400, 0x4DBF), (0x4E00, 0xA4CF), (0xAC00, 0xD7A3),
    (0xF900, 0xFAFF), (0xFF01, 0xFF60), (0xFFE0, 0xFFE6), (0xFFFD, 0xFFFD),
    (0x20000, 0x3FFFD),
)  # fmt: skip
"""Where terminals agree on the width of a character by itself: Latin, Greek, Cyrillic, signs, box
drawing, Braille, one cell wide; and Chinese, Japanese and Korean, two. Emoji are left out, and so
are scripts whose letters change with their neighbours."""

_UNSETTLED = frozenset({"Cn", "Cf", "Co", "Mn", "Mc", "Me"})
"""Categories of which some terminals know nothing (unassigned, private) or have another opinion:
signs without a width of their own, and marks that combine with the letter before."""


def replace_controls(text: str) -> str:
    """The text with visible marks for what a terminal would carry out."""
    return text if text.isprintable() else text.translate(_MARKS)


@lru_cache(1024)
def cells(text: str) -> list[str]:
    """One string a cell; after a character of two cells comes "" for its second.

    As wide together as Textual takes the text to be. The list is shared: not to be changed.
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
    """Tell whether terminals may disagree on how wide this is.

    They agree on a character by itself that has been in every table of widths for long. They do
    not on clusters: joined emoji, flags, an emoji with a selector, letters with combining marks or
    vowel signs.
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
    """Return how many columns a terminal takes at most that draws each character by itself."""
    return sum(2 if cell_len(character) == 2 or character > _BMP else 1 for character in cell)
