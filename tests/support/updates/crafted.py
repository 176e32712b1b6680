"""Updates put together part by part, as only a hostile program would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from afspraak.data.crdt.lib0 import encode_varints
from afspraak.data.crdt.replica import Replica

Id = tuple[int, int]
"""Client and clock."""

STRING, BINARY, EMBED, FORMAT, TYPE, VALUES, DOCUMENT = 4, 3, 5, 6, 7, 8, 9
"""The kinds of content of a struct."""
KEYED = 0x20


class Section(NamedTuple):
    """The structs of one client, from a clock on."""

    client: int
    clock: int
    structs: Sequence[bytes]


def sized(data: bytes) -> bytes:
    """Bytes after their number."""
    return encode_varints([len(data)]) + data


def struct(
    kind: int, content: bytes, left: Id | None = None, right: Id | None = None, *, parent: bytes
) -> bytes:
    """A struct; `parent` is written if it has no origin."""
    info = kind | (0x80 if left else 0) | (0x40 if right else 0)
    ids = encode_varints([number for origin in (left, right) if origin for number in origin])
    return bytes([info]) + ids + (b"" if left or right else parent) + content


def root(name: str, key: str = "") -> bytes:
    """The parent of a struct: a root, and the key in a map."""
    return b"\1" + sized(name.encode()) + (sized(key.encode()) if key else b"")


def string(text: str | bytes, left: Id | None = None, right: Id | None = None) -> bytes:
    """Text in the notes."""
    content = text.encode() if isinstance(text, str) else text
    return struct(STRING, sized(content), left, right, parent=root("notes"))


def by(author: str, left: Id | None = None, right: Id | None = None) -> bytes:
    """The author of the text that follows, as JSON."""
    content = sized(b"by") + sized(author.encode())
    return struct(FORMAT, content, left, right, parent=root("notes"))


def plain(text: str) -> bytes:
    """A text as a value of a field."""
    return b"\x77" + sized(text.encode())


def value(key: str, encoded: bytes, left: Id | None = None) -> bytes:
    """A value of a field, or one that replaces another."""
    return struct(VALUES | KEYED, b"\1" + encoded, left, parent=root("fields", key))


def collected(length: int) -> bytes:
    """Content that was collected."""
    return b"\0" + encode_varints([length])


def skipped(length: int) -> bytes:
    """A gap."""
    return b"\x0a" + encode_varints([length])


def update(*sections: Section, deleted: Mapping[int, Sequence[Id]] | None = None) -> bytes:
    """An update; `deleted` has first clock and length of spans by client."""
    parts = [encode_varints([len(sections)])]
    for client, clock, structs in sections:
        parts += [encode_varints([len(structs), client, clock]), *structs]
    deleted = deleted or {}
    parts.append(encode_varints([len(deleted)]))
    for client, spans in deleted.items():
        numbers = [number for span in spans for number in span]
        parts.append(encode_varints([client, len(spans), *numbers]))
    return b"".join(parts)


class Trace(NamedTuple):
    """All that an update could change in a replica."""

    document: bytes
    snapshot: bytes
    notes: list[tuple[str, str]]
    fields: dict[str, object]
    is_complete: bool

    @classmethod
    def of(cls, replica: Replica) -> Trace:
        """The present state of a replica."""
        return cls(
            replica.document(),
            replica.snapshot,
            list(replica.notes.runs()),
            {str(key): value for key, value in replica.fields.items()},
            replica.is_complete,
        )
