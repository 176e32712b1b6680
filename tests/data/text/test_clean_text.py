"""Cleaning replaces harmful characters and preserves ordinary text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.text.sanitize import clean_line, clean_text, unclean_spans


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
