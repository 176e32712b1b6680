"""Another replica cannot change or remove what makes a conversation one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from afspraak.data.crdt.replica import Replica
from afspraak.data.crdt.replica_errors import ReplicaError
from afspraak.data.ids import PartnerId
from afspraak.data.model.conversation import CONVERSATION_KINDS
from afspraak.data.model.fields import FIXED_KEYS, NEVER_SET, FieldKey, to_fields
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session

from ...support.updates.crafted import Section, Trace, plain, update, value

WRITER, OTHER = 11, 22
# Its kind says all that a kind can say.
_EXIT = NewConversation("manager", "Jan Bakker", "Anna de Vries", kind="exit")
CONVERSATION = build_conversation(_EXIT)


def _conversation() -> Replica:
    """A conversation whose fields are the units of one client, in the order of their keys."""
    replica = Replica(WRITER)
    replica.edit((), dict(sorted(to_fields(CONVERSATION).items())))
    return replica


def _clock(replica: Replica, key: FieldKey) -> int:
    return sorted(replica.fields).index(key)


def _hostile(key: FieldKey) -> dict[str, bytes]:
    clock = _clock(_conversation(), key)
    replaced = Section(OTHER, 0, [value(key, plain("nobody"), (WRITER, clock))])
    span = {WRITER: [(clock, 1)]}
    everything = {WRITER: [(0, len(to_fields(CONVERSATION)))]}
    beside = Section(OTHER, 0, [value(key, plain("nobody"))])
    return {
        "removed": update(deleted=span),
        "removed with all others": update(deleted=everything),
        "replaced": update(replaced, deleted=span),
        "replaced beside": update(beside),
        "replaced and removed": update(replaced, deleted={**span, OTHER: [(0, 1)]}),
    }


HOSTILE = [(key, name, data) for key in FIXED_KEYS for name, data in _hostile(key).items()]


@pytest.mark.parametrize(("key", "data"), [(key, data) for key, _, data in HOSTILE],
                         ids=[f"{key} {name}" for key, name, _ in HOSTILE])  # fmt: skip
def test_a_fixed_field_is_neither_changed_nor_removed(key: FieldKey, data: bytes) -> None:
    replica = _conversation()
    before = Trace.of(replica)
    with pytest.raises(ReplicaError):
        replica.receive(data)
    assert Trace.of(replica) == before
    assert key in replica.fields


@pytest.mark.parametrize("key", FIXED_KEYS)
def test_an_early_removal_of_a_fixed_field_has_no_effect(key: FieldKey) -> None:
    written = _conversation()
    clock = _clock(written, key)
    replica = Replica(33)
    replica.receive(update(deleted={WRITER: [(clock, 1)]}))
    replica.receive(written.document())
    assert replica.fields == written.fields


@pytest.mark.parametrize("key", NEVER_SET)
def test_header_and_partners_cannot_be_deleted(key: FieldKey) -> None:
    replica = _conversation()
    before = Trace.of(replica)
    for flag in (b"\x78", b"\x79"):
        with pytest.raises(ReplicaError):
            replica.receive(update(Section(OTHER, 0, [value(key, flag)])))
    assert Trace.of(replica) == before


def test_the_other_may_change_the_rest_of_the_header() -> None:
    replica, other = _conversation(), Replica(OTHER)
    other.receive(replica.document())
    title, kind = FieldKey.parse("header/-/title"), FieldKey.parse("header/-/kind")
    _, data = other.edit((), {title: "Another title", kind: CONVERSATION_KINDS[-1]})
    replica.receive(data)
    assert replica.fields == other.fields


@pytest.mark.parametrize(
    ("table", "number"), [("partners", "1"), ("partners", "2"), ("header", "1")]
)
def test_a_row_that_is_removed_or_changed_by_hand_comes_back(
    path: Path, table: str, number: str
) -> None:
    Session.open(path).close()
    tables = json.loads(path.read_text(encoding="utf-8"))
    before = Session.open_read_only(path)
    names = {partner.id: partner.name for partner in before.conversation.partners}
    if table == "header":
        tables[table][number] = {"title": "By hand", "created": "2001-01-01T00:00:00+00:00"}
    else:
        del tables[table][number]
    path.write_text(json.dumps(tables), encoding="utf-8")
    session = Session.open(path)
    partners = session.conversation.partners
    assert {partner.id: partner.name for partner in partners} == names
    assert {PartnerId(partner.role) for partner in partners} == set(names)
    assert session.conversation.header.created == before.conversation.header.created
    if table == "header":
        assert session.conversation.header.title == "By hand"
    sent: list[bytes] = []
    other = Replica()
    other.receive(before.sync.update_since(b"\0"))
    sent.append(session.sync.update_since(b"\0"))
    session.close()
    other.receive(sent[0])
    assert {key: other.fields.get(key) for key in FIXED_KEYS} == {
        key: before.fields.get(key) for key in FIXED_KEYS
    }
