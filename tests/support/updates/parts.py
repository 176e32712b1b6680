"""Updates of this program as parts that can be looked at and changed."""

from __future__ import annotations

from dataclasses import dataclass, field

from afspraak.data.crdt.admission.structs import decode_update
from afspraak.data.crdt.lib0 import Reader, encode_varints

from .crafted import FORMAT, STRING, Id, Section, root, sized, struct, update

_VALUE_SIZES = {120: 0, 121: 0, 124: 4, 123: 8}
"""The bytes of a value after its kind; a text has its length before it."""
_VALUE_TEXT = 119

TEXT_UNIT = b"t"
"""The first byte of the content of a unit of text; no other content begins with it."""


@dataclass
class Part:
    """A struct."""

    kind: int
    left: Id | None
    right: Id | None
    parent: bytes
    content: bytes

    def encode(self) -> bytes:
        """The struct in bytes."""
        return struct(self.kind, self.content, self.left, self.right, parent=self.parent)


@dataclass
class Parts:
    """An update."""

    clients: dict[int, tuple[int, list[Part | bytes]]] = field(default_factory=dict)
    """By client: the first clock, and the structs."""
    deleted: dict[int, list[Id]] = field(default_factory=dict)
    """By client: the first clock and the length of each span."""

    def encode(self) -> bytes:
        """The update in bytes."""
        sections = [
            Section(
                client,
                clock,
                [part if isinstance(part, bytes) else part.encode() for part in structs],
            )
            for client, (clock, structs) in self.clients.items()
        ]
        return update(*sections, deleted=self.deleted)


def parts_of(honest: bytes, key: str = "") -> Parts:
    """The parts of an update that this program wrote; `key` is that of values which inherit it."""
    parts, reader = Parts(), Reader(honest)
    decoded = decode_update(honest)
    reader.read_varint()
    for section in decoded.clients.values():
        for _ in range(3):
            reader.read_varint()
        structs: list[Part | bytes] = []
        for _clock, _length, left, right, found, _kinds in section.structs:
            info = reader.read_byte()
            for _ in range(2 * ((left is not None) + (right is not None))):
                reader.read_varint()
            if left is None and right is None:
                reader.read_varint()
                reader.read_bytes()
                if found is not None:
                    reader.read_bytes()
            parent = root("notes") if found is None else root("fields", found.decode() or key)
            content = _read_content(reader, info & 0x1F)
            structs.append(Part(info & 0x3F, left, right, parent, content))
        parts.clients[section.client] = section.clock, structs
    parts.deleted = {
        client: [(start, end - start) for start, end in spans]
        for client, spans in decoded.delete_set.items()
    }
    return parts


def units_of(honest: bytes) -> dict[Id, bytes]:
    """The content of each unit of an update that this program wrote; text begins with TEXT_UNIT."""
    units: dict[Id, bytes] = {}
    for client, (clock, structs) in parts_of(honest).clients.items():
        at = clock
        for part in structs:
            assert isinstance(part, Part)
            for unit in _units(part):
                units[client, at] = unit
                at += 1
    return units


def _units(part: Part) -> list[bytes]:
    reader = Reader(part.content)
    if part.kind & 0x1F == STRING:
        text = reader.read_bytes().decode().encode("utf-16-le")
        return [TEXT_UNIT + text[at : at + 2] for at in range(0, len(text), 2)]
    if part.kind & 0x1F == FORMAT:
        return [part.content]
    return [_read_value(reader) for _ in range(reader.read_varint())]


def _read_content(reader: Reader, kind: int) -> bytes:
    if kind == STRING:
        return sized(reader.read_bytes())
    if kind == FORMAT:
        return sized(reader.read_bytes()) + sized(reader.read_bytes())
    values = [_read_value(reader) for _ in range(reader.read_varint())]
    return encode_varints([len(values)]) + b"".join(values)


def _read_value(reader: Reader) -> bytes:
    kind = reader.read_byte()
    content = sized(reader.read_bytes()) if kind == _VALUE_TEXT else b""
    for _ in range(_VALUE_SIZES.get(kind, 0)):
        content += bytes([reader.read_byte()])
    return bytes([kind]) + content
