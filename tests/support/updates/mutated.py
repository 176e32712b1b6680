"""Honest updates with a few parts changed, encoded again so that the change is reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from .crafted import Id, collected, plain, root, sized, skipped, string
from .parts import Part, Parts, parts_of

_KEYS = ("item/a/state", "agreement/b/text", "header/-/minutes", "header/-/title")
_CONTENTS = (
    *(sized(text.encode()) for text in ("a", "ë😀", "\n", "", "abc")),
    *(sized(b"by") + sized(author) for author in (b"null", b'"manager"', b"{}", b'"x"')),
    *(b"\1" + value for value in (plain("x"), b"\x78", b"\x7c\0\0\0\0", b"\x7e", b"\x76\0")),
    *(b"\1", b"\5", b"\0"),
)


def mutated(honest: bytes, clocks: Mapping[int, int], random: Random) -> bytes:
    """An honest update with one to three changes; `clocks` are those of some document."""
    parts = parts_of(honest, _KEYS[0])
    for _ in range(random.choice((1, 1, 2, 3))):
        random.choice(_MUTATIONS)(parts, clocks, random)
    encoded = parts.encode()
    if random.random() < 0.1:
        at = random.randrange(len(encoded))
        encoded = encoded[:at] + bytes([random.randrange(256)]) + encoded[at + 1 :]
    return encoded


def _some_id(clocks: Mapping[int, int], random: Random) -> Id | None:
    if random.random() < 0.2:
        return None
    client = random.choice([*clocks, 1, 2, 3])
    around = random.choice((0, 1, clocks.get(client, 0), 2**31, 2**32 - 1))
    return client, max(0, around + random.randint(-4, 4))


def _some_struct(parts: Parts, random: Random) -> Part | None:
    found = [
        entry
        for _, structs in parts.clients.values()
        for entry in structs
        if isinstance(entry, Part)
    ]
    return random.choice(found) if found else None


def _change_origin(parts: Parts, clocks: Mapping[int, int], random: Random) -> None:
    if (changed := _some_struct(parts, random)) is not None:
        if random.random() < 0.5:
            changed.left = _some_id(clocks, random)
        else:
            changed.right = _some_id(clocks, random)


def _change_kind(parts: Parts, _: Mapping[int, int], random: Random) -> None:
    if (changed := _some_struct(parts, random)) is not None:
        changed.kind = random.choice((1, 2, 3, 4, 5, 6, 7, 8, 9, 11)) | random.choice((0, 0x20))


def _change_content(parts: Parts, _: Mapping[int, int], random: Random) -> None:
    if (changed := _some_struct(parts, random)) is not None:
        changed.content = random.choice(_CONTENTS)


def _change_parent(parts: Parts, _: Mapping[int, int], random: Random) -> None:
    if (changed := _some_struct(parts, random)) is not None:
        key = random.choice(_KEYS)
        changed.parent = random.choice((root("notes"), root("fields", key), b"\0\1\0"))


def _change_clock(parts: Parts, clocks: Mapping[int, int], random: Random) -> None:
    if parts.clients:
        client = random.choice(list(parts.clients))
        _, structs = parts.clients.pop(client)
        found = _some_id(clocks, random) or (client, 0)
        parts.clients[random.choice((client, found[0]))] = found[1], structs


def _add_struct(parts: Parts, clocks: Mapping[int, int], random: Random) -> None:
    found = _some_id(clocks, random) or (4, 0)
    client = random.choice([*parts.clients, found[0]])
    clock, structs = parts.clients.setdefault(client, (clocks.get(client, 0), []))
    made: list[Part | bytes] = [
        collected(random.choice((0, 1, 5, max(0, 2**32 - 1 - clock)))),
        skipped(random.choice((0, 1, 5, max(0, 2**32 - 1 - clock)))),
        string("new", _some_id(clocks, random), _some_id(clocks, random)),
        *structs,
    ]
    structs.insert(random.randint(0, len(structs)), random.choice(made))


def _remove_struct(parts: Parts, _: Mapping[int, int], random: Random) -> None:
    for _clock, structs in parts.clients.values():
        if structs and random.random() < 0.5:
            structs.pop(random.randrange(len(structs)))


def _delete(parts: Parts, clocks: Mapping[int, int], random: Random) -> None:
    client, clock = _some_id(clocks, random) or (1, 0)
    length = random.choice((0, 1, 2, 9, max(0, 2**32 - 1 - clock)))
    parts.deleted.setdefault(client, []).append((clock, length))
    if random.random() < 0.7:
        parts.deleted[client].sort()


_MUTATIONS: tuple[Callable[[Parts, Mapping[int, int], Random], None], ...] = (
    _change_origin,
    _change_origin,
    _change_kind,
    _change_content,
    _change_parent,
    _change_clock,
    _add_struct,
    _remove_struct,
    _delete,
)
