"""The clients of an update (Yjs format, version 1), without applying it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from .admission.structs import decode_update
from .lib0 import Reader, encode_varints


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


def is_decodable(update: bytes) -> bool:
    """Return whether an update has only what `decode_update` reads."""
    try:
        decode_update(update)
    except ValueError:
        return False
    return True


def clients_in(update: bytes) -> tuple[frozenset[int], frozenset[int]]:
    """Return the clients whose items an update holds, and those that it refers to otherwise.

    Raises ValueError as `decode_update`.
    """
    decoded = decode_update(update)
    referred = set(decoded.delete_set)
    for section in decoded.clients.values():
        for _clock, _length, left, right, _key, _kinds in section.structs:
            referred.update(origin[0] for origin in (left, right) if origin is not None)
    clients = frozenset(decoded.clients)
    return clients, frozenset(referred - clients)


def introduces_key(update: bytes, key: str, known: Collection[int]) -> bool:
    """Return whether a client not in `known` sets a map key for the first time in an update.

    An item that replaces an earlier value of a key names that value instead of the key. Return
    False for a malformed update.
    """
    wanted = key.encode()
    if wanted not in update:  # spares most updates the walk
        return False
    try:
        sections = decode_update(update).clients.values()
    except ValueError:
        return False
    return any(
        struct[4] == wanted
        for section in sections
        if section.client not in known
        for struct in section.structs
    )


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
