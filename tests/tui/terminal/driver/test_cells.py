"""Text is split into cells, and each cell has a certain width or not."""

from __future__ import annotations

import pytest

from afspraak.tui.terminal.driver.screen.cells import (
    cells,
    has_uncertain_width,
    max_columns,
    replace_controls,
)

_FIRST = (
    "\u00a0\u0370\u1e00\u2010\u2030\u20a0\u2100\u231c\u23f4\u2800\u2e80"
    "\u3041\u3400\u4e00\uac00\uf900\uff01\uffe0\ufffd\U00020000"
)
_LAST = (
    "\u02ff\u058f\u1ffe\u2027\u205e\u20c0\u2319\u23e8\u25fc\u28ff\u303e"
    "\u3247\u4dbf\ua4c6\ud7a3\ufad9\uff60\uffe6\ufffd\U0002fa1d"
)
"""The first and the last characters of the blocks whose widths every terminal knows."""


@pytest.mark.parametrize("character", _FIRST + _LAST, ids=ascii)
def test_each_well_known_block_is_certain_to_its_ends(character: str) -> None:
    assert not has_uncertain_width(character)


@pytest.mark.parametrize(
    "character",
    "\u0600\u2000\u2028\u205f\u2071\u231a\u231b\u23e9\u23f3\u25fd\u26a0\u2900\u303f\u3248\u4dc0\ua4d0\ufb00\uff61\U00010000",
    ids=ascii,
)
def test_characters_beside_the_well_known_blocks_are_uncertain(character: str) -> None:
    assert has_uncertain_width(character)


@pytest.mark.parametrize(
    ("code", "mark"),
    [
        *((code, chr(0x2400 + code)) for code in range(0x20)),
        (0x7F, "\u2421"),
        *((code, "\ufffd") for code in (*range(0x80, 0xA0), 0x61C, 0x200E, 0x200F, 0x2028, 0x2029)),
        *((code, "\ufffd") for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))),
    ],
)
def test_control_characters_become_visible_marks(code: int, mark: str) -> None:
    assert replace_controls(f"a{chr(code)}é") == f"a{mark}é"


@pytest.mark.parametrize("code", [0xA0, 0xAD, 0x200D, 0x2027, 0x202F, 0x2065, 0x206A, 0xFE0F])
def test_other_invisible_characters_stay(code: int) -> None:
    assert replace_controls(f"a{chr(code)}") == f"a{chr(code)}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ab", ["a", "b"]),
        ("中a", ["中", "", "a"]),
        ("e\u0301x", ["e\u0301", "x"]),
        ("中\u0301x", ["中\u0301", "", "x"]),
        ("\u0301x", ["x"]),
        ("☺️x", ["☺️", "", "x"]),
        ("a\ufe0fx", ["a\ufe0f", "x"]),
        ("👩‍👩‍👧x", ["👩‍👩‍👧", "", "x"]),
        ("a\u200dbc", ["a\u200db", "c"]),
    ],
    ids=ascii,
)
def test_text_is_split_into_cells(text: str, found: list[str]) -> None:
    assert cells(text) == found


@pytest.mark.parametrize(
    ("cell", "most"),
    [("", 0), ("a", 1), ("中", 2), ("e\u0301", 2), ("\uffff", 1), ("\U00010000", 2), ("☺️", 2)],
    ids=ascii,
)
def test_the_most_columns_of_a_cell(cell: str, most: int) -> None:
    assert max_columns(cell) == most
