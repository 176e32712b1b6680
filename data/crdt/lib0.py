"""Variable-length integers of Yjs: seven bits a byte, lowest first (lib0's `varUint`).

The encoder is the library's. Its `Decoder` is not for the bytes of others: it takes any number of
continuation bytes, in quadratic time; it raises IndexError or RuntimeError where the bytes end too
early; and `read_message` returns fewer bytes than announced without an error
(https://github.com/y-crdt/pycrdt/blob/0.14.13/python/pycrdt/_sync.py).
"""

from __future__ import annotations

from collections.abc import Iterable

_MAX_BITS = 63
"""No number of a document is larger; so a long run of continuation bits costs no time."""


class Reader:
    """Reads bytes once. Every method raises ValueError at bytes that end too early."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._offset = 0

    @property
    def at_end(self) -> bool:
        """Whether all bytes were read."""
        return self._offset == len(self._data)

    def read_varint(self) -> int:
        """Read a number. Raises ValueError if it is too large."""
        data, offset = self._data, self._offset
        value = shift = 0
        try:
            while (byte := data[offset]) >= 0x80:
                if shift > _MAX_BITS:
                    raise ValueError("too large a number")
                value |= (byte & 0x7F) << shift
                shift += 7
                offset += 1
        except IndexError:
            raise ValueError("cut off") from None
        self._offset = offset + 1
        return value | byte << shift

    def read_byte(self) -> int:
        """Read one byte."""
        self.skip(1)
        return self._data[self._offset - 1]

    def read_bytes(self) -> bytes:
        """Read a number, and as many bytes as it says."""
        length = self.read_varint()
        self.skip(length)
        return self._data[self._offset - length : self._offset]

    def skip(self, count: int) -> None:
        """Skip this number of bytes."""
        if count > len(self._data) - self._offset:
            raise ValueError("cut off")
        self._offset += count


def encode_varints(values: Iterable[int]) -> bytes:
    """Encode numbers, none of them negative."""
    from .yjs_library import (
        write_var_uint,
    )  # slow to import; a list of conversations needs none of it

    return b"".join(map(write_var_uint, values))
