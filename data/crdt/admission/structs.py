"""Decode an update (Yjs format, version 1) of the only structs that this program writes.

Those are text and the attribute `by` in the root `notes`, and plain values in the root `fields`.
Documents keep deleted content, so there are no structs of collected or deleted content either.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

from .limits import MAX_CLOCK, MAX_NUMBER

Id = tuple[int, int]
"""Client and clock of one unit: a UTF-16 code unit, an attribute, or a value."""
Span = tuple[int, int]
"""The first clock of a range of one client, and the one after the last."""
Struct = tuple[int, int, Id | None, Id | None, bytes | None, int]
"""First clock, length in units, left and right origin, key of the field, kinds of its values.

The key is None in the notes, and INHERITED if it is that of the left origin.
"""
INHERITED = b""

TEXT, FLAG, NUMBER = 1, 2, 4
"""The kinds of values, as bits."""

_LEFT, _RIGHT = 0x80, 0x40
_KEY = 0x20
STRING, _FORMAT, _VALUES = 0x04, 0x06, 0x08
"""Kinds of content. A value has the bit of a key also without one, unless updates were merged."""
_INFOS = frozenset(
    (
        *(kind | origins for kind in (STRING, _FORMAT) for origins in (0, 0x40, 0x80, 0xC0)),
        *(_VALUES | _KEY, _VALUES | _KEY | _LEFT, _VALUES | _LEFT),
    )
)
_NOTES, _FIELDS, _BY = b"\1\5notes", b"\1\6fields", b"\2by"
_VALUE_TEXT, _VALUE_TRUE, _VALUE_FALSE, _VALUE_FLOAT, _VALUE_DOUBLE = 119, 120, 121, 124, 123
_FLOAT, _DOUBLE = struct.Struct(">f"), struct.Struct(">d")
_MAX_VARINT_SHIFT = 49


@dataclass(slots=True)
class ClientStructs:
    """The structs of one client in an update; their clocks are contiguous."""

    client: int
    clock: int
    end: int
    """The clock after the last struct."""
    structs: list[Struct]
    start: int = 0
    """The offset of the first struct in the update."""
    stop: int = 0
    """The offset after the last struct."""


@dataclass(slots=True)
class DecodedUpdate:
    """The content of an update."""

    data: bytes
    clients: dict[int, ClientStructs] = field(default_factory=dict)
    structs_end: int = 0
    """The offset in `data` at which the delete set begins."""
    delete_set: dict[int, list[Span]] = field(default_factory=dict)
    """Spans in ascending order that do not overlap."""
    low_surrogates: dict[int, set[int]] = field(default_factory=dict)
    """The clocks of the second code units of characters of two: no origin may divide them."""
    authors: set[bytes] = field(default_factory=set)
    """The values of the attribute `by`, as JSON."""
    lines: int = 0
    """The number of line feeds in the text."""
    line_feeds: list[tuple[int, int, int, bytes]] = field(default_factory=list)
    """Client, clock, length and text of each struct with a line feed."""
    longest_value: int = 0
    """The length in bytes of the longest text of a field."""
    longest_key: int = 0


def decode_update(data: bytes) -> DecodedUpdate:
    """Decode an update.

    Raises ValueError on bytes that are no update, or if any part of it is of another kind than
    those of this program.
    """
    update = DecodedUpdate(data)
    try:
        at = _decode_structs(update)
        update.structs_end = at
        at = _decode_delete_set(update, at)
    except IndexError:
        raise ValueError("cut off") from None
    if at != len(data):
        raise ValueError("more than an update")
    return update


def forget_known(update: DecodedUpdate, clocks: Mapping[int, int]) -> None:
    """Forget the characters of an update that a document with these clocks has.

    Its program may claim that others are there.
    """
    for client in [*update.low_surrogates]:
        known = clocks.get(client, 0)
        new = {clock for clock in update.low_surrogates.pop(client) if clock >= known}
        if new:
            update.low_surrogates[client] = new
    for client, clock, length, text in update.line_feeds:
        known = min(clocks.get(client, 0) - clock, length)
        if known == length:
            update.lines -= text.count(b"\n")
        elif known > 0:
            units = text.decode().encode("utf-16-le")[: 2 * known]
            update.lines -= units.decode("utf-16-le", "ignore").count("\n")


def read_varint(data: bytes, at: int) -> tuple[int, int]:
    """Read a number in its shortest form; return it and the offset after it."""
    byte = data[at]
    if byte < 0x80:
        return byte, at + 1
    value, shift, at = byte & 0x7F, 7, at + 1
    while (byte := data[at]) >= 0x80:
        if shift >= _MAX_VARINT_SHIFT:
            raise ValueError("too large a number")
        value |= (byte & 0x7F) << shift
        shift += 7
        at += 1
    value |= byte << shift
    if not byte or value >= MAX_NUMBER:
        raise ValueError("too large a number")
    return value, at + 1


def _read_bytes(data: bytes, at: int) -> tuple[bytes, int]:
    length, at = read_varint(data, at)
    end = at + length
    if end > len(data):
        raise ValueError("cut off")
    return data[at:end], end


def _read_id(data: bytes, at: int, own: bytes, client: int) -> tuple[Id, int]:
    """Read an id; most are of the same client, whose encoding is `own`."""
    if data.startswith(own, at):
        at += len(own)
    else:
        client, at = read_varint(data, at)
    clock, at = read_varint(data, at)
    if clock >= MAX_CLOCK:
        raise ValueError("too high a clock")
    return (client, clock), at


def _decode_structs(update: DecodedUpdate) -> int:
    data = update.data
    sections, at = read_varint(data, 0)
    for _ in range(sections):
        count, at = read_varint(data, at)
        start = at
        client, at = read_varint(data, at)
        own = data[start:at]
        clock, at = read_varint(data, at)
        if client in update.clients or not count:
            raise ValueError("a client without structs of its own")
        structs = ClientStructs(client, clock, clock, [], start=at)
        update.clients[client] = structs
        for _ in range(count):
            decoded, at = _decode_struct(update, at, structs, own)
            structs.structs.append(decoded)
            structs.end += decoded[1]
            if structs.end >= MAX_CLOCK:
                raise ValueError("too high a clock")
        structs.stop = at
    return at


def _decode_struct(
    update: DecodedUpdate, at: int, structs: ClientStructs, own: bytes
) -> tuple[Struct, int]:
    data = update.data
    info = data[at]
    if info not in _INFOS:
        raise ValueError("no part of a conversation")
    at += 1
    left = right = None
    if info & _LEFT:
        left, at = _read_id(data, at, own, structs.client)
    if info & _RIGHT:
        right, at = _read_id(data, at, own, structs.client)
    kind = info & ~(_LEFT | _RIGHT | _KEY)
    key: bytes | None = None
    if kind == _VALUES:
        key = INHERITED
        if left is None:
            at = _expect(data, at, _FIELDS)
            key, at = _read_bytes(data, at)
            _decode_text(key)
            if not key:
                raise ValueError("no key")
            update.longest_key = max(update.longest_key, len(key))
        length, kinds, at = _decode_values(update, at)
        return (structs.end, length, left, right, key, kinds), at
    if left is None and right is None:
        at = _expect(data, at, _NOTES)
    if kind == _FORMAT:
        at = _expect(data, at, _BY)
        author, at = _read_bytes(data, at)
        if author not in update.authors:
            _check_author(author)
            update.authors.add(author)
        return (structs.end, 1, left, right, None, 0), at
    text, at = _read_bytes(data, at)
    return (structs.end, _measure(update, structs, text), left, right, None, 0), at


def _expect(data: bytes, at: int, expected: bytes) -> int:
    """Skip these bytes. Raises ValueError if there are others."""
    if not data.startswith(expected, at):
        raise ValueError("no part of a conversation")
    return at + len(expected)


def _decode_text(text: bytes) -> str:
    """Decode UTF-8; UnicodeDecodeError is a ValueError."""
    return text.decode()


def _measure(update: DecodedUpdate, structs: ClientStructs, text: bytes) -> int:
    """Return the length of a run of the notes in UTF-16 code units."""
    if not text:
        raise ValueError("a part of no length")
    if text.isascii():
        _count_lines(update, structs, len(text), text)
        return len(text)
    letters = _decode_text(text)
    length = len(letters.encode("utf-16-le")) // 2
    _count_lines(update, structs, length, text)
    if length != len(letters):
        at, found = structs.end, update.low_surrogates.setdefault(structs.client, set())
        for letter in letters:
            at += 1
            if letter > "\uffff":
                found.add(at)
                at += 1
    return length


def _count_lines(update: DecodedUpdate, structs: ClientStructs, length: int, text: bytes) -> None:
    if lines := text.count(b"\n"):
        update.lines += lines
        update.line_feeds.append((structs.client, structs.end, length, text))


def _check_author(author: bytes) -> None:
    try:
        value = json.loads(_decode_text(author))
    except (ValueError, RecursionError):
        raise ValueError("no author") from None
    if value is not None and not isinstance(value, str):
        raise ValueError("no author")


def _decode_values(update: DecodedUpdate, at: int) -> tuple[int, int, int]:
    """Read the values of a field, the last of which counts: number, kinds, offset after them."""
    data = update.data
    count, at = read_varint(data, at)
    if not count:
        raise ValueError("a part of no length")
    kinds = 0
    for _ in range(count):
        value = data[at]
        at += 1
        if value == _VALUE_TEXT:
            text, at = _read_bytes(data, at)
            if not text.isascii():
                _decode_text(text)
            update.longest_value = max(update.longest_value, len(text))
            kinds |= TEXT
        elif value in (_VALUE_TRUE, _VALUE_FALSE):
            kinds |= FLAG
        elif value in (_VALUE_FLOAT, _VALUE_DOUBLE):
            number = _FLOAT if value == _VALUE_FLOAT else _DOUBLE
            if at + number.size > len(data):
                raise ValueError("cut off")
            if not number.unpack_from(data, at)[0].is_integer():
                raise ValueError("no integer")
            at += number.size
            kinds |= NUMBER
        else:
            raise ValueError("no value of a field")
    return count, kinds, at


def _decode_delete_set(update: DecodedUpdate, at: int) -> int:
    data = update.data
    clients, at = read_varint(data, at)
    for _ in range(clients):
        client, at = read_varint(data, at)
        count, at = read_varint(data, at)
        if client in update.delete_set:
            raise ValueError("a client twice")
        spans: list[Span] = []
        end = 0
        for _ in range(count):
            start, at = read_varint(data, at)
            length, at = read_varint(data, at)
            if not length or start < end or start + length >= MAX_CLOCK:
                raise ValueError("no span of clocks")
            end = start + length
            spans.append((start, end))
        update.delete_set[client] = spans
    return at
