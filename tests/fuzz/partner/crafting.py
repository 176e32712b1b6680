"""Updates put together at random, most of whose parts exist in the document."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from random import Random

from afspraak.data.crdt.lib0 import encode_varints

from ...support.updates.crafted import (
    BINARY,
    EMBED,
    FORMAT,
    KEYED,
    TYPE,
    VALUES,
    Id,
    Section,
    by,
    collected,
    plain,
    root,
    sized,
    skipped,
    string,
    struct,
    update,
    value,
)

_KEYS = (
    *("item/i1/state", "item/i1/remark/manager", "item/i2/rating/manager", "header/-/kind"),
    *("header/-/minutes", "approval/manager/digest", "approval/employee/own", "header/-/created"),
    *("partner/manager/role", "agreement/a1/text", "progress/p1/by", "k", ""),
)
_VALUES = (plain("x"), plain(""), plain("manager"), b"\x78", b"\x79", b"\x7c\x42\0\0\0", b"\x7e")
_TEXTS = ("a", "bcd", "\n", "ë", "😀", "e\u0301", "\u202e", "")
_AUTHORS = ('"manager"', '"employee"', '""', "null", '"x"', "{}")
_HUGE = (2**31 - 2, 2**31, 2**32 - 1, 2**32, 2**53 - 1)


def craft(clocks: Mapping[int, int], user: Collection[int], random: Random) -> bytes:
    """Return an update of some sections and deletions."""
    clients = [*clocks, random.randrange(1, 9_999), random.choice(sorted(user))]
    sections = []
    for client in random.sample(clients, random.choice((0, 1, 1, 1, 2))):
        clock = max(0, clocks.get(client, 0) + random.choice((0, 0, 0, 0, -2, 1, 50)))
        if random.random() < 0.03:
            clock = random.choice(_HUGE)
        known = {**clocks, client: clock}
        structs = [_some_struct(known, client, random) for _ in range(random.choice((1, 1, 2, 5)))]
        sections.append(Section(client, clock, structs))
    deleted = some_spans(clocks, random) if random.random() < 0.4 else {}
    return update(*sections, deleted=deleted)


def some_spans(clocks: Mapping[int, int], random: Random) -> dict[int, list[Id]]:
    """Return spans of deletions: of what exists, mostly."""
    deleted: dict[int, list[Id]] = {}
    for client in random.sample([*clocks, 12_345], random.choice((1, 1, 2))):
        end = clocks.get(client, 9) or 1
        spans = []
        for _ in range(random.choice((1, 1, 3))):
            clock = random.choice((random.randrange(end), random.randrange(end), end, end + 5))
            spans.append((clock, random.choice((1, 1, 2, 9, end))))
        if random.random() < 0.05:
            spans.append((0, random.choice(_HUGE)))
        if random.random() < 0.8:
            spans = _in_order(spans)
        deleted[client] = spans
    return deleted


def _in_order(spans: list[Id]) -> list[Id]:
    ordered: list[Id] = []
    for start, length in sorted(spans):
        if not ordered or start >= sum(ordered[-1]):
            ordered.append((start, length))
    return ordered


def _some_id(clocks: Mapping[int, int], random: Random) -> Id | None:
    if random.random() < 0.3:
        return None
    client = random.choice([*clocks, 3])
    clock = clocks.get(client, 0)
    return client, random.choice((max(0, clock - 1), random.randrange(clock + 1), clock + 4))


def _some_struct(clocks: Mapping[int, int], client: int, random: Random) -> bytes:
    left, right = _some_id(clocks, random), _some_id(clocks, random)
    if random.random() < 0.3 and clocks[client]:
        left = client, clocks[client] - 1
    if random.random() < 0.5:
        right = None
    match random.randrange(10):
        case 0 | 1 | 2 | 3:
            return string(random.choice(_TEXTS), left, right)
        case 4 | 5:
            return by(random.choice(_AUTHORS), left, right)
        case 6 | 7:
            encoded = random.choice(_VALUES)
            return value(random.choice(_KEYS), encoded, left if random.random() < 0.4 else None)
        case 8:
            length = random.choice((0, 1, 5, 2**32 - 1 - min(clocks[client], 2**31)))
            return random.choice((collected(length), skipped(length)))
        case _:
            parent = random.choice((root("notes"), root("fields", "item/i1/state"), root("x")))
            kind, content = random.choice(
                (
                    (EMBED, sized(b"{}")),
                    (BINARY, sized(b"abc")),
                    (TYPE, b"\1"),
                    (FORMAT, sized(b"bold") + sized(b"null")),
                    (VALUES | KEYED, b"\2" + plain("x") + plain("y")),
                    (1, encode_varints([random.choice((0, 3, 2**32 - 1))])),
                )
            )
            return struct(kind, content, left, right, parent=parent)
