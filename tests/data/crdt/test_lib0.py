"""Reading numbers and bytes in lib0's encoding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.crdt.lib0 import Reader, encode_varints

numbers = st.integers(0, 2**32 - 1)


def _read(data: bytes, text: bytes) -> tuple[int, int, bytes, bool]:
    """Read a byte, a number and a byte string, and skip as many bytes as the text has."""
    reader = Reader(data)
    found = (reader.read_byte(), reader.read_varint(), reader.read_bytes())
    reader.skip(len(text))
    return (*found, reader.at_end)


@given(st.integers(0, 255), numbers, st.binary(max_size=300))
def test_what_the_library_writes_is_read_back(byte: int, number: int, text: bytes) -> None:
    data = bytes([byte]) + encode_varints([number, len(text)]) + text + text
    assert _read(data, text) == (byte, number, text, True)


@given(numbers, st.binary(min_size=1, max_size=20), st.data())
def test_a_text_that_is_cut_off_anywhere_is_refused(
    number: int, text: bytes, data: st.DataObject
) -> None:
    whole = b"\0" + encode_varints([number, len(text)]) + text + text
    cut = whole[: data.draw(st.integers(0, len(whole) - 1))]
    with pytest.raises(ValueError, match="cut off"):
        _read(cut, text)


@pytest.mark.parametrize(("continued", "fits"), [(9, True), (10, True), (11, False)])
def test_a_number_of_too_many_bytes_is_refused(continued: int, fits: bool) -> None:
    reader = Reader(b"\x80" * continued + b"\x01")
    if fits:
        assert reader.read_varint() == 1 << 7 * continued
    else:
        with pytest.raises(ValueError, match="too large"):
            reader.read_varint()
