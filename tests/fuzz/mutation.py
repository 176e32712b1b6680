"""Mutate valid input: at random, and inside parts that would otherwise be refused at once.

Each mutation takes bytes and a random generator, and returns other bytes. A structured mutation
parses a format, changes one part, and encodes it again with correct lengths and checksums, so that
the code behind those checks is reached.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable
from copy import deepcopy
from random import Random
from typing import Any, TypeVar

from afspraak.data.storage.journal.journal_format import MAGIC, encode_frame
from afspraak.data.storage.tables import SYNC_TABLE, json_digest
from afspraak.data.sync.ssh.protocol import Kind, Message, encode_message

Mutation = Callable[[bytes, Random], bytes]
_Part = TypeVar("_Part")

_TEXTS = (
    *("", " ", "\0", "\x1b[2J", "\x9b", "\u202e", "\u200b", "\ud800", "\u2028", "\r\n", "\ufeff"),
    *("a" * 300, "é" * 70, "e\u0301" * 40, "😀", "../../etc/passwd", "/", "//", "-", "~root", "%s"),
    *(
        "9" * 30,
        "-1",
        "NaN",
        "2026-13-45",
        "0001-01-01",
        "9999-12-31T23:59:59-23:59",
        "[x] ",
        "[/]",
    ),
    *("# a\n\n## b\n", "> " * 40, "- " * 40, "`" * 9, "|" * 60, "***", "<!--", "![" * 30, "[" * 60),
    *("{0}", "{reason}", "%(a)s", "\\", "\\u0000", "==", "AAAA", "manager", "employee", "private"),
    *("agreed", "open", "done", "competency", "mastered", "planning", "nl", "en", "2026-12-03"),
)
_NUMBERS = (
    0,
    1,
    -1,
    2,
    99,
    101,
    127,
    128,
    2**31,
    2**32 - 1,
    2**53,
    2**53 + 1,
    2**63,
    2**64,
    10**40,
)
_VALUES: tuple[Any, ...] = (*_TEXTS, *_NUMBERS, None, True, False, 1.5, 1e300, [], {}, [[]], [{}])
_PIECES = (
    *(text.encode("utf-8", "surrogatepass") for text in _TEXTS),
    *(b"\xff", b"\xfe\xff", b"\x00" * 8, b"\xff" * 8, b"\x80" * 12, b"\xed\xa0\x80", b"\xc3"),
    *(b"{", b"}", b'"', b"[" * 70, b'{"a":' * 70, b"null", b"1e999", b"Infinity", b"-0", b"\n"),
    *(
        b"\n---\n",
        b"\n# ",
        b"\n- [ ] ",
        b"\n| a | b |\n|--|--|\n",
        b"    ",
        b"\t",
        b"&#0;",
        b"<div>",
    ),
    *(b"[[section]]\n", b"= 1\n", b'"""', b"'''", b"#", b"\\u{1}", b"[a]: b\n", b"](", b"**", b"_"),
)
_CLOCKS = (0, 1, 2, 127, 128, 16384, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**53, 2**63 - 1, 2**63)


def plain(data: bytes, random: Random) -> bytes:
    """Some bytes changed, inserted, deleted or repeated."""
    found = bytearray(data)
    for _ in range(random.choice((1, 1, 1, 2, 3, 6))):
        at = random.randint(0, len(found))
        end = min(len(found), at + random.choice((1, 1, 2, 4, 9, 30, 200, 5000)))
        match random.randrange(9):
            case 0 if at < len(found):
                found[at] ^= 1 << random.randrange(8)
            case 1 if at < len(found):
                found[at] = random.choice((0, 1, 0x7F, 0x80, 0xFF, random.randrange(256)))
            case 2:
                del found[at:end]
            case 3:
                found[at:at] = found[at:end]
            case 4:
                found[at:at] = found[at:end] * random.choice((2, 5, 40, 300))
            case 5:
                there = random.randint(0, len(found))
                found[there:there] = found[at:end]
            case 6:
                del found[at:]
            case 7:
                found[at:end] = bytes(end - at)
            case _:
                found[at:at] = random.choice(_PIECES) * random.choice((1, 1, 1, 2, 30))
    return bytes(found)


