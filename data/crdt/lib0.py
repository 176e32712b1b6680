"""Numbers as the Yjs formats write them: seven bits a byte, lowest first (lib0's `varUint`)."""

from __future__ import annotations

from collections.abc import Iterable

_MAX_BITS = 63
"""Above this no number of a document can be; so a long row of marks costs no time."""


def decode_varints(data: bytes, count: int | None = None) -> list[int]:
    """The first `count` numbers (None: all) of an encoding; one that is cut off is left out.

    Raises ValueError where a number is too large to be one.
    """
    found: list[int] = []
    value = shift = 0
    for byte in data:
        if len(found) == count:
            break
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            found.append(value)
            value = shift = 0
        elif shift > _MAX_BITS:
            raise ValueError("too large a number")
    return found


def encode_varints(values: Iterable[int]) -> bytes:
    """The numbers (none below 0) as bytes."""
    data = bytearray()
    for number in values:
        value = number
        while value >= 0x80:
            data.append(value & 0x7F | 0x80)
            value >>= 7
        data.append(value)
    return bytes(data)
