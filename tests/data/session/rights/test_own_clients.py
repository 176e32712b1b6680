"""Tests that the other partner's program cannot write with the numbers of a user's own clients."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from afspraak.data.crdt.quarantine.state import QuarantineState
from afspraak.data.crdt.replica import Replica, random_client
from afspraak.data.crdt.replica_errors import ReplicaError
from afspraak.data.crdt.update_clients import decode_client_list, encode_client_list
from afspraak.data.ids import EMPLOYEE, MANAGER
from afspraak.data.model.edits import Write
from afspraak.data.model.remote_address import LocalFolder
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.refusals import RefusalKind
from afspraak.data.session.session import Session
from afspraak.data.storage.siblings import private_path
from afspraak.data.sync.folder.remote import FolderRemote
from afspraak.data.sync.handshake import apply_updates
from afspraak.data.sync.held.update_set import UpdateSet
from afspraak.data.sync.remote import CarriedUpdate
from afspraak.data.sync.sync_client import SyncClient
from afspraak.data.text.splice import Splice

ADDRESS = LocalFolder("/somewhere")


@pytest.fixture
def anna(tmp_path: Path) -> Iterator[Session]:
    conversation = build_conversation(NewConversation("manager", "Jan", "Anna"))
    session = Session.create(tmp_path / "a.json", conversation, me=EMPLOYEE)
    yield session
    session.close()


def registered(path: Path) -> set[str]:
    (header,) = json.loads(private_path(path).read_text("utf-8"))["header"].values()
    return {column for column in header if column.startswith("client/")}


def poison(client: int, document: bytes, end: int) -> bytes:
    """An update with which another program takes all numbers of a client up to `end`."""
    forger = Replica(client)
    forger.apply(document)
    return forger.edit([Splice(0, 0, "x" * (end - forger.clocks_by_client[client]), EMPLOYEE)])[1]


def test_an_earlier_session_cannot_be_poisoned(anna: Session) -> None:
    anna.sync.set_remote_address(ADDRESS)
    anna.apply(Write(0, 0, "On the train. "))
    laptop, document = anna.sync.client, anna.sync.update_since(Replica().state_vector)
    anna.finish()
    desktop = Session.open(anna.path)
    before = desktop.sync.snapshot
    with pytest.raises(ReplicaError):
        desktop.sync.receive(poison(laptop, document, 5000))
    assert desktop.sync.snapshot == before
    # What the laptop typed meanwhile without connection arrives.
    replica = Replica(laptop)
    replica.apply(document)
    typed = replica.edit([Splice(0, 0, "In the tunnel. ", EMPLOYEE)])[1]
    desktop.sync.receive(typed, is_own=True)
    assert desktop.notes.text.startswith("In the tunnel. On the train. ")
    desktop.sync.receive(typed)  # the other has it too
    desktop.close()


def test_sessions_that_write_in_a_shared_conversation_are_registered(anna: Session) -> None:
    anna.apply(Write(0, 0, "Alone. "))
    anna.save()
    assert not private_path(anna.path).exists()
    anna.sync.set_remote_address(ADDRESS)
    anna.finish()
    assert registered(anna.path) == {f"client/{anna.sync.client}"}
    reader = Session.open(anna.path)
    reader.close()
    writers = [Session.open(anna.path) for _ in range(2)]
    for session in writers:
        session.apply(Write(0, 0, "Together. "))
        session.apply(Write(0, 0, "Again. "))
    for session in writers:
        session.close()
    clients = {anna.sync.client, *(session.sync.client for session in writers)}
    assert registered(anna.path) == {f"client/{client}" for client in clients}


def test_what_a_remote_claims_to_have_of_an_own_client_is_sent_again_once(anna: Session) -> None:
    anna.sync.set_remote_address(ADDRESS)
    anna.apply(Write(0, 0, "On the train. "))
    remote = Replica()
    remote.apply(anna.sync.update_since(Replica().state_vector))
    remote.apply(poison(anna.sync.client, remote.document(), 5000))
    missing = anna.sync.missing_updates(remote.snapshot)
    received = Replica()
    received.apply(missing)
    assert "On the train." in received.notes.text
    assert not anna.sync.missing_updates(remote.snapshot)


def test_after_several_forged_updates_nothing_more_is_taken_from_the_other(anna: Session) -> None:
    anna.sync.set_remote_address(ADDRESS)
    anna.apply(Write(0, 0, "Mine. "))
    document = anna.sync.update_since(Replica().state_vector)
    for number in range(4):
        with pytest.raises(ReplicaError):
            anna.sync.receive(poison(anna.sync.client, document, 5000 + number))
    jan = Replica()
    jan.apply(document)
    later = jan.edit([Splice(0, 0, "Hello. ")])[1]
    with pytest.raises(ReplicaError):
        anna.sync.receive(later)
    assert RefusalKind.RECEIVING in anna.sync.refusals.counts
    anna.sync.receive(later, is_own=True)
    assert anna.notes.text.startswith("Hello. ")


def test_forged_updates_of_a_remote_are_counted_before_a_process_tries_them(anna: Session) -> None:
    anna.sync.set_remote_address(ADDRESS)
    anna.apply(Write(0, 0, "Mine. "))
    document, before = anna.sync.update_since(Replica().state_vector), anna.sync.snapshot
    jan = Replica()
    jan.apply(document)
    honest = CarriedUpdate(jan.edit([Splice(0, 0, "Hello. ")])[1])
    forged = [poison(anna.sync.client, document, 5000 + number) for number in range(4)]
    apply_updates(anna.sync, [CarriedUpdate(update) for update in forged])
    assert anna.sync.snapshot == before
    assert anna.sync.quarantine.state is QuarantineState.ABSENT
    apply_updates(anna.sync, [honest])
    assert anna.sync.snapshot == before
    assert anna.sync.refusals.counts[RefusalKind.UPDATE] == 4
    assert RefusalKind.RECEIVING in anna.sync.refusals.counts


def test_the_clients_of_a_users_other_notebooks_become_known(anna: Session, tmp_path: Path) -> None:
    shared = tmp_path / "share"
    shared.mkdir()
    anna.sync.set_remote_address(ADDRESS)
    replica = Replica()
    replica.apply(anna.sync.update_since(Replica().state_vector))
    (tmp_path / "laptop").mkdir()
    laptop = Session.from_replica(tmp_path / "laptop" / "a.json", replica)
    laptop.sync.set_remote_address(ADDRESS)
    with closing(SyncClient(laptop.sync, FolderRemote(shared, laptop.sync.client))):
        laptop.apply(Write(0, 0, "On the train. "))
    number = laptop.sync.client
    laptop.close()
    for _ in range(20):  # the logs of ended sessions are condensed on the way
        with closing(SyncClient(anna.sync, FolderRemote(shared, random_client()))):
            anna.apply(Write(0, 0, "At home. "))
    assert "On the train." in anna.notes.text
    document = anna.sync.update_since(Replica().state_vector)
    with pytest.raises(ReplicaError):
        anna.sync.receive(poison(number, document, 5000))
    later = Session.open(anna.path)
    with pytest.raises(ReplicaError):
        later.sync.receive(poison(number, document, 5000))
    later.close()


def test_the_other_registers_no_client_of_a_user(anna: Session) -> None:
    anna.sync.set_remote_address(ADDRESS)
    jan = Replica()
    jan.apply(anna.sync.update_since(Replica().state_vector))
    anna.sync.receive(encode_client_list([jan.client]))
    anna.sync.receive(jan.edit([Splice(0, 0, "Hello. ", MANAGER)])[1])
    assert anna.notes.text.startswith("Hello. ")


@pytest.mark.parametrize("is_own", [True, False])
def test_a_condensed_log_still_names_the_clients_of_its_writer(*, is_own: bool) -> None:
    held = UpdateSet()
    held.add([CarriedUpdate(encode_client_list([5]), is_own)])
    held.add([CarriedUpdate(Replica(7).edit([Splice(0, 0, "Hello.")])[1], is_own)])
    named = [decode_client_list(update) for update in held.condensed()]
    carried = held.missing(Replica().state_vector)
    assert (frozenset({5}) in named) == is_own
    assert any(decode_client_list(update.data) == {5} for update in carried) == is_own
