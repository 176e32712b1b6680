"""The contract of remotes, for every kind."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from uuid import uuid4

import pytest

from afspraak.data.errors import RemoteError, StorageError
from afspraak.data.ids import MANAGER, Login
from afspraak.data.model.remote_address import (
    LocalFolder,
    PostgresDatabase,
    RemoteAddress,
    SshMachine,
)
from afspraak.data.sync.handshake import shake_hands
from afspraak.data.sync.hosts import Hosts
from afspraak.data.sync.remote import Presence, data_of

from ...support.servers.remotes import RemoteFactory, notes_at
from ...support.servers.waiting import PATIENCE, read_updates, shake_hands_until, wait_until
from ...support.updates.writer import EMPTY_VECTOR, UpdateWriter


def test_an_appended_update_is_read_once_by_the_other(place: RemoteFactory) -> None:
    mine, theirs, jan = place(1), place(2), UpdateWriter()
    shake_hands(mine, EMPTY_VECTOR)
    seen = shake_hands(theirs, EMPTY_VECTOR).offsets
    said = [jan.write("one "), jan.write("two ")]
    for update in said:
        mine.append(update)
    assert list(read_updates(theirs, seen, 2)) == said
    seen = theirs.read_since(seen).offsets
    assert list(theirs.read_since(seen).updates) == []
    third = jan.write("three ")
    mine.append(third)
    assert list(read_updates(theirs, seen, 1)) == [third]


def test_each_update_says_whether_this_user_wrote_it(place: RemoteFactory, kind: str) -> None:
    """In a folder and over SSH all these sessions are this user's."""
    session, mine, theirs, jan, anna = place(1), place(3), place(2), UpdateWriter(), UpdateWriter()
    expected = {("mine", True), ("theirs", kind != "database")}
    for store in (session, mine, theirs):
        shake_hands(store, EMPTY_VECTOR)
    seen = shake_hands(session, EMPTY_VECTOR).offsets
    theirs.append(anna.write("theirs"))
    mine.append(jan.write("mine"))
    wait_until(session, lambda: len(session.read_since(seen).updates) == 2)
    later = place(5)
    for updates in (session.read_since(seen).updates, shake_hands(later, EMPTY_VECTOR).updates):
        writers = {("mine" if b"mine" in data else "theirs", own) for data, own in updates}
        assert writers == expected
    assert shake_hands(later, EMPTY_VECTOR).updates[0].is_own


def test_own_updates_are_not_returned(place: RemoteFactory) -> None:
    mine, theirs, jan, anna = place(1), place(2), UpdateWriter(), UpdateWriter()
    seen = shake_hands(mine, EMPTY_VECTOR).offsets
    shake_hands(theirs, EMPTY_VECTOR)
    mine.append(jan.write("mine "))
    answer = anna.write("theirs ")
    theirs.append(answer)
    assert list(read_updates(mine, seen, 1)) == [answer]


def test_a_later_session_reads_updates_of_ended_sessions(place: RemoteFactory) -> None:
    first, jan = place(1), UpdateWriter()
    shake_hands(first, EMPTY_VECTOR)
    first.append(jan.write("early"))
    first.close()
    assert notes_at(place(3)) == "early"


def test_only_missing_updates_are_returned(place: RemoteFactory) -> None:
    mine, theirs, jan = place(1), place(2), UpdateWriter()
    shake_hands(mine, EMPTY_VECTOR)
    mine.append(jan.write("x" * 10_000))
    state = jan.replica.state_vector
    shake_hands_until(theirs, EMPTY_VECTOR, lambda text: text == "x" * 10_000)
    mine.append(jan.write("y"))
    shake_hands_until(theirs, EMPTY_VECTOR, lambda text: text.endswith("y"))
    told = shake_hands(theirs, state)
    assert sum(map(len, data_of(told.updates))) < 100
    assert told.snapshot == jan.replica.snapshot


def test_a_presence_is_visible_until_its_session_leaves(place: RemoteFactory) -> None:
    mine, theirs = place(1), place(2)
    for store in (mine, theirs):
        shake_hands(store, EMPTY_VECTOR)
    assert list(theirs.read_presence()) == []
    mine.announce(Presence(Login("ignored"), MANAGER, "notes", 12))
    wait_until(theirs, lambda: bool(theirs.read_presence()))
    (seen,) = theirs.read_presence()
    assert seen._replace(login=Login("")) == Presence(Login(""), MANAGER, "notes", 12)
    assert seen.login != "ignored"
    mine.announce(Presence(Login(""), MANAGER, "agreements", 0, "a1"))
    wait_until(theirs, lambda: theirs.read_presence()[0].row == "a1")
    assert theirs.read_presence()[0].pane == "agreements"
    assert list(mine.read_presence()) == []
    mine.close()
    wait_until(theirs, lambda: not theirs.read_presence())


def test_new_updates_are_notified(place: RemoteFactory) -> None:
    mine, theirs = place(1), place(2)
    for store in (mine, theirs):
        shake_hands(store, EMPTY_VECTOR)
    told = threading.Event()
    stop = theirs.watch(told.set)
    happenings: list[Callable[[], None]] = [
        lambda: mine.append(UpdateWriter().write("x")),
        lambda: mine.announce(Presence(Login(""), MANAGER, "notes")),
        mine.close,
    ]
    for happening in happenings:
        # What was told before may still read_updates: only something new counts.
        while told.wait(0.3):
            told.clear()
        happening()
        assert told.wait(PATIENCE)
    stop()


def test_a_large_update_arrives_whole(place: RemoteFactory) -> None:
    mine, theirs, jan = place(1), place(2), UpdateWriter()
    shake_hands(mine, EMPTY_VECTOR)
    seen = shake_hands(theirs, EMPTY_VECTOR).offsets
    large = jan.write("".join(map(chr, range(0x20, 0x2000))) * 100)
    mine.append(large)
    assert list(read_updates(theirs, seen, 1)) == [large]


UNREACHABLE = (
    LocalFolder("/nowhere/at-all"),
    SshMachine("nowhere").share("/var/tmp/afspraak-1"),
    PostgresDatabase("postgresql://127.0.0.1:1/afspraak").share(str(uuid4())),
)
"""A share of each kind that cannot be reached."""


@pytest.mark.parametrize("address", UNREACHABLE, ids=["folder", "ssh", "database"])
@pytest.mark.usefixtures("ssh")
def test_a_failure_of_a_remote_is_not_one_of_the_notebook(address: RemoteAddress) -> None:
    with closing(Hosts().open_remote(address)) as remote:
        with pytest.raises(RemoteError) as failed:
            shake_hands(remote, EMPTY_VECTOR)
        assert not isinstance(failed.value, StorageError)
        for call in (lambda: remote.append(b"x"), lambda: remote.read_since({})):
            with pytest.raises(RemoteError):
                call()
