"""An update that no program of ours writes is refused, and leaves no trace."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

from afspraak.data.crdt.admission import limits
from afspraak.data.crdt.replica import Replica
from afspraak.data.crdt.replica_errors import ReplicaError
from afspraak.data.ids import MANAGER
from afspraak.data.model.fields import FieldKey
from afspraak.data.text.splice import Splice

from ...checkout import IMPORT_ROOT, ROOT
from ...support.updates.crafted import (
    BINARY,
    DOCUMENT,
    EMBED,
    FORMAT,
    KEYED,
    STRING,
    TYPE,
    VALUES,
    Section,
    Trace,
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

WRITER, OTHER = 11, 22
STATE = "item/a/state"


def _written() -> Replica:
    """A document with the clocks 0 to 5 in the notes ("😀e" between two marks), then a field."""
    replica = Replica(WRITER)
    replica.edit([Splice(0, 0, "😀e", MANAGER)])
    replica.edit((), {FieldKey.parse(STATE): "done"})
    assert replica.clocks_by_client == {WRITER: 6}
    return replica


def _one(*structs: bytes) -> bytes:
    return update(Section(OTHER, 0, structs))


NOTES, FIELDS = root("notes"), root("fields", STATE)
REFUSED = {
    "collected content in the victim's client": update(Section(WRITER, 6, [collected(2**32 - 6)])),
    "collected content": _one(collected(5)),
    "skipped content": _one(skipped(5), string("a")),
    "deleted content": _one(struct(1, b"\5", parent=NOTES)),
    "an attribute in the fields": bytes.fromhex(
        "010163002601066669656c6473016b04626f6c64046e756c6c00"
    ),
    "an embed": _one(struct(EMBED, sized(b'{"a":1}'), parent=NOTES)),
    "bytes": _one(struct(BINARY, sized(b"abc"), parent=NOTES)),
    "bytes in a field": _one(struct(BINARY | KEYED, sized(b"abc"), parent=FIELDS)),
    "a nested type": _one(struct(TYPE | KEYED, b"\1", parent=FIELDS)),
    "a type in the notes": _one(struct(TYPE, b"\2", parent=NOTES)),
    "XML": _one(struct(TYPE, b"\3" + sized(b"p"), parent=NOTES)),
    "a document in the document": _one(struct(DOCUMENT, sized(b"guid") + b"\x76\0", parent=NOTES)),
    "JSON": _one(struct(2 | KEYED, b"\1" + sized(b'"a"'), parent=FIELDS)),
    "values in the notes": _one(struct(VALUES, b"\1" + plain("a"), parent=NOTES)),
    "text in the fields": _one(struct(STRING, sized(b"a"), parent=root("fields"))),
    "text with a key": _one(struct(STRING | KEYED, sized(b"a"), parent=FIELDS)),
    "another root": _one(struct(STRING, sized(b"a"), parent=root("other"))),
    "a parent by its id": _one(struct(STRING, sized(b"a"), parent=b"\0\x0b\0")),
    "another attribute": _one(
        struct(FORMAT, sized(b"bold") + sized(b"true"), parent=NOTES), string("a", (OTHER, 0))
    ),
    "an author that is an object": _one(by('{"a": 1}')),
    "an author that nests deeply": _one(by("[" * 50_000)),
    "an unknown author": _one(by('"mallory"')),
    "no text": _one(string("")),
    "text that is no UTF-8": _one(string(b"\xff")),
    "text with half a character": _one(string(b"\xed\xa0\x80")),
    "no values": _one(struct(VALUES | KEYED, b"\0", parent=FIELDS)),
    "a right origin of a field": _one(
        struct(VALUES | KEYED, b"\1" + plain("a"), right=(WRITER, 5), parent=FIELDS)
    ),
    "an unknown table": _one(value("chapter/a/text", plain("a"))),
    "a key without a table": _one(value("k", plain("a"))),
    "another header": _one(value("header/other/title", plain("a"))),
    "a third partner": _one(value("partner/boss/role", plain("boss"))),
    "an approval of nobody": _one(value("approval/anything/digest", plain("a"))),
    "a key of 60 MB": _one(value("item/a/" + "k" * 60_000_000, plain("a"))),
    "a long key": _one(value("item/a/" + "k" * limits.MAX_KEY_BYTES, plain("a"))),
    "a long value": _one(value(STATE, plain("v" * (limits.MAX_VALUE_BYTES + 1)))),
    "a number as a text": _one(value("header/-/minutes", plain("long"))),
    "a text as a flag": _one(value("item/a/text", b"\x78")),
    "an unknown column as a flag": _one(value("item/a/later", b"\x78")),
    "a right value under a wrong key": _one(value(STATE, b"\x79", (WRITER, 5))),
    "an origin in its own future": _one(string("a", (OTHER, 5)), string("bcdefgh")),
    "an origin that is itself": _one(string("a", (OTHER, 0))),
    "origins that build on each other": update(
        Section(OTHER, 0, [string("a", (33, 0))]), Section(33, 0, [string("b", (OTHER, 0))])
    ),
    "text after a field": _one(string("a", (WRITER, 5))),
    "text before a field": _one(string("a", (WRITER, 1), (WRITER, 5))),
    "a field after text": _one(value(STATE, plain("a"), (WRITER, 1))),
    "a field after another in the same update": _one(
        string("a"), value(STATE, plain("a"), (OTHER, 0))
    ),
    "a right origin before the left one": _one(string("a", (WRITER, 4), (WRITER, 3))),
    "the same right and left origin": _one(string("a", (WRITER, 3), (WRITER, 3))),
    "origins reversed in the same update": _one(
        string("abc", None, (WRITER, 0)), string("x", (OTHER, 2), (OTHER, 1))
    ),
    "within a character": _one(string("a", (WRITER, 1), (WRITER, 2))),
    "before half a character": _one(string("a", None, (WRITER, 2))),
    "half a character deleted": update(deleted={WRITER: [(2, 1)]}),
    "a clock too high": update(Section(OTHER, 2**31, [string("a")])),
    "a sum too high": update(Section(OTHER, 2**31 - 2, [string("abc")])),
    "a client too high": update(Section(2**53, 0, [string("a")])),
    "a long form of a number": b"\1\1\x96\x80\0\0\4\1\5notes\1a\0",
    "no number": b"\1\1" + b"\x80" * 10_000_000,
    "a client twice": update(Section(OTHER, 0, [string("a")]), Section(OTHER, 1, [string("b")])),
    "a client without structs": update(Section(OTHER, 0, [])),
    "nothing deleted": update(deleted={WRITER: [(0, 0)]}),
    "deletions in disorder": update(deleted={WRITER: [(3, 1), (0, 1)]}),
    "deletions that overlap": update(deleted={WRITER: [(0, 3), (1, 3)]}),
    "too much deleted": update(deleted={WRITER: [(0, 2**32 - 1)]}),
    "text as this session": update(Section(WRITER, 6, [string("a", (WRITER, 4))])),
    "text as this session later": update(Section(WRITER, 9, [string("a", (WRITER, 4))])),
    "text after the future of this session": _one(string("a", (WRITER, 8))),
    "what this session will write": update(deleted={WRITER: [(5, 4)]}),
    "too many counted": b"\xff\xff\xff\xff\x0f\0",
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_update_is_refused_without_a_trace(name: str) -> None:
    replica = _written()
    before = Trace.of(replica)
    with pytest.raises(ReplicaError):
        replica.receive(REFUSED[name])
    assert Trace.of(replica) == before
    replica.edit([Splice(2, 0, "!", MANAGER)])
    assert replica.notes.text == "😀e!"


ADMITTED: dict[str, tuple[bytes, Callable[[Replica], bool]]] = {
    "text": (_one(string("a", (WRITER, 3), (WRITER, 4))), lambda it: it.notes.text == "😀ea"),
    "an author": (
        _one(by('"employee"', (WRITER, 0), (WRITER, 1)), string("a", (OTHER, 0), (WRITER, 1))),
        lambda it: list(it.notes.runs()) == [("a😀e", "employee")],
    ),
    "text after the end": (_one(string("a", (WRITER, 4))), lambda it: it.notes.text == "😀ea"),
    "a value": (
        update(
            Section(OTHER, 0, [value(STATE, plain("open"), (WRITER, 5))]),
            deleted={WRITER: [(5, 1)]},
        ),
        lambda it: it.fields[FieldKey.parse(STATE)] == "open",
    ),
    "a column of a later version": (
        _one(value("item/a/later", plain("text"))),
        lambda it: it.fields[FieldKey.parse("item/a/later")] == "text",
    ),
    "a choice of a later version": (
        _one(value("agreement/a/status", plain("postponed"))),
        lambda it: it.fields[FieldKey.parse("agreement/a/status")] == "postponed",
    ),
    "a deletion": (update(deleted={WRITER: [(1, 2)]}), lambda it: it.notes.text == "e"),
    "two clients that build on each other": (
        update(
            Section(33, 0, [string("b", (OTHER, 0), (WRITER, 4))]),
            Section(OTHER, 0, [string("a", (WRITER, 3), (WRITER, 4)), string("c", (33, 0))]),
        ),
        lambda it: it.notes.text == "😀eabc",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ADMITTED)
def test_what_a_program_of_ours_could_write_is_admitted(name: str) -> None:
    written, holds = ADMITTED[name]
    replica = _written()
    changes, applied = replica.receive(written)
    assert changes
    assert holds(replica)
    for document in (replica.document(), applied):
        other = Replica(44)
        other.apply(_written().document())
        other.receive(document)
        assert holds(other)
    before = Trace.of(replica)
    assert replica.receive(written)[1] == b"", "it is there already"
    assert Trace.of(replica) == before


def test_an_origin_in_the_future_never_ends_the_program() -> None:
    """The library dies of the second update if it has taken the first: a separate process."""
    future = update(Section(OTHER, 0, [string("a", (OTHER, 2))]))
    updates = [future, update(Section(OTHER, 1, [collected(5)])), future]
    code = f"""
