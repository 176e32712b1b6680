"""Variable-length integers of Yjs: seven bits a byte, lowest first (lib0's `varUint`)."""

from __future__ import annotations

from collections.abc import Iterable

_MAX_BITS = 63
"""No number of a document is larger; so a long run of continuation bits costs no time."""


def decode_varints(data: bytes, count: int | None = None) -> list[int]:
    """Decode the first `count` numbers (None: all); an incomplete last one is left out.

    Raises ValueError if a number has more than 63 bits.
    """
    numbers: list[int] = []
    value = shift = 0
    for byte in data:
        if len(numbers) == count:
            break
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            numbers.append(value)
            value = shift = 0
        elif shift > _MAX_BITS:
            raise ValueError("too large a number")
    return numbers


def encode_varints(values: Iterable[int]) -> bytes:
    """Encode numbers, none of them negative."""
    data = bytearray()
    for number in values:
        value = number
        while value >= 0x80:
            data.append(value & 0x7F | 0x80)
            value >>= 7
        data.append(value)
    return bytes(data)
