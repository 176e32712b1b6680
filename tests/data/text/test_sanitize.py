"""Sanitising replaces harmful characters and preserves ordinary text.

The replaced characters are checked at both ends of each range, and so are their neighbours.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.text.sanitize import clean_line, clean_text, unclean_spans

REPLACED = (
    0x80, 0x84, 0x86, 0x9F, 0x202A, 0x202E, 0x2066, 0x2069, 0x200E, 0x200F, 0x200B, 0x2060, 0x2065,
    0x206A, 0x206F, 0xFFF9, 0xFFFB, 0xE0000, 0xE007F, 0xD800, 0xDFFF, 0x061C, 0xFEFF, 0xFFFE,
    0xFFFF, 0x180E, 0x00AD, 0x115F, 0x1160, 0x3164, 0xFFA0,
)  # fmt: skip
"""The ends of each range of invisible or direction-changing characters."""

LEFT = (
    0x09, 0x0A, 0x20, 0x7E, 0xA0, 0xAC, 0xAE, 0x200A, 0x200C, 0x200D, 0x2010, 0x2027, 0x202F,
    0x205F, 0x2070, 0xFFF8, 0xFFFC, 0xFFFD, 0xE0080, 0xE000, 0x1F600,
)  # fmt: skip
"""Their neighbours, and characters that writing needs: joiners, spaces, private use."""

BREAKS = (0x0B, 0x0C, 0x0D, 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029)


@given(st.text())
def test_cleaning_is_idempotent_and_preserves_harmless_text(text: str) -> None:
    clean = clean_text(text)
    assert clean_text(clean) == clean
    assert not any(ord(letter) < 32 and letter not in "\n\t" for letter in clean)
    assert "\u202e" not in clean
    clean.encode()
    assert clean_line(clean_line(text)) == clean_line(text)
    assert "\n" not in clean_line(text)
    pieces, position = [], 0
    for start, end, replacement in unclean_spans(text):
        pieces += [text[position:start], replacement]
        position = end
    assert "".join([*pieces, text[position:]]) == clean


def test_ordinary_text_stays_unchanged() -> None:
    for text in ("ë é e\u0301", "👩‍👩‍👧 🇳🇱", "中文 שלום", "a\tb\nc", "naïef – “goed”"):
        assert clean_text(text) == text
    assert clean_text("a\r\nb\rc\u2028d\x85e") == "a\nb\nc\nd\ne"
    assert clean_text("\x1b[31m\x9b1m\u202e") == "␛[31m\ufffd1m\ufffd"


@pytest.mark.parametrize("code", REPLACED, ids=hex)
def test_invisible_characters_are_replaced(code: int) -> None:
    assert clean_text(f"a{chr(code)}b") == "a\ufffdb"
    assert clean_line(f"a{chr(code)}b") == "a\ufffdb"


@pytest.mark.parametrize("code", LEFT, ids=hex)
def test_neighbours_of_replaced_characters_stay(code: int) -> None:
    assert clean_text(f"a{chr(code)}b") == f"a{chr(code)}b"


@pytest.mark.parametrize("code", sorted({*range(0x20), 0x7F} - {0x09, 0x0A, *BREAKS}), ids=hex)
def test_a_control_is_shown_as_its_picture(code: int) -> None:
    picture = chr(0x2421) if code == 0x7F else chr(0x2400 + code)
    assert clean_text(f"a{chr(code)}b") == f"a{picture}b"


@pytest.mark.parametrize("code", BREAKS, ids=hex)
def test_every_line_break_becomes_a_line_feed(code: int) -> None:
    assert clean_text(f"a{chr(code)}b") == "a\nb"
    assert "\n" not in clean_line(f"a{chr(code)}b")
    assert clean_text("a\r\nb\r\r\nc") == "a\nb\n\nc"
