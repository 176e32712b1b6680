"""A session records what it refuses: once per update, told once, and known to later sessions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from afspraak.data.crdt.replica import Replica
from afspraak.data.ids import EMPLOYEE
from afspraak.data.session.refusals import MAX_STORED, REFUSED_KEY, RefusalKind
from afspraak.data.session.session import Session
from afspraak.data.storage.siblings import private_path
from afspraak.data.sync.folder.remote import FolderRemote
from afspraak.data.sync.handshake import apply_updates
from afspraak.data.sync.remote import CarriedUpdate
from afspraak.data.text.splice import Splice
from afspraak.tui.cli.main import main

from ...support.counting import calls
from ...support.servers.remotes import folder_remotes
from ...support.servers.synced_session import SyncedSession
from ...support.updates.crafted import Section, collected, plain, string, update, value

OTHER = 22


@pytest.fixture
def synced(tmp_path: Path) -> Iterator[SyncedSession]:
    synced = SyncedSession(tmp_path / "jan" / "anna.json", folder_remotes(tmp_path / "f"), None)
    with closing(synced):
        yield synced


def _log(tmp_path: Path, *updates: bytes) -> None:
    """Write updates of another session into the shared folder."""
    with closing(FolderRemote(tmp_path / "f", 5)) as log:
        for each in updates:
            log.append(each)


def _refused(number: int) -> bytes:
    return update(Section(OTHER, 0, [collected(number + 1)]))


def test_each_refused_update_counts_once_and_is_told_once(
    tmp_path: Path, synced: SyncedSession
) -> None:
    refusals, told = synced.session.sync.refusals, list[RefusalKind]()
    refusals.subscribe(told.append)
    partner = Replica(44)
    partner.receive(synced.session.sync.update_since(Replica().state_vector))
    honest = partner.edit([Splice(0, 0, "honest ", EMPLOYEE)])[1]
    _log(tmp_path, _refused(1), _refused(2), honest, _refused(1))
    assert synced.link is not None
    synced.link.sync()
    assert synced.session.notes.text.startswith("honest ")
    assert (refusals.count, told) == (2, [RefusalKind.OWN_UPDATE])
    synced.disconnect()
    synced.connect()
    assert (refusals.count, told) == (2, [RefusalKind.OWN_UPDATE])


def test_a_refused_update_that_waited_counts_too(tmp_path: Path, synced: SyncedSession) -> None:
    refusals = synced.session.sync.refusals
    assert synced.link is not None
    _log(tmp_path, update(Section(OTHER, 0, [string("a", (33, 0))])))
    synced.link.sync()
    assert refusals.count == 0, "it waits"
    _log(tmp_path, update(Section(33, 0, [value("item/a/text", plain("a"))])))
    synced.link.sync()
    assert refusals.count == 1


def test_an_update_of_this_user_is_another_kind_of_refusal(synced: SyncedSession) -> None:
    refusals = synced.session.sync.refusals
    given = [CarriedUpdate(_refused(1), is_own=True), CarriedUpdate(_refused(2))]
    apply_updates(synced.session.sync, given)
    assert dict(refusals.counts) == {RefusalKind.OWN_UPDATE: 1, RefusalKind.UPDATE: 1}


def test_what_was_refused_is_not_decoded_again(synced: SyncedSession) -> None:
    large = update(
        Section(OTHER, 0, [string("a", (OTHER, number)) for number in range(1, 2000)]),
    )
    given = [CarriedUpdate(large)]
    first = calls(lambda: apply_updates(synced.session.sync, given))
    again = calls(lambda: apply_updates(synced.session.sync, given))
    assert first > 100
    assert again < 20


def test_a_later_session_knows_what_was_stored(synced: SyncedSession) -> None:
    refusals = synced.session.sync.refusals
    for number in range(MAX_STORED + 5):
        refusals.refuse(_refused(number), store=True)
    refusals.refuse(_refused(1000))
    stored = str(synced.session.replicas.private_fields[REFUSED_KEY])
    assert len(stored.split()) == MAX_STORED
    synced.close()
    shared, private = (path.read_text() for path in (synced.path, private_path(synced.path)))
    assert "refused" in private
    assert "refused" not in shared
    with closing(Session.open(synced.path)) as session:
        refusals = session.sync.refusals
        known = [refusals.repeat(_refused(number)) for number in range(MAX_STORED + 5)]
        assert known == [False] * 5 + [True] * MAX_STORED
        assert not refusals.repeat(_refused(1000))
        assert refusals.count == MAX_STORED, "they arrived in this session too"
        applied = session.replicas.shared.replica.applied_updates
        apply_updates(session.sync, [CarriedUpdate(_refused(50))])
        assert session.replicas.shared.replica.applied_updates == applied


@pytest.mark.parametrize("words", [("about", "Anna"), ("export", "anna", "-o", "-")])
def test_what_was_stored_is_shown_nowhere(
    synced: SyncedSession,
    words: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    synced.session.sync.refusals.refuse(_refused(1), store=True)
    (digest,) = re.findall("[0-9a-f]{16}", str(synced.session.replicas.private_fields[REFUSED_KEY]))
    synced.close()
    assert digest in private_path(synced.path).read_text()
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(synced.path.parent))
    assert main(words) == 0
    told = capfd.readouterr().out
    assert "Anna" in told
    assert digest not in told and "refused" not in told
