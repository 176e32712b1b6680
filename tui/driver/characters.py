"""Text taken apart into what stands in one cell, or in two."""

from __future__ import annotations

from functools import lru_cache

from rich.cells import cell_len

_JOINER, _EMOJI = "\u200d", "\ufe0f"
"""Zero-width joiner: what follows goes into the same cell. Selector 16: shown as an emoji."""

_MARKS = {
    **{code: 0x2400 + code for code in range(0x20)},
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
    **dict.fromkeys((0x061C, 0x200E, 0x200F, 0x2028, 0x2029), 0xFFFD),
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD),
}
"""What a terminal would carry out (C0, DEL, C1), break the line at or turn the text around for,
and the visible mark for it: Unicode's control pictures, or its replacement character."""

_STEADY = (
    (0x00A0, 0x02FF), (0x0370, 0x058F), (0x1E00, 0x1FFF), (0x2010, 0x2027), (0x2030, 0x205E),
    (0x20A0, 0x20CF), (0x2100, 0x2319), (0x231C, 0x23E8), (0x23F4, 0x25FC), (0x2800, 0x28FF),
    (0x2E80, 0x303E), (0x3041, 0x3247), (0x3400, 0x4DBF), (0x4E00, 0xA4CF), (0xAC00, 0xD7A3),
    (0xF900, 0xFAFF), (0xFF01, 0xFF60), (0xFFE0, 0xFFE6), (0x20000, 0x3FFFD),
)  # fmt: skip
"""Where every terminal gives a character by itself the same width: Latin, Greek, Cyrillic, signs,
box drawing, Braille; and, two cells wide, Chinese, Japanese and Korean. Emoji, joined characters
and scripts whose letters change with their neighbours are left out."""


def marked(text: str) -> str:
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
def steady(cell: str) -> bool:
    """Whether all terminals agree on how wide this is, so that the cursor's place is known."""
    if cell.isascii():
        return True
    return len(cell) == 1 and any(first <= ord(cell) <= last for first, last in _STEADY)
