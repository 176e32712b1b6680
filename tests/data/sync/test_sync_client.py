"""Synchronised sessions converge, whatever happens on the way."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from afspraak.data.errors import RemoteError
from afspraak.data.ids import MANAGER, Login
from afspraak.data.model.edits import Change, Tick, Write
from afspraak.data.session.session import Session
from afspraak.data.storage.saving.status import Saving
from afspraak.data.sync import handshake, reconnecting_remote
from afspraak.data.sync.connection_state import Connection
from afspraak.data.sync.postgres import database_updates
from afspraak.data.sync.remote import CarriedUpdate, LogOffsets, Presence, ReceivedUpdates
from afspraak.data.sync.sync_client import SyncClient

from ...support.amount import tries
from ...support.servers.postgres import Server
from ...support.servers.proxy import proxy
from ...support.servers.remotes import RemoteFactory, database_remotes, folder_remotes, new_remotes
from ...support.servers.synced_session import SyncedSession, session_content
from ...support.servers.waiting import sync_all_until, sync_until

_DOING = st.tuples(
    st.sampled_from(
        [
            "write",
            "write",
            "write",
            "erase",
            "tick",
            "header",
            "undo",
            "take in",
            "leave",
            "restart",
        ]
    ),
    st.integers(0, 3),
    st.integers(0, 200),
)


Doings = list[tuple[str, int, int]]


@settings(max_examples=tries(60), suppress_health_check=list(HealthCheck))
@given(people=st.integers(2, 4), doings=st.lists(_DOING, max_size=40))
def test_all_sessions_converge_and_lose_nothing(
    shared: Path, tmp_path_factory: pytest.TempPathFactory, people: int, doings: Doings
) -> None:
    with new_remotes("folder") as place:
        _sit_together(tmp_path_factory.mktemp("table"), place, people, doings)


@settings(max_examples=6, suppress_health_check=list(HealthCheck))
@given(people=st.integers(2, 3), doings=st.lists(_DOING, max_size=25))
@pytest.mark.usefixtures("shared", "ssh")
def test_sessions_converge_over_ssh(
    tmp_path_factory: pytest.TempPathFactory, people: int, doings: Doings
) -> None:
    with new_remotes("ssh") as place:
        _sit_together(tmp_path_factory.mktemp("table"), place, people, doings)


@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@given(people=st.integers(2, 4), doings=st.lists(_DOING | st.just(("cut", 0, 0)), max_size=30))
def test_sessions_converge_over_a_database(
    server: Server, tmp_path_factory: pytest.TempPathFactory, people: int, doings: Doings
) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch, proxy(server.port) as line:
        monkeypatch.setattr(
            database_updates, "CONDENSE_THRESHOLD", 3
        )  # so that rows are put together all the while
        monkeypatch.setattr(reconnecting_remote, "INITIAL_BACKOFF_SECONDS", 0.02)
        place = database_remotes(server, line.port)
        _sit_together(tmp_path_factory.mktemp("table"), place, people, doings, line.cut)


def _sit_together(
    base: Path,
    place: RemoteFactory,
    people: int,
    doings: Doings,
    cut: Callable[[], None] = lambda: None,
) -> None:
    seats: list[SyncedSession] = []
    for number in range(people):
        start = seats[0].session if seats else None
        seats.append(SyncedSession(base / f"nb{number}" / "talk.json", place, start))
    written: list[str] = []
    undone = False
    for step, (doing, who, where) in enumerate(doings):
        seat = seats[who % people]
        session = seat.session
        length = len(session.notes)
        if doing == "write":
            mark = f"<{step}>"
            session.apply(Write(min(where, length), 0, mark, True))
            written.append(mark)
        elif doing == "tick":
            items = session.conversation.checklist
            session.apply(Tick(items[where % len(items)].id, "done"))
        elif doing == "header":
            session.apply(Change("header", values={"minutes": where}))
        elif doing == "undo" and session.undo():
            undone = True
        elif doing == "take in" and seat.link:
            seat.link.sync()
        elif doing == "leave":
            if seat.link is None:
                seat.connect()
            else:
                seat.disconnect()
        elif doing == "restart":
            seat.restart()
        elif doing == "cut":
            cut()
    for seat in seats:
        seat.connect()
    sync_all_until(
        [seat.link for seat in seats if seat.link],
        lambda: len({session_content(seat.session) for seat in seats}) == 1,
    )
    text = seats[0].session.notes.text
    assert undone or all(_stands(mark, text) for mark in written)
    for seat in seats:
        seat.close()


def _stands(mark: str, text: str) -> bool:
    """Whether all characters of a mark are in the text in order, possibly with others between."""
    rest: Iterator[str] = iter(text)
    return all(letter in rest for letter in mark)


def _has_notes(session: Session, text: str) -> bool:
    return text in session.notes.text


def test_what_is_too_large_is_said_once_and_the_others_updates_still_come(
    tmp_path: Path, place: RemoteFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    jan = SyncedSession(tmp_path / "a" / "talk.json", place, None)
    anna = SyncedSession(tmp_path / "b" / "talk.json", place, jan.session)
    assert jan.link is not None and anna.link is not None
    size = len(jan.session.sync.update_since(Session.open(jan.path).sync.state_vector)) + 5000
    monkeypatch.setattr(handshake, "MAX_UPDATE_BYTES", size)
    jan.session.apply(Write(0, 0, "x" * size, True))
    jan.session.apply(Write(0, 0, "after ", True))
    for mark in ("hers", "hers too"):
        assert jan.link.error is not None and jan.link.error.key == "sharing.too_large"
        anna.session.apply(Write(0, 0, mark, True))
        sync_all_until([jan.link], partial(_has_notes, jan.session, mark))
        assert jan.link.state is Connection.IN_SYNC
        jan.disconnect()
        jan.connect()
        with pytest.raises(RemoteError, match="too large"), closing(place(9)) as again:
            handshake.exchange_updates(jan.session.sync, again)
    assert "after" not in anna.session.notes.text
    monkeypatch.setattr(handshake, "MAX_UPDATE_BYTES", 2 * size)
    jan.disconnect()
    jan.connect()
    sync_all_until([anna.link], lambda: "after " in anna.session.notes.text)
    jan.close()
    anna.close()


class Failing:
    """A remote that can fail and recover."""

    def __init__(self, inner: object) -> None:
        self.inner = inner
        self.fails = False

    def __getattr__(self, name: str) -> object:
        if self.fails:
            raise RemoteError("storage.reason.other", text="the place is gone")
        return getattr(self.inner, name)


def test_unsent_updates_are_sent_later(tmp_path: Path, place: RemoteFactory) -> None:
    jan = SyncedSession(tmp_path / "a" / "talk.json", place, None)
    anna = SyncedSession(tmp_path / "b" / "talk.json", place, jan.session)
    jan.disconnect()
    failing = Failing(place(jan.session.sync.client))
    link = SyncClient(jan.session.sync, failing)  # type: ignore[arg-type]
    sync_until(link)
    failing.fails = True
    jan.session.apply(Write(0, 0, "meanwhile ", True))
    assert str(link.error) == "the place is gone"
    assert jan.session.save_status.state is not Saving.FAILED, "the own notebook has it"
    link.sync()
    assert str(link.error)
    failing.fails = False
    sync_until(link)
    assert not link.error
    assert anna.link is not None
    sync_until(anna.link, lambda: anna.session.notes.text.startswith("meanwhile "))
    link.close()
    anna.close()


class Reconnected:
    """A remote whose connection broke and returned before anybody noticed; it notified once."""

    def __init__(self, inner: object) -> None:
        self.inner = inner
        self.met = True

    def __getattr__(self, name: str) -> object:
        return getattr(self.inner, name)

    def handshake(self, state: bytes) -> object:
        self.met = True
        return self.inner.handshake(state)  # type: ignore[attr-defined]

    def read_since(self, seen: LogOffsets) -> ReceivedUpdates:
        if not self.met:
            raise RemoteError("storage.reason.other", text="calling")
        return self.inner.read_since(seen)  # type: ignore[attr-defined, no-any-return]


def test_a_quickly_restored_connection_gets_a_new_handshake(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    place = folder_remotes(folder)
    jan = SyncedSession(tmp_path / "a" / "talk.json", place, None)
    anna = SyncedSession(tmp_path / "b" / "talk.json", place, jan.session)
    remote = Reconnected(place(7))
    link = SyncClient(jan.session.sync, remote)  # type: ignore[arg-type]
    remote.met = False
    anna.session.apply(Write(0, 0, "meanwhile "))
    link.sync()
    assert link.state is Connection.IN_SYNC
    assert not link.error
    assert jan.session.notes.text.startswith("meanwhile ")
    link.close()
    for seat in (jan, anna):
        seat.close()


class Noisy:
    """A remote that returns everything twice, with foreign bytes between."""

    def __init__(self, inner: object, chance: random.Random) -> None:
        self.inner, self.chance = inner, chance

    def read_since(self, seen: LogOffsets) -> ReceivedUpdates:
        arrived = self.inner.read_since(seen)  # type: ignore[attr-defined]
        updates = [*arrived.updates, *arrived.updates, CarriedUpdate(b"\xff\xff foreign")]
        self.chance.shuffle(updates)
        return ReceivedUpdates(updates, arrived.offsets)

    def __getattr__(self, name: str) -> object:
        return getattr(self.inner, name)


def test_duplicated_reordered_and_foreign_updates_change_nothing(
    tmp_path: Path, place: RemoteFactory
) -> None:
    jan = SyncedSession(tmp_path / "a" / "talk.json", place, None)
    anna = SyncedSession(tmp_path / "b" / "talk.json", place, jan.session)
    anna.disconnect()
    noisy = Noisy(place(anna.session.sync.client), random.Random(1))
    link = SyncClient(anna.session.sync, noisy)  # type: ignore[arg-type]
    sync_until(link)
    for number in range(30):
        jan.session.apply(Write(number, 0, "x", number == 0))
        if number % 7 == 0:
            link.sync()
    sync_until(link, lambda: anna.session.notes.text == jan.session.notes.text)
    assert list(link.others) == []
    assert jan.link is not None
    jan.link.announce(Presence(Login(""), MANAGER, "notes", 3))
    sync_until(link, lambda: [here.position for here in link.others] == [3])
    link.close()
    jan.close()


def test_bytes_of_one_key_between_two_sessions(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    place = folder_remotes(folder)
    jan = SyncedSession(tmp_path / "a" / "talk.json", place, None)
    jan.session.apply(Write(0, 0, "a", True))
    before = sum(path.stat().st_size for path in folder.iterdir())
    for number in range(100):
        jan.session.apply(Write(1 + number, 0, "x", False))
    after = sum(path.stat().st_size for path in folder.iterdir())
    assert (after - before) / 100 < 45  # an update of some 30 bytes, and 8 of its frame
    jan.close()


def test_logs_of_many_sessions_are_combined_without_loss(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    place = folder_remotes(folder)
    jan = SyncedSession(tmp_path / "a" / "talk.json", place, None)
    for number in range(60):
        jan.session.apply(Write(0, 0, f"<{number}>", True))
        jan.disconnect()
        jan.session.close()
        jan.session = Session.open(jan.path)
        jan.connect()
    assert len(list(folder.iterdir())) < 25
    anna = SyncedSession(tmp_path / "b" / "talk.json", place, jan.session)
    assert anna.session.notes.text == jan.session.notes.text
    assert all(f"<{number}>" in anna.session.notes.text for number in range(60))
    jan.close()
    anna.close()