from {ROOT.name}.data.crdt.replica import Replica
from {ROOT.name}.data.crdt.replica_errors import ReplicaError
for apply in (Replica.apply, Replica.receive):
    replica = Replica(1)
    for update in {updates!r}:
        try:
            apply(replica, update)
        except ReplicaError:
            print("refused")
    print(replica.document())
"""
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=IMPORT_ROOT, capture_output=True, text=True, check=True
    )
    assert answer.stdout.split("\n") == [*["refused"] * 3, repr(b"\0\0")] * 2 + [""]


@pytest.mark.parametrize("right", [0, 1])
def test_text_whose_beginning_is_there_may_not_reverse_its_origins(right: int) -> None:
    replica = _written()
    replica.receive(_one(string("ab", (WRITER, 4))))
    before = Trace.of(replica)
    with pytest.raises(ReplicaError):
        replica.receive(update(Section(OTHER, 1, [string("xyz", (WRITER, 4), (OTHER, right))])))
    assert Trace.of(replica) == before


def test_our_own_files_keep_what_others_may_not_send() -> None:
    replica = Replica(1)
    replica.apply(_one(by('"somebody"'), string("a", (OTHER, 0)), value("item/a/text", b"\x78")))
    assert list(replica.notes.runs()) == [("a", "somebody")]
    assert replica.fields[FieldKey.parse("item/a/text")] is True


@pytest.mark.parametrize("author", ['{"a": 1}', "1", "[" * 50_000, "no JSON"])
def test_an_author_is_a_text_in_our_own_files_too(author: str) -> None:
    replica = Replica(1)
    with pytest.raises(ReplicaError):
        replica.apply(_one(by(author)))
    assert replica.document() == b"\0\0"