def many(data: bytes, random: Random, size: int) -> bytes:
    """A piece of the input, or a hostile one, repeated up to `size` bytes."""
    lines = [line + b"\n" for line in data.split(b"\n")]
    piece = random.choice(
        (
            random.choice(_PIECES) or b" ",
            random.choice(lines),
            b"".join(lines[(start := random.randrange(len(lines))) : start + 4]),
            data[(at := random.randrange(len(data) or 1)) : at + random.choice((1, 3, 20, 300))],
        )
    )
    if random.random() < 0.3:
        piece += random.choice(_PIECES)
    at = random.choice((0, len(data) // 2, len(data), random.randint(0, len(data))))
    room = max(0, size - len(data))
    more = (piece or b"a") * (room // len(piece or b"a") + 1)
    return data[:at] + more[:room] + data[at:]


def in_update(data: bytes, random: Random) -> bytes:
    """A number of the Yjs formats replaced by another, or as `plain`."""
    if random.random() < 0.4 or not data:
        return plain(data, random)
    at = random.randrange(len(data))
    end = at
    while end < len(data) - 1 and data[end] >= 0x80:
        end += 1
    value, number = bytearray(), random.choice(_CLOCKS)
    while number >= 0x80:
        value.append(number & 0x7F | 0x80)
        number >>= 7
    return data[:at] + bytes(value) + bytes([number]) + data[end + 1 :]


def in_json(data: bytes, random: Random) -> bytes:
    """One value of a JSON text changed, moved, duplicated or deleted; sometimes as `plain`."""
    if random.random() < 0.2:
        return plain(data, random)
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return plain(data, random)
    for _ in range(random.choice((1, 1, 2, 4))):
        value = _changed(value, random)
    return _as_json(value)


def in_conversation(data: bytes, random: Random) -> bytes:
    """As `in_json`, in a conversation file with a corrected digest, or in its document."""
    try:
        tables = json.loads(data)
        sync = tables[SYNC_TABLE]["1"]
        document = base64.b64decode(sync["document"])
    except (ValueError, RecursionError, TypeError, KeyError, IndexError):
        return in_json(data, random)
    match random.randrange(5):
        case 0:
            return in_json(data, random)
        case 1:
            sync["document"] = base64.b64encode(in_update(document, random)).decode()
        case 2:
            moments = sync.get("moments")
            if not isinstance(moments, dict):
                moments = {"2026-12-03T10:00:00Z": "AAA="}
            at = random.choice(list(moments) or [""])
            told = _decoded(str(moments.get(at, "")))
            moments[at] = base64.b64encode(in_update(told, random)).decode()
            sync["moments"] = moments
        case _:
            try:
                changed = json.loads(in_json(_as_json({**tables, SYNC_TABLE: {}}), random))
                rows = {name: list(table.values()) for name, table in changed.items()}
                sync["digest"] = json_digest(
                    {name: rows[name] for name in rows if name != SYNC_TABLE}
                )
                tables = {**changed, SYNC_TABLE: {"1": sync}}
                if random.random() < 0.3:
                    sync.pop(random.choice(list(sync)))
            except (ValueError, TypeError, AttributeError, RecursionError):
                return in_json(data, random)
    return _as_json(tables)


def in_frames(data: bytes, random: Random) -> bytes:
    """One update of a journal changed, with a correct length and checksum; or reordered frames."""
    if random.random() < 0.2 or not data.startswith(MAGIC):
        return plain(data, random)
    frames, rest = _frames(data[len(MAGIC) :])
    _shuffled(frames, random, in_update)
    return MAGIC + b"".join(encode_frame(one) for one in frames if one) + rest


def in_messages(data: bytes, random: Random) -> bytes:
    """One message of a connection changed, with a correct length; or reordered messages."""
    if random.random() < 0.2:
        return plain(data, random)
    found, rest = messages(data)
    if random.random() < 0.2:
        found.insert(random.randint(0, len(found)), Message(random.choice(list(Kind))))
    bodies = [one.body for one in found]
    if found and random.random() < 0.7:
        at = random.randrange(len(found))
        inner = in_json if bodies[at][:1] in (b"{", b"[") else in_update
        found[at] = found[at]._replace(body=inner(bodies[at], random))
    elif found:
        _shuffled(found, random, lambda one, _: one._replace(kind=random.choice(list(Kind))))
    return b"".join(map(encode_message, found)) + rest


def messages(data: bytes) -> tuple[list[Message], bytes]:
    """The messages at the beginning of the data, and the rest."""
    found = []
    while len(data) >= 5:
        length = int.from_bytes(data[1:5], "big")
        try:
            kind = Kind(data[:1])
        except ValueError:
            break
        if len(data) < 5 + length:
            break
        found.append(Message(kind, data[5 : 5 + length]))
        data = data[5 + length :]
    return found, data


def one_of(*ways: Mutation) -> Mutation:
    """One of these mutations, chosen at random."""
    return lambda data, random: random.choice(ways)(data, random)


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except ValueError:
        return b""


def _frames(data: bytes) -> tuple[list[bytes], bytes]:
    found = []
    while len(data) >= 8:
        length = int.from_bytes(data[:4], "big")
        if not length or len(data) < 8 + length:
            break
        found.append(data[8 : 8 + length])
        data = data[8 + length :]
    return found, data


def _shuffled(parts: list[_Part], random: Random, change: Callable[[_Part, Random], _Part]) -> None:
    if not parts:
        return
    at = random.randrange(len(parts))
    match random.randrange(6):
        case 0:
            del parts[at]
        case 1:
            parts.insert(random.randint(0, len(parts)), parts[at])
        case 2:
            random.shuffle(parts)
        case _:
            parts[at] = change(parts[at], random)


def _as_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _changed(value: Any, random: Random) -> Any:
    """The value with one of its inner values changed."""
    places = list(_places(value, ()))
    place = random.choice(places)
    if not place:
        return _value(random)
    parent = value
    for step in place[:-1]:
        parent = parent[step]
    last = place[-1]
    match random.randrange(8):
        case 0 if isinstance(parent, dict):
            parent[random.choice(_TEXTS)] = parent.pop(last)
        case 1:
            del parent[last]
        case 2:
            other = value
            for step in random.choice(places):
                other = other[step]
            parent[last] = json.loads(json.dumps(other))
        case 3 if isinstance(parent[last], str):
            at = random.randint(0, len(parent[last]))
            parent[last] = parent[last][:at] + random.choice(_TEXTS) + parent[last][at:]
        case 4 if isinstance(parent, list):
            parent.insert(last, _value(random))
        case 5 if isinstance(parent, dict):
            parent[random.choice(_TEXTS)] = _value(random)
        case _:
            parent[last] = _value(random)
    return value


def _value(random: Random) -> Any:
    return deepcopy(random.choice(_VALUES))


def _places(value: Any, place: tuple[Any, ...]) -> Iterable[tuple[Any, ...]]:
    yield place
    if len(place) < 12:
        inner = value.items() if isinstance(value, dict) else ()
        for key, one in enumerate(value) if isinstance(value, list) else inner:
            yield from _places(one, (*place, key))
