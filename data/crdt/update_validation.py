"""Validate an update (Yjs format, version 1) before the library applies it.

The library accepts updates that ruin a document: parts of length zero, after which it encodes the
rest wrongly, and deeply nested values, which overflow its stack and end the process. No
well-behaved program sends such updates; they are refused here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from .lib0 import decode_varints, encode_varints

_MAX_DEPTH = 16
"""The deepest nesting of values; ours are plain."""
_MAX_BITS = 63
_GC, _DELETED, _JSON, _BINARY, _STRING, _EMBED, _FORMAT, _TYPE, _ANY, _DOC, _SKIP = range(11)
_LEFT, _RIGHT, _KEY, _KIND = 0x80, 0x40, 0x20, 0x1F
_NAMED_TYPES = (3, 5)
"""The two XML types of the library that have a name."""
_FIXED_SIZES = {127: 0, 126: 0, 124: 4, 123: 8, 122: 8, 121: 0, 120: 0}
"""The kinds of plain values with a fixed size, and that size in bytes."""
_NUMBER, _TEXT, _OBJECT, _ARRAY, _BYTES = 125, 119, 118, 117, 116


def validate_update(update: bytes) -> None:
    """Raise ValueError if the bytes are no update, or one that no program writes."""
    reader = _UpdateReader(update)
    for _ in range(reader.read_varint()):
        count, _client, _clock = reader.read_varint(), reader.read_varint(), reader.read_varint()
        for _ in range(count):
            reader.read_struct()
    for _ in range(reader.read_varint()):
        reader.read_varint()
        for _ in range(reader.read_varint()):
            reader.read_varint()
            reader.read_length()
    if reader.offset != len(update):
        raise ValueError("more than an update")


def first_struct_id(update: bytes) -> tuple[int, int]:
    """Return client and clock of the first struct of an update; (0, 0) without structs.

    The Yjs format (version 1) begins with the number of clients; then, for the first one, the
    number of structs, the client and the clock of the first struct.
    """
    first = decode_varints(update, 4)
    return (first[2], first[3]) if len(first) == 4 and first[0] else (0, 0)


def clients_in(update: bytes) -> tuple[frozenset[int], frozenset[int]]:
    """Return the clients whose items an update holds, and those that it refers to otherwise.

    Raises ValueError as `validate_update`.
    """
    reader, clients = _ReferenceCollector(update), set()
    for _ in range(reader.read_varint()):
        count, client, _clock = reader.read_varint(), reader.read_varint(), reader.read_varint()
        clients.add(client)
        for _ in range(count):
            reader.read_struct()
    for _ in range(reader.read_varint()):
        reader.referred.add(reader.read_varint())
        for _ in range(reader.read_varint()):
            reader.read_varint()
            reader.read_length()
    return frozenset(clients), frozenset(reader.referred - clients)


def introduces_key(update: bytes, key: str, known: Collection[int]) -> bool:
    """Return whether a client not in `known` sets a map key for the first time in an update.

    An item that replaces an earlier value of a key names that value instead of the key. Return
    False for a malformed update.
    """
    wanted = key.encode()
    if wanted not in update:  # spares most updates the walk
        return False
    reader = _KeyFinder(update, wanted)
    try:
        for _ in range(reader.read_varint()):
            count, client, _clock = reader.read_varint(), reader.read_varint(), reader.read_varint()
            for _ in range(count):
                reader.read_struct()
            if reader.take_found() and client not in known:
                return True
    except ValueError:
        pass
    return False


def encode_client_list(clients: Iterable[int]) -> bytes:
    """Return an update without any change that names clients: a journal's anchor.

    It is the Yjs encoding of no items and, for each client, no removed spans.
    """
    named = sorted(clients)
    return encode_varints([0, len(named), *(number for client in named for number in (client, 0))])


def decode_client_list(update: bytes) -> frozenset[int]:
    """Return the clients that an anchor names; empty for any other update."""
    if update[:1] != b"\0":
        return frozenset()
    try:
        _, count, *pairs = decode_varints(update)
    except ValueError:
        return frozenset()
    if len(pairs) != 2 * count or any(pairs[1::2]):
        return frozenset()
    return frozenset(pairs[::2])


class _UpdateReader:
    """Reads an update once; every count is bounded by the bytes that are there."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.offset = 0

    def read_varint(self) -> int:
        value = shift = 0
        while shift <= _MAX_BITS:
            byte = self._read_byte()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7
        raise ValueError("too large a number")

    def read_length(self) -> int:
        """Read a length. Raises ValueError if it is zero."""
        if not (length := self.read_varint()):
            raise ValueError("a part of no length")
        return length

    def read_struct(self) -> None:
        """Skip one struct of a client."""
        info = self._read_byte()
        kind = info & _KIND
        if info in (_GC, _SKIP):
            self.read_length()
            return
        if info & _LEFT:
            self._read_id()
        if info & _RIGHT:
            self._read_id()
        if not info & (_LEFT | _RIGHT):
            if self.read_varint() == 1:
                self._skip_bytes()
            else:
                self._read_id()
            if info & _KEY:
                self._read_key()
        if kind == _DELETED:
            self.read_length()
        elif kind == _STRING:
            self._skip(self.read_length())
        elif kind in (_BINARY, _EMBED):
            self._skip_bytes()
        elif kind == _FORMAT:
            self._skip_bytes()
            self._skip_bytes()
        elif kind == _TYPE:
            if self.read_varint() in _NAMED_TYPES:
                self._skip_bytes()
        elif kind == _JSON:
            for _ in range(self.read_length()):
                self._skip_bytes()
        elif kind == _ANY:
            for _ in range(self.read_length()):
                self._skip_value(0)
        elif kind == _DOC:
            self._skip_bytes()
            self._skip_value(0)
        else:
            raise ValueError("no part of a document")

    def _skip_value(self, depth: int) -> None:
        if depth > _MAX_DEPTH:
            raise ValueError("values too deep")
        kind = self._read_byte()
        if kind in _FIXED_SIZES:
            self._skip(_FIXED_SIZES[kind])
        elif kind == _NUMBER:
            while self._read_byte() >= 0x80:
                pass
        elif kind in (_TEXT, _BYTES):
            self._skip_bytes()
        elif kind in (_OBJECT, _ARRAY):
            for _ in range(self.read_varint()):
                if kind == _OBJECT:
                    self._skip_bytes()
                self._skip_value(depth + 1)
        else:
            raise ValueError("no value")

    def _read_id(self) -> None:
        self.read_varint()
        self.read_varint()

    def _read_key(self) -> None:
        self._skip_bytes()

    def _skip_bytes(self) -> None:
        self._skip(self.read_varint())

    def _skip(self, count: int) -> None:
        self.offset += count
        if self.offset > len(self._data):
            raise ValueError("cut off")

    def _read_byte(self) -> int:
        if self.offset >= len(self._data):
            raise ValueError("cut off")
        byte = self._data[self.offset]
        self.offset += 1
        return byte


class _ReferenceCollector(_UpdateReader):
    """Collects the clients of the items that other items refer to."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.referred: set[int] = set()

    def _read_id(self) -> None:
        self.referred.add(self.read_varint())
        self.read_varint()


class _KeyFinder(_UpdateReader):
    """Looks for the items that name a map key."""

    def __init__(self, data: bytes, wanted: bytes) -> None:
        super().__init__(data)
        self._wanted = wanted
        self._found = False

    def take_found(self) -> bool:
        """Return whether the key was named since the last call."""
        found, self._found = self._found, False
        return found

    def _read_key(self) -> None:
        start = self.offset
        self._skip_bytes()
        if self._data[start : self.offset].endswith(self._wanted):
            self._found = True
