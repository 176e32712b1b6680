"""A foreign conversation at a path: both are kept, and no text of one reaches the other."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from afspraak.data.crdt.replica import Replica
from afspraak.data.errors import StorageError
from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import MANAGER, RowId
from afspraak.data.maintenance.check import check_file
from afspraak.data.model.edits import Answer, Tick, Write
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.session.session import Session
from afspraak.data.session.user import User
from afspraak.data.storage.siblings import journal_folder, private_path
from afspraak.data.sync.connection_state import Connection
from afspraak.data.sync.folder.remote import FolderRemote
from afspraak.data.sync.handshake import exchange_updates, read_replica
from afspraak.data.sync.sync_client import SyncClient
from afspraak.data.system.notices import Notices

from ...support.conversations.copies import done
from ...support.conversations.strangers import (
    ALONE,
    OURS,
    THEIRS,
    begun_with,
    notes_text,
    type_and_be_killed,
)


def _all_bytes(folder: Path, name: str) -> bytes:
    """The content of all files whose name starts like this."""
    found = [one for one in folder.rglob("*") if one.is_file()]
    return b"".join(
        one.read_bytes() for one in found if str(one.relative_to(folder)).startswith(name)
    )


def test_a_foreign_file_under_an_open_session_is_kept_beside(
    ours: Path, stranger: Path, user: User, notices: Notices
) -> None:
    session = Session.open(ours, user=user)
    sent: list[bytes] = []
    session.sync.subscribe_updates(sent.append)
    shutil.copy(stranger, ours)
    ours.chmod(0o644)
    session.apply(Write(0, 0, "on "))
    session.close()
    kept = ours.with_name("anna-2.json")
    assert notes_text(ours).startswith(f"on {OURS}") and THEIRS not in notes_text(ours)
    assert notes_text(kept).startswith(THEIRS) and OURS not in notes_text(kept)
    assert kept.read_bytes() == stranger.read_bytes()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert Notebook(ours.parent).slugs() == ["anna", "anna-2"]
    assert THEIRS.encode() not in b"".join(sent)
    (told,) = notices.take()
    assert "anna.json" in str(told) and "anna-2.json" in str(told)
    assert Session.open_read_only(ours).private_answers(), "our preparation stays ours"


def test_an_unchanged_session_does_not_yield_to_a_foreign_file(ours: Path, stranger: Path) -> None:
    session = Session.open(ours)
    shutil.copy(stranger, ours)
    session.close()
    assert notes_text(ours).startswith(OURS)
    assert notes_text(ours.with_name("anna-2.json")).startswith(THEIRS)


def test_a_second_foreign_file_gets_another_name(ours: Path, stranger: Path) -> None:
    session = Session.open(ours)
    for _ in range(2):
        shutil.copy(stranger, ours)
        session.apply(Write(0, 0, "x"))
        session.save()
    session.close()
    assert Notebook(ours.parent).slugs() == ["anna", "anna-2", "anna-3"]


def test_a_foreign_file_over_a_closed_conversation_keeps_both(
    ours: Path, stranger: Path, user: User, notices: Notices
) -> None:
    type_and_be_killed(ours, "and more")
    shutil.copy(stranger, ours)
    looked = Session.open_read_only(ours)
    assert looked.notes.text.startswith(THEIRS) and not looked.private_answers()
    report = check_file(ours)
    assert not report.is_intact and any(
        "another conversation" in line for line in report.lines(catalogue("en"))
    )
    with closing(Session.open(ours, user=user)) as session:
        assert session.notes.text == f"{THEIRS}\n"
        assert not session.private_answers()
        session.apply(Write(0, 0, "new "))
    assert ours.parent.joinpath("anna-2.json").exists()
    kept = Session.open(ours.with_name("anna-2.json"), user=user)
    assert kept.notes.text == f"{OURS}\nand more"
    assert list(kept.private_answers().values()) == [ALONE]
    kept.close()
    assert check_file(ours).is_intact and check_file(kept.path).is_intact
    text = _all_bytes(ours.parent, "anna.")
    assert OURS.encode() not in text and ALONE.encode() not in text
    assert any("anna-2" in str(one) for one in notices.take())


def test_a_journal_of_a_replaced_conversation_is_kept(
    ours: Path, stranger: Path, user: User, notices: Notices
) -> None:
    type_and_be_killed(ours, "and more")
    ours.with_name("anna.json~").unlink()
    shutil.copy(stranger, ours)
    Session.open(ours, user=user).close()
    kept = ours.with_name("anna-2.json")
    assert len(list(journal_folder(kept).iterdir())) == 1
    assert private_path(kept).exists() and not private_path(ours).exists()
    assert notes_text(ours) == f"{THEIRS}\n"
    assert "anna-2" in " ".join(map(str, notices.take()))


def test_a_foreign_conversation_keeps_its_private_preparation(ours: Path, stranger: Path) -> None:
    item = Session.open_read_only(stranger).conversation.checklist[0].id
    done(stranger, Answer(item, MANAGER, "Theirs alone", private=True))
    session = Session.open(ours)
    shutil.copy(stranger, ours)
    shutil.copy(private_path(stranger), private_path(ours))
    session.apply(Answer(item, MANAGER, f"{ALONE} too", private=True))
    session.apply(Write(0, 0, "x"))
    session.close()
    kept = ours.with_name("anna-2.json")
    assert list(Session.open_read_only(kept).private_answers().values()) == ["Theirs alone"]
    assert list(Session.open_read_only(ours).private_answers().values()) == [f"{ALONE} too"]


def test_two_open_programs_do_not_displace_each_other(ours: Path, stranger: Path) -> None:
    session = Session.open(ours)
    shutil.copy(stranger, ours)
    with pytest.raises(StorageError, match="another conversation"):
        Session.open(ours)
    session.apply(Write(0, 0, "on "))
    with pytest.raises(StorageError, match="another conversation"):
        Session.open(ours)
    session.close()
    assert notes_text(ours).startswith(f"on {OURS}")
    assert Session.open_read_only(ours).private_answers()


def test_a_file_without_its_document_is_the_same_conversation(
    ours: Path, user: User, notices: Notices
) -> None:
    def bared() -> None:
        tables = json.loads(ours.read_text("utf-8"))
        del tables["_sync"]
        tables["notes"]["1"]["lines"][0] += " by hand"
        ours.write_text(json.dumps(tables), encoding="utf-8")

    session = Session.open(ours, user=user)
    bared()
    session.apply(Tick(RowId("goals"), "done"))
    session.close()
    assert notes_text(ours) == f"{OURS} by hand\n"
    bared()
    type_and_be_killed(ours, "more")
    session = Session.open(ours, user=user)
    assert session.notes.text == f"{OURS} by hand by hand\nmore"
    assert list(session.private_answers().values()) == [ALONE]
    session.close()
    assert Notebook(ours.parent).slugs() == ["anna"] and not notices.take()


@pytest.mark.parametrize("prepared", [True, False])
def test_a_foreign_file_without_document_leaves_the_previous_copy(
    ours: Path, tmp_path: Path, prepared: bool
) -> None:
    stranger = begun_with(tmp_path / "elsewhere" / "bob.json", THEIRS, "2020-02-03T09:00:00Z")
    if not prepared:
        private_path(ours).unlink()
    tables = json.loads(stranger.read_text("utf-8"))
    del tables["_sync"]
    ours.write_text(json.dumps(tables), encoding="utf-8")
    assert not check_file(ours).is_intact
    Session.open(ours).close()
    kept = ours.with_name("anna-2.json")
    assert notes_text(kept) == f"{OURS}\n" and notes_text(ours) == f"{THEIRS}\n"
    assert list(Session.open_read_only(kept).private_answers().values()) == [ALONE] * prepared
    Session.open(ours).close()
    assert check_file(ours).is_intact and Notebook(ours.parent).slugs() == ["anna", "anna-2"]


def test_an_older_backup_is_the_same_conversation(ours: Path, user: User, notices: Notices) -> None:
    backup = ours.read_bytes()
    done(ours, Write(0, 0, "later "), user=user)
    type_and_be_killed(ours, "and more")
    ours.write_bytes(backup)
    with closing(Session.open(ours, user=user)) as session:
        assert "and more" in session.notes.text or session.replicas.has_pending_updates
        assert session.private_answers()
    assert Notebook(ours.parent).slugs() == ["anna"] and not notices.take()


def test_a_share_of_another_conversation_is_refused(
    ours: Path, stranger: Path, tmp_path: Path
) -> None:
    place = tmp_path / "place"
    place.mkdir()
    with closing(Session.open(ours)) as session, closing(FolderRemote(place, 1)) as store:
        exchange_updates(session.sync, store)
    before = {one.name: one.read_bytes() for one in place.iterdir()}
    session, store = Session.open(stranger), FolderRemote(place, 3)
    with pytest.raises(StorageError, match="another conversation"):
        exchange_updates(session.sync, store)
    link = SyncClient(session.sync, store)
    assert link.state is Connection.WAITING and "another conversation" in str(link.error)
    session.apply(Write(0, 0, "still "))
    link.sync()
    link.close()
    session.close()
    assert {one.name: one.read_bytes() for one in place.iterdir()} == before
    assert OURS not in notes_text(stranger)


def test_a_partner_receives_nothing_of_a_foreign_conversation(
    ours: Path, stranger: Path, tmp_path: Path
) -> None:
    place, partner = tmp_path / "place", tmp_path / "hers" / "jan.json"
    place.mkdir()
    session = Session.open(ours)
    link = SyncClient(session.sync, FolderRemote(place, 1))
    replica = Replica()
    replica.apply(session.sync.update_since(replica.state_vector))
    hers = Session.from_replica(partner, replica)
    hers.save()
    at_hers = SyncClient(hers.sync, FolderRemote(place, 2))
    shutil.copy(stranger, ours)
    session.apply(Write(0, 0, "x"))
    session.save()
    at_hers.sync()
    assert hers.notes.text == session.notes.text == f"x{OURS}\n"
    for one in (link, at_hers, session, hers):
        one.close()
    assert THEIRS not in read_replica(FolderRemote(place, 3)).notes.text
    assert THEIRS.encode() not in _all_bytes(tmp_path / "hers", "")


def test_an_update_that_creates_another_conversation_is_refused(ours: Path, stranger: Path) -> None:
    document = Session.open_read_only(stranger).sync.update_since(Replica().state_vector)
    with closing(Session.open(ours)) as session:
        with pytest.raises(StorageError, match="another conversation"):
            session.sync.receive(document)
        assert THEIRS not in session.notes.text
