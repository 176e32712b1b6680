"""A session in a shared folder: what harms the library ends a small process, and no more.

The user of these tests owns all logs, so what is refused counts as their own.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from afspraak.data.crdt.quarantine.process import QuarantineProcess
from afspraak.data.crdt.quarantine.quarantine import Quarantine, QuarantineUnavailable
from afspraak.data.crdt.replica import Replica
from afspraak.data.ids import EMPLOYEE, Login
from afspraak.data.model.edits import Write
from afspraak.data.session.refusals import RefusalKind
from afspraak.data.session.session import Session
from afspraak.data.sync.folder.remote import FolderRemote
from afspraak.data.sync.handshake import apply_updates, read_replica, receive_own
from afspraak.data.sync.remote import CarriedUpdate, Presence
from afspraak.data.text.splice import Splice

from ...support.servers.remotes import folder_remotes
from ...support.servers.synced_session import SyncedSession
from ...support.servers.waiting import sync_until
from ...support.updates.harmful import NESTED
from ...support.updates.unguarded import unguarded_process


class Jan:
    """A session that shares a conversation with anna, and the processes of its quarantine."""

    def __init__(self, folder: Path) -> None:
        self.synced = SyncedSession(
            folder / "jan" / "anna.json", folder_remotes(folder / "shared"), None
        )
        self.anna = FolderRemote(folder / "shared", 44)
        self.replica = Replica(44)
        self.replica.receive(self.session.sync.update_since(Replica().state_vector))
        self.started = 0
        self.guard_with(unguarded_process)

    @property
    def session(self) -> Session:
        """The session."""
        return self.synced.session

    @property
    def text(self) -> str:
        """The notes."""
        return self.session.notes.text

    def guard_with(self, start: Callable[[], QuarantineProcess]) -> None:
        """Start the processes of the quarantine in this way."""

        def counted() -> QuarantineProcess:
            self.started += 1
            return start()

        sync = self.session.sync
        sync.quarantine.close()
        sync.quarantine = Quarantine(self.session.replicas.shared.replica, counted)

    def anna_writes(self, text: str) -> None:
        """Write at the beginning, as anna."""
        self.anna.append(self.replica.edit([Splice(0, 0, text, EMPLOYEE)])[1])

    def sync(self, happened: Callable[[], bool]) -> None:
        """Receive updates until something happened."""
        assert self.synced.link is not None
        sync_until(self.synced.link, happened)

    def close(self) -> None:
        """Close both ends."""
        self.anna.close()
        self.synced.close()


@pytest.fixture
def jan(tmp_path: Path) -> Iterator[Jan]:
    with closing(Jan(tmp_path)) as jan:
        yield jan


def test_a_crash_of_the_library_leaves_the_session_as_it_was(jan: Jan) -> None:
    before = jan.session.replicas.shared.replica.document()
    jan.anna.append(NESTED)
    jan.sync(lambda: bool(jan.session.sync.refusals.count))
    assert jan.session.replicas.shared.replica.document() == before
    jan.anna_writes("Portal. ")
    jan.sync(lambda: jan.text.startswith("Portal. "))
    jan.session.apply(Write(0, 0, "Jan. "))
    assert jan.session.sync.refusals.counts == {RefusalKind.OWN_UPDATE: 1}
    jan.session.save()
    assert Session.open_read_only(jan.synced.path).notes.text == jan.text


def test_what_did_harm_is_not_tried_again_after_reopening(jan: Jan) -> None:
    jan.anna.append(NESTED)
    jan.sync(lambda: bool(jan.session.sync.refusals.count))
    jan.synced.disconnect()
    jan.session.close()
    jan.synced.session = Session.open(jan.synced.path)
    jan.guard_with(unguarded_process)
    jan.started = 0
    apply_updates(jan.session.sync, [CarriedUpdate(NESTED)])
    assert jan.started == 0
    assert jan.session.sync.refusals.counts == {RefusalKind.UPDATE: 1}


def test_after_too_much_harm_the_user_is_told_that_nothing_more_is_received(jan: Jan) -> None:
    for number in range(3):
        jan.anna.append(NESTED + bytes(number))
    jan.anna_writes("Portal. ")
    counts = jan.session.sync.refusals.counts
    jan.sync(lambda: RefusalKind.RECEIVING in counts)
    assert counts[RefusalKind.OWN_UPDATE] == 3
    assert "Portal" not in jan.text


def test_what_was_not_tried_is_taken_in_at_the_next_opening(jan: Jan) -> None:
    for number in range(3):
        jan.anna.append(NESTED + bytes(number))
    jan.anna_writes("Portal. ")
    jan.sync(lambda: RefusalKind.RECEIVING in jan.session.sync.refusals.counts)
    jan.session.save()
    jan.synced.restart()
    jan.sync(lambda: jan.text.startswith("Portal. "))


def test_without_a_process_receiving_pauses_and_sending_goes_on(jan: Jan) -> None:
    def cannot_start() -> QuarantineProcess:
        raise PermissionError(13, "Permission denied")

    jan.guard_with(cannot_start)
    link = jan.synced.link
    assert link is not None
    jan.anna_writes("Portal. ")
    jan.sync(lambda: link.error is not None)
    assert "Portal" not in jan.text
    jan.session.apply(Write(0, 0, "Jan. "))
    assert "Jan. " in read_replica(jan.anna).notes.text


def test_receiving_goes_on_by_itself_when_a_process_can_start_again(jan: Jan) -> None:
    works = [False]

    def start() -> QuarantineProcess:
        if works[0]:
            return QuarantineProcess()
        raise BlockingIOError(11, "Resource temporarily unavailable")

    jan.guard_with(start)
    link = jan.synced.link
    assert link is not None
    jan.anna_writes("Portal. ")
    jan.sync(lambda: link.error is not None)
    works[0] = True
    while not link.should_retry:
        assert "Portal" not in jan.text
    link.sync()
    assert jan.text.startswith("Portal. ")
    assert link.error is None


def test_a_copy_that_does_harm_is_not_merged(jan: Jan) -> None:
    before = jan.session.replicas.shared.replica.document()
    with pytest.raises(Exception, match="damage"):
        receive_own(jan.session.sync, NESTED)
    assert jan.session.replicas.shared.replica.document() == before


def test_nothing_is_joined_without_a_process(
    tmp_path: Path, jan: Jan, monkeypatch: pytest.MonkeyPatch
) -> None:
    jan.anna_writes("Portal. ")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "gone"))
    with pytest.raises(QuarantineUnavailable, match="it is not there"):
        read_replica(jan.anna)


def test_no_process_is_started_where_nothing_is_received(jan: Jan) -> None:
    jan.session.apply(Write(0, 0, "Jan. "))
    jan.sync(lambda: True)
    assert jan.started == 0


def test_the_process_is_started_when_another_is_present(jan: Jan) -> None:
    link = jan.synced.link
    assert link is not None
    assert list(link.others) == []
    alone = jan.started
    jan.anna.announce(Presence(Login(""), EMPLOYEE, "notes", 0))
    assert len(link.others) == 1
    assert (alone, jan.started) == (0, 1)
