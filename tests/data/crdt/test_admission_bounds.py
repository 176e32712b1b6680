"""Updates are bounded in number and size, and cost time in proportion to their size."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from afspraak.data.crdt import pending_updates
from afspraak.data.crdt.admission import check, limits, waiting
from afspraak.data.crdt.replica import Replica
from afspraak.data.crdt.replica_errors import ReplicaError
from afspraak.data.crdt.yjs_document import YjsDocument
from afspraak.data.ids import MANAGER
from afspraak.data.storage.strict_json import MAX_BYTES
from afspraak.data.text.splice import Splice

from ...support.counting import calls
from ...support.updates.crafted import Section, Trace, by, plain, string, update, value

WRITER, OTHER = 11, 22


def _written() -> Replica:
    replica = Replica(WRITER)
    replica.edit([Splice(0, 0, "abc", MANAGER)])
    return replica


def _refused(replica: Replica, foreign: bytes) -> None:
    before = Trace.of(replica)
    with pytest.raises(ReplicaError):
        replica.receive(foreign)
    assert Trace.of(replica) == before


def test_a_document_within_the_bounds_fits_in_a_file() -> None:
    # Base64, the same text in the tables with each character escaped, and indents of lines.
    # A deletion of three bytes that divides a run adds five times as much.
    grown = limits.MAX_DOCUMENT_BYTES + 5 * limits.MAX_UNMEASURED_BYTES
    assert grown * 4 // 3 + 2 * grown + 40 * limits.MAX_LINES < MAX_BYTES


def _removals(count: int) -> bytes:
    return update(deleted={client: [(0, 3)] for client in range(100, 100 + count)})


def _texts(count: int) -> bytes:
    first = string("x", (WRITER, 3))
    return update(
        Section(OTHER, 0, [first, *(string("\n", (OTHER, n), None) for n in range(count))])
    )


def _fields(count: int) -> bytes:
    return update(Section(OTHER, 0, [value(f"item/{n}/text", plain("x")) for n in range(count)]))


def _clients(count: int) -> bytes:
    return update(
        *(
            Section(client, 0, [string("x", (client - 1, 0) if client > 100 else (WRITER, 3))])
            for client in range(100, 100 + count)
        )
    )


def _waiting_for_many(count: int) -> bytes:
    return update(Section(OTHER, 0, [string("x", (100 + n, 5)) for n in range(count)]))


@pytest.mark.parametrize("made", [_removals, _texts, _fields, _clients, _waiting_for_many])
def test_the_cost_is_linear(made: Callable[[int], bytes]) -> None:
    def cost(count: int) -> int:
        foreign, replica = made(count), _written()
        return calls(lambda: replica.receive(foreign))

    small, large = cost(200), cost(2000)
    assert large < 12 * small


def test_updates_that_wait_are_looked_at_twice_at_most() -> None:
    def cost(count: int) -> int:
        replica = _written()
        replica.receive(_waiting_for_many(count))
        return calls(
            lambda: [
                replica.receive(update(Section(100 + n, 0, [string("abcdef", (WRITER, 3))])))
                for n in range(count)
            ]
        )

    assert cost(400) < 5 * cost(100)


def test_removals_again_and_again_cost_nothing_in_the_library(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    replica = _written()
    removal = update(deleted={WRITER: [(1, 3)]})
    replica.receive(removal)
    before = Trace.of(replica)
    given: list[bytes] = []
    monkeypatch.setattr(YjsDocument, "apply", lambda _, update: given.append(update))
    for _ in range(3):
        assert replica.receive(removal)[1] == b""
    assert given == []
    assert Trace.of(replica) == before


@pytest.mark.parametrize(
    ("name", "bound", "foreign"),
    [
        ("MAX_UPDATE_BYTES", 90, update(Section(OTHER, 0, [string("x" * 90, (WRITER, 3))]))),
        ("MAX_CLIENTS", 3, _clients(3)),
        ("MAX_FIELDS", 4, _fields(5)),
        ("MAX_LINES", 4, _texts(5)),
        ("MAX_KEY_BYTES", 8, _fields(1)),
        ("MAX_VALUE_BYTES", 3, update(Section(OTHER, 0, [value("item/a/text", plain("four"))]))),
    ],
)
def test_each_bound_is_checked(
    monkeypatch: pytest.MonkeyPatch, name: str, bound: int, foreign: bytes
) -> None:
    _written().receive(foreign)
    monkeypatch.setattr(check, name, bound)
    _refused(_written(), foreign)
    replica = _written()
    replica.apply(foreign)  # our own file may hold it


def _lines(text: str) -> bytes:
    """Return an update of which a document may have the first units."""
    return update(Section(OTHER, 0, [string(text, (WRITER, 3))]))


def test_lines_that_the_document_has_do_not_count_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "MAX_LINES", 8)
    replica = _written()
    text = "ab\nc😀\nè\n"
    for end in (3, 4, 5, 6, 8):
        replica.receive(_lines(text[:end]))
    for _ in range(9):
        replica.receive(_lines(text))
        replica.receive(replica.document())
    replica.receive(update(Section(OTHER, 9, [string("\n" * 5, (OTHER, 8))])))
    assert replica.notes.text.count("\n") == 8
    _refused(replica, update(Section(OTHER, 14, [string("\n", (OTHER, 13))])))


def test_characters_that_an_update_claims_to_be_there_do_not_count() -> None:
    replica = _written()
    replica.receive(_lines("cdef"))
    replica.receive(_lines("c😀f"))
    replica.receive(
        update(Section(OTHER, 0, [string("c😀f", (WRITER, 3)), string("g", (OTHER, 1))]))
    )
    replica.receive(update(Section(33, 0, [string("within", (OTHER, 1), (OTHER, 2))])))
    assert "gwithin" in replica.notes.text


def test_a_document_grows_to_its_bound_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pending_updates, "MAX_DOCUMENT_BYTES", 1000)
    monkeypatch.setattr(pending_updates, "MAX_UNMEASURED_BYTES", 100)
    replica = _written()
    sizes = []
    for n in range(40):
        last = (OTHER, n * 50 - 1) if n else (WRITER, 3)
        try:
            replica.receive(update(Section(OTHER, n * 50, [string("x" * 50, last)])))
        except ReplicaError:
            break
        sizes.append(len(replica.document()))
    assert 900 < max(sizes) < 1200
    document = replica.document()
    replica.receive(document)  # nothing new
    replica.edit([Splice(0, 0, "our own text is never refused" * 20, MANAGER)])
    assert Replica(3).apply(replica.document())


def test_what_waits_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "MAX_WAITING", 5)
    replica = _written()
    early = [update(Section(OTHER, 10 + n, [string("x", (OTHER, 9))])) for n in range(6)]
    for foreign in (*early[:5], *early[:5]):
        replica.receive(foreign)
    _refused(replica, early[5])
    _refused(replica, _removals(6))
    assert not replica.is_complete
    assert replica.is_complete_without_others, "a remote sends it again"
    replica.receive(update(Section(OTHER, 0, [string("0123456789", (WRITER, 3))])))
    assert replica.notes.text == "abc0123456789" + "x" * 5
    assert replica.is_complete


def test_the_bytes_that_wait_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "MAX_WAITING_BYTES", 300)
    replica = _written()
    early = [update(Section(OTHER, 10 + n, [string("x" * 200)])) for n in range(2)]
    replica.receive(early[0])
    _refused(replica, early[1])


def test_an_early_deletion_waits_for_each_part() -> None:
    replica = _written()
    replica.receive(update(deleted={OTHER: [(1, 3)]}))
    assert not replica.is_complete
    for n in range(5):
        last = (OTHER, n - 1) if n else (WRITER, 3)
        replica.receive(update(Section(OTHER, n, [string("01234"[n], last)])))
        assert replica.is_complete == (n >= 3)
    assert replica.notes.text == "abc04"


def test_a_long_document_is_admitted() -> None:
    text = by('"manager"', (WRITER, 4)), string("short\n" * (limits.MAX_LINES // 2), (OTHER, 0))
    replica = _written()
    replica.receive(update(Section(OTHER, 0, text)))
    assert len(replica.notes.lines) > limits.MAX_LINES // 2
    _refused(replica, update(Section(33, 0, [string("short\n" * limits.MAX_LINES, (WRITER, 4))])))


def test_many_edits_of_our_own_are_known_when_an_update_arrives() -> None:
    replica, partner = _written(), Replica(OTHER)
    for number in range(1200):
        replica.edit([Splice(3 + number, 0, "x", MANAGER)], boundary=False)
    partner.receive(replica.document())
    replica.receive(partner.edit([Splice(1203, 0, "!", MANAGER)])[1])
    assert replica.notes.text == "abc" + "x" * 1200 + "!"
    _refused(replica, update(Section(33, 0, [string("y", (WRITER, 2000))])))
