"""A document is examined: what it shows is what it shows when it is opened again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import pytest

from afspraak.data.crdt.quarantine.examination import Harm, ReopenedDocument, examine
from afspraak.data.crdt.quarantine.frames import Frame, Kind
from afspraak.data.crdt.quarantine.held_copy import HeldCopy
from afspraak.data.crdt.replica import Replica
from afspraak.data.ids import EMPLOYEE, MANAGER, RowId
from afspraak.data.model.fields import FieldKey, Value
from afspraak.data.text.splice import Splice

from ....support.updates.passing import other_of

TEXT = FieldKey("agreement", RowId("a"), "text")
FIELDS: dict[FieldKey, Value] = {
    TEXT: "Runbook ë😀",
    FieldKey("agreement", RowId("a"), "done"): True,
    FieldKey("item", RowId("b"), "count"): 3,
}


@pytest.fixture
def replica() -> Replica:
    """A replica with text of both partners, something deleted, and fields."""
    replica = Replica()
    replica.edit([Splice(0, 0, "Portal ë😀\n", MANAGER)], FIELDS)
    replica.edit([Splice(3, 2, "t", EMPLOYEE)])
    return replica


def test_a_document_that_is_well_stays_as_it_is(replica: Replica) -> None:
    before = replica.document()
    examine(replica)
    assert replica.document() == before


def test_an_empty_document_is_well() -> None:
    examine(Replica())


def test_notes_that_the_document_lacks_are_found(replica: Replica) -> None:
    replica.notes.splice(Splice(0, 1, "q", MANAGER))
    with pytest.raises(Harm, match="notes"):
        examine(replica)


@pytest.mark.parametrize("value", ["another", None])
def test_fields_that_differ_are_found(replica: Replica, value: str | None) -> None:
    shown = cast("dict[FieldKey, Value]", replica.fields)
    if value is None:
        del shown[TEXT]
    else:
        shown[TEXT] = value
    with pytest.raises(Harm, match="fields"):
        examine(replica)


def test_a_document_that_took_the_same_update_agrees(replica: Replica) -> None:
    opened = ReopenedDocument(replica)
    assert opened.agrees(replica)
    for splice, fields in ((Splice(0, 0, "x", EMPLOYEE), {}), (Splice(0, 1, ""), {TEXT: "other"})):
        _, update = replica.edit([splice], fields)
        assert not opened.agrees(replica)
        opened.apply(update)
        assert opened.agrees(replica)


def test_fields_that_a_replica_shows_wrongly_do_not_agree(replica: Replica) -> None:
    opened = ReopenedDocument(replica)
    cast("dict[FieldKey, Value]", replica.fields)[TEXT] = "another"
    replica.fields_version += 1
    assert not opened.agrees(replica)


def test_fields_of_which_a_replica_missed_the_change_do_not_agree(replica: Replica) -> None:
    opened, before, version = (
        ReopenedDocument(replica),
        replica.fields[TEXT],
        replica.fields_version,
    )
    opened.apply(replica.edit((), {TEXT: "another"})[1])
    cast("dict[FieldKey, Value]", replica.fields)[TEXT] = before
    replica.fields_version = version
    assert not opened.agrees(replica)


class _Recorded:
    """A process that holds every document, and records what it is sent."""

    def __init__(self) -> None:
        self.frames: list[Frame] = []

    def tell(self, kind: Kind, parts: Sequence[bytes]) -> None:
        self.frames.append(Frame(kind, parts))

    def ask(self, kind: Kind, parts: Sequence[bytes], size: int) -> Frame:
        self.tell(kind, parts)
        return Frame(Kind.HOLDING, [b"\0\0"])

    def close(self) -> None:
        """Do nothing."""


def test_a_copy_begins_with_the_document_and_with_what_waits(replica: Replica) -> None:
    first, second = other_of(replica, ["b", "a"])
    replica.receive(second)
    process = _Recorded()
    HeldCopy(process, replica)
    client = replica.client.to_bytes(8, "big")
    assert process.frames == [Frame(Kind.OPEN, [client, replica.document(), second])]
    replica.receive(first)
    HeldCopy(process, replica)
    assert process.frames[1].parts == [client, replica.document()]
