"""Validate an update (Yjs format, version 1) before the library applies it.

The library accepts updates that ruin a document: parts of length zero, after which it encodes the
rest wrongly, and deeply nested values, which overflow its stack and end the process. No
well-behaved program sends such updates; they are refused here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from .lib0 import Reader, encode_varints

_MAX_DEPTH = 16
"""The deepest nesting of values; ours are plain."""
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
    for _ in reader.read_structs():
        pass
    reader.read_delete_set()
    if not reader.at_end:
        raise ValueError("more than an update")


def first_struct_id(update: bytes) -> tuple[int, int]:
    """Return client and clock of the first struct of an update; (0, 0) without structs.

    The Yjs format (version 1) begins with the number of clients; then, for the first one, the
    number of structs, the client and the clock of the first struct. Raises ValueError if the update
    ends before that.
    """
    reader = Reader(update)
    if not reader.read_varint():
        return 0, 0
    _count, client, clock = reader.read_varint(), reader.read_varint(), reader.read_varint()
    return client, clock


def clients_in(update: bytes) -> tuple[frozenset[int], frozenset[int]]:
    """Return the clients whose items an update holds, and those that it refers to otherwise.

    Raises ValueError as `validate_update`.
    """
    reader = _UpdateReader(update)
    clients = frozenset(reader.read_structs())
    reader.read_delete_set()
    return clients, frozenset(reader.referred - clients)


def introduces_key(update: bytes, key: str, known: Collection[int]) -> bool:
    """Return whether a client not in `known` sets a map key for the first time in an update.

    An item that replaces an earlier value of a key names that value instead of the key. Return
    False for a malformed update.
    """
    wanted = key.encode()
    if wanted not in update:  # spares most updates the walk
        return False
    reader = _UpdateReader(update)
    try:
        for client in reader.read_structs():
            if client not in known and wanted in reader.keys:
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
    reader, clients = Reader(update), set()
    try:
        if reader.read_varint():
            return frozenset()
        for _ in range(reader.read_varint()):
            clients.add(reader.read_varint())
            if reader.read_varint():
                return frozenset()
    except ValueError:
        return frozenset()
    return frozenset(clients) if reader.at_end else frozenset()


class _UpdateReader(Reader):
    """Reads an update; every count is bounded by the bytes that are there."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.referred: set[int] = set()
        """The clients of the items that other items and the delete set refer to, so far."""
        self.keys: set[bytes] = set()
        """The map keys that the items of the client read last name."""

    def read_structs(self) -> Iterator[int]:
        """Read the structs of one client after the other; yield each client after its structs."""
        for _ in range(self.read_varint()):
            count, client, _clock = self.read_varint(), self.read_varint(), self.read_varint()
            self.keys.clear()
            for _ in range(count):
                self._read_struct()
            yield client

    def read_delete_set(self) -> None:
        """Read the delete set, which follows the structs."""
        for _ in range(self.read_varint()):
            self.referred.add(self.read_varint())
            for _ in range(self.read_varint()):
                self.read_varint()
                self._read_length()

    def _read_length(self) -> int:
        """Read a length. Raises ValueError if it is zero."""
        if not (length := self.read_varint()):
            raise ValueError("a part of no length")
        return length

    def _read_struct(self) -> None:
        """Skip one struct of a client."""
        info = self.read_byte()
        kind = info & _KIND
        if info in (_GC, _SKIP):
            self._read_length()
            return
        if info & _LEFT:
            self._read_id()
        if info & _RIGHT:
            self._read_id()
        if not info & (_LEFT | _RIGHT):
            if self.read_varint() == 1:
                self.read_bytes()
            else:
                self._read_id()
            if info & _KEY:
                self.keys.add(self.read_bytes())
        if kind == _DELETED:
            self._read_length()
        elif kind == _STRING:
            self.skip(self._read_length())
        elif kind in (_BINARY, _EMBED):
            self.read_bytes()
        elif kind == _FORMAT:
            self.read_bytes()
            self.read_bytes()
        elif kind == _TYPE:
            if self.read_varint() in _NAMED_TYPES:
                self.read_bytes()
        elif kind == _JSON:
            for _ in range(self._read_length()):
                self.read_bytes()
        elif kind == _ANY:
            for _ in range(self._read_length()):
                self._skip_value(0)
        elif kind == _DOC:
            self.read_bytes()
            self._skip_value(0)
        else:
            raise ValueError("no part of a document")

    def _skip_value(self, depth: int) -> None:
        if depth > _MAX_DEPTH:
            raise ValueError("values too deep")
        kind = self.read_byte()
        if kind in _FIXED_SIZES:
            self.skip(_FIXED_SIZES[kind])
        elif kind == _NUMBER:
            while self.read_byte() >= 0x80:
                pass
        elif kind in (_TEXT, _BYTES):
            self.read_bytes()
        elif kind in (_OBJECT, _ARRAY):
            for _ in range(self.read_varint()):
                if kind == _OBJECT:
                    self.read_bytes()
                self._skip_value(depth + 1)
        else:
            raise ValueError("no value")

    def _read_id(self) -> None:
        self.referred.add(self.read_varint())
        self.read_varint()
