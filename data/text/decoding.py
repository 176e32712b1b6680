"""Decoding the bytes of a text file that another program wrote.

In this order: a byte order mark, UTF-8, UTF-16 without a mark, Windows-1252.
"""

from __future__ import annotations

import codecs
from typing import NamedTuple

_MARKS = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_SAMPLE = 4096
"""Bytes that are checked for UTF-16 without a mark."""
_MIN_HIGH_ZEROS, _MAX_LOW_ZEROS = 0.7, 0.1
"""In UTF-16 of a European language at least this share of the high bytes is zero, and at most this
share of the low bytes."""

UTF_8 = "UTF-8"


class Decoded(NamedTuple):
    """A text and the name of its encoding, for a message."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    """Decode a text. Never raises: invalid bytes become U+FFFD.

    In UTF-8 with stray bytes each of those is decoded as Windows-1252, so that one wrong letter
    spoils no other.
    """
    for mark, codec, name in _MARKS:
        if data.startswith(mark) and len(data) % (4 if name == "UTF-32" else 2) == 0:
            return Decoded(data.decode(codec, errors="replace"), name)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # half a character at the end
        return Decoded(data.decode("utf-16", errors="replace"), "UTF-16")
    if codec := _utf_16_without_mark(data):
        return Decoded(data.decode(codec, errors="replace"), "UTF-16")
    try:
        return Decoded(data.decode("utf-8-sig"), UTF_8)
    except UnicodeDecodeError:
        text = data.decode("utf-8-sig", errors=_WINDOWS)
    mixed = any(ord(letter) > 0x7F for letter in data.decode("utf-8-sig", errors="ignore"))
    return Decoded(text, "UTF-8, Windows-1252" if mixed else "Windows-1252")


def _utf_16_without_mark(data: bytes) -> str:
    """Return the codec of UTF-16 without a byte order mark, recognised by its zeros; else ""."""
    sample = data[:_SAMPLE]
    if len(data) < 2 or len(data) % 2 or b"\0" not in sample:
        return ""
    units = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd >= _MIN_HIGH_ZEROS * units and even <= _MAX_LOW_ZEROS * units:
        return "utf-16-le"
    if even >= _MIN_HIGH_ZEROS * units and odd <= _MAX_LOW_ZEROS * units:
        return "utf-16-be"
    return ""


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    return stray.decode("cp1252", errors="replace"), error.end


_WINDOWS = "afspraak-windows"
codecs.register_error(_WINDOWS, _as_windows)
