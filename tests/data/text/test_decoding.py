"""Text files of other programs are read in their own encoding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.text.decoding import decode

TEXT = "Zoë, één café: €5\nnext line\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "UTF-8"),
        (TEXT.encode("utf-8-sig"), "UTF-8"),
        (TEXT.encode("utf-16"), "UTF-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.encode("utf-16-le"), "UTF-16"),
        (TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.encode("utf-32"), "UTF-32"),
        (TEXT.encode("cp1252"), "Windows-1252"),
        (TEXT.replace("€", "E").encode("latin-1").replace(b"E5", b"\xa45"), "Windows-1252"),
    ],
)
def test_the_encoding_is_recognised(data: bytes, encoding: str) -> None:
    decoded = decode(data)
    assert decoded.text == (TEXT if b"\xa45" not in data else TEXT.replace("€", "¤"))
    assert decoded.encoding == encoding


def test_a_stray_byte_in_utf_8_changes_no_other_letter() -> None:
    assert decode("één ".encode() + b"\xe9\x81") == ("één é\ufffd", "UTF-8, Windows-1252")


def test_truncated_utf_16_is_read_up_to_its_end() -> None:
    assert decode("één".encode("utf-16")[:-1]).text == "éé\ufffd"


@given(st.binary(max_size=200))
def test_any_bytes_are_decoded(data: bytes) -> None:
    assert isinstance(decode(data).text, str)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff")))
def test_utf_8_is_read_as_utf_8(text: str) -> None:
    assert decode(text.encode()) == (text, "UTF-8")


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x17F), min_size=1))
def test_utf_16_without_a_byte_order_mark_is_recognised(text: str) -> None:
    lettered = text + "abcdefghij" * len(text)  # a language, not a list of signs
    for codec in ("utf-16-le", "utf-16-be"):
        assert decode(lettered.encode(codec)).text == lettered
