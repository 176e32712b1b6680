"""Side files of a replaced conversation are found, kept apart and restored."""

from __future__ import annotations

import errno
import json
import os
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from afspraak.data.crdt import replica as replicas
from afspraak.data.crdt.replica import Replica
from afspraak.data.crdt.replica_errors import UnrelatedUpdate
from afspraak.data.crdt.update_clients import (
    clients_in,
    decode_client_list,
    encode_client_list,
    introduces_key,
)
from afspraak.data.errors import UsageError
from afspraak.data.i18n.catalogue import Message
from afspraak.data.ids import MANAGER, RowId
from afspraak.data.maintenance.check import check_file
from afspraak.data.maintenance.lock import lock
from afspraak.data.maintenance.repair import restore
from afspraak.data.model.edits import Answer, Write
from afspraak.data.model.fields import SINGLETON_ID, FieldKey
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.privacy.erasure import erase_person, plan_erasure
from afspraak.data.privacy.subject_access import collect_subject_data
from afspraak.data.session.session import Session
from afspraak.data.session.user import User
from afspraak.data.storage.conversation_file import ConversationFile
from afspraak.data.storage.durable_replica import DurableReplica
from afspraak.data.storage.encryption.seal import is_sealed
from afspraak.data.storage.journal.journal import Journal
from afspraak.data.storage.journal.journal_reader import read_journals
from afspraak.data.storage.loader import seal_of
from afspraak.data.storage.siblings import free_path, journal_folder, private_path
from afspraak.data.storage.unrelated.ancestry import may_belong_to
from afspraak.data.sync.merge_file import merge
from afspraak.data.system.notices import Notices

from ...support.conversations.copies import done, files
from ...support.conversations.killing import kill
from ...support.conversations.lock_keys import Key
from ...support.conversations.strangers import (
    ALONE,
    OURS,
    THEIRS,
    begun_with,
    notes_text,
    type_and_be_killed,
)

LINK = FieldKey("header", SINGLETON_ID, "conversation")


def _as_before(private: Path) -> None:
    """Make a private file like those of earlier versions: without conversation and document."""
    tables = json.loads(private.read_text("utf-8"))
    del tables["_sync"], tables["header"]["1"]["conversation"]
    private.write_text(json.dumps(tables), encoding="utf-8")


def test_an_earlier_private_file_is_linked_at_its_next_save(
    ours: Path, user: User, notices: Notices
) -> None:
    _as_before(private_path(ours))
    session = Session.open(ours, user=user)
    assert list(session.private_answers().values()) == [ALONE]
    session.close()
    assert LINK not in ConversationFile(private_path(ours)).load()[0].fields
    item = session.conversation.checklist[1].id
    done(ours, Answer(item, MANAGER, "and this", private=True), user=user)
    assert LINK in ConversationFile(private_path(ours)).load()[0].fields
    assert set(Session.open_read_only(ours).private_answers().values()) == {ALONE, "and this"}
    assert not notices.take()


def test_an_earlier_private_file_stays_with_the_first_conversation(
    ours: Path, stranger: Path
) -> None:
    _as_before(private_path(ours))
    shutil.copy(stranger, ours)
    assert not Session.open_read_only(ours).private_answers()
    with closing(Session.open(ours)) as session:
        assert not session.private_answers()
    kept = Session.open_read_only(ours.with_name("anna-2.json"))
    assert list(kept.private_answers().values()) == [ALONE]


def test_a_private_file_of_another_conversation_is_kept_as_a_copy(
    ours: Path, stranger: Path
) -> None:
    item = Session.open_read_only(stranger).conversation.checklist[0].id
    done(stranger, Answer(item, MANAGER, "Theirs alone", private=True))
    session = Session.open(ours)
    shutil.copy(private_path(stranger), private_path(ours))
    session.apply(Answer(item, MANAGER, "Ours", private=True))
    session.close()
    assert list(Session.open_read_only(ours).private_answers().values()) == ["Ours"]
    kept = ours.with_name("anna.private-2.json")
    assert kept in Notebook(ours.parent).private_file_copies()
    with pytest.raises(UsageError, match="private preparation"):
        merge(ours, kept)


def test_a_file_without_document_and_previous_copy_keeps_its_private_file(
    ours: Path, user: User, notices: Notices
) -> None:
    tables = json.loads(ours.read_text("utf-8"))
    del tables["_sync"]
    ours.write_text(json.dumps(tables), encoding="utf-8")
    ours.with_name("anna.json~").unlink()
    for _ in range(2):
        assert list(Session.open_read_only(ours).private_answers().values()) == [ALONE]
        done(ours, Write(0, 0, "on "), user=user)
    assert notes_text(ours) == f"on on {OURS}\n"
    assert Notebook(ours.parent).slugs() == ["anna"] and not notices.take()


def test_remains_of_a_conversation_are_listed_and_repaired_from_a_copy(
    ours: Path, stranger: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copy(ours, tmp_path / "copy.json"))
    type_and_be_killed(ours, "and more")
    ours.with_name("anna.json~").unlink()
    shutil.copy(stranger, ours)
    Session.open(ours).close()
    notebook = Notebook(ours.parent)
    (left,) = notebook.orphaned_journals()
    assert left.name == "anna-2.json" and not check_file(left).is_intact
    with pytest.raises(UsageError, match="no history in common"):
        restore(left, str(stranger))
    restore(left, str(copy))
    session = Session.open_read_only(left)
    assert session.notes.text == f"{OURS}\nand more"
    assert list(session.private_answers().values()) == [ALONE]
    assert notebook.orphaned_journals() == []


def test_a_journal_of_a_renamed_conversation_is_applied_to_it(
    tmp_path: Path, stranger: Path
) -> None:
    ours = tmp_path / "nb" / "anna.json"
    conversation = build_conversation(NewConversation("manager", "Jan Bakker", "Anna de Vries"))
    session = Session.create(ours, conversation, me=MANAGER)
    shutil.copy(stranger, ours)
    guest = Session.open(ours)  # nothing lies beside it yet, so nothing tells that ours is open
    session.apply(Write(0, 0, "ours "))
    session.save()  # the guest's file is anna-2 now
    guest.apply(Write(len(guest.notes), 0, "typed last"))
    kill(guest)
    session.close()
    Session.open(ours).close()
    kept = ours.with_name("anna-2.json")
    assert notes_text(kept) == f"{THEIRS}\ntyped last"
    assert notes_text(ours).startswith("ours ") and THEIRS not in notes_text(ours)
    assert Notebook(ours.parent).slugs() == ["anna", "anna-2"]


def test_nothing_is_moved_in_a_read_only_folder(
    ours: Path, stranger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(stranger, ours)
    before = files(ours.parent)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with closing(Session.open(ours)) as session:
        assert session.notes.text == f"{THEIRS}\n" and not session.private_answers()
    assert files(ours.parent) == before


def test_subject_access_excludes_the_private_file_of_another_conversation(
    ours: Path, stranger: Path
) -> None:
    shutil.copy(stranger, ours)
    assert ALONE not in str(collect_subject_data(ours.parent, "Anna de Vries"))


def test_a_foreign_file_never_determines_our_encryption_keys(
    ours: Path, stranger: Path, jan: Key, anna: Key
) -> None:
    jan.only()
    lock(ours, [jan.public])
    lock(stranger, [jan.public, anna.public])
    session = Session.open(ours)
    shutil.copy(stranger, ours)
    session.apply(Write(0, 0, "on "))
    session.close()
    seal = seal_of(ours)
    assert seal is not None and len(seal.recipients) == 1
    assert is_sealed(ours.with_name("anna-2.json"))
    # And closed: the previous copy, the private file and the journal go along as they are.
    type_and_be_killed(ours, "more")
    shutil.copy(stranger, ours)
    Session.open(ours).close()
    kept = ours.with_name("anna-3.json")
    assert is_sealed(kept) and notes_text(kept).startswith(OURS)


def test_an_existing_name_is_never_overwritten(ours: Path, stranger: Path) -> None:
    for name in ("anna-2.json~", "anna-3.private.json", "anna-4.json"):
        (ours.parent / name).write_text("mine")
    journal_folder(ours.with_name("anna-5.json")).mkdir()
    assert free_path(ours).name == "anna-6.json"
    session = Session.open(ours)
    shutil.copy(stranger, ours)
    session.apply(Write(0, 0, "x"))
    session.close()
    assert ours.with_name("anna-6.json").read_bytes() == stranger.read_bytes()
    assert ours.with_name("anna-4.json").read_text() == "mine"


def test_a_document_refuses_an_update_that_creates_another_conversation(
    ours: Path, stranger: Path
) -> None:
    documents = []
    for path in (ours, stranger):
        replica, _ = ConversationFile(path).load()
        documents.append((replica, replica.document()))
    (mine, document), (_, other) = documents
    with pytest.raises(UnrelatedUpdate):
        mine.apply(other)
    assert THEIRS not in mine.notes.text
    mine.apply(document)
    replica = Replica()
    replica.apply(other)
    assert introduces_key(other, "header/-/created", ()) and not introduces_key(
        other, "header/-/none", ()
    )
    assert not introduces_key(other[:40], "header/-/created", ())
    assert introduces_key(other, "header/-/created", replica.clocks_by_client.keys()) is False


def test_a_journal_identifies_its_conversation(tmp_path: Path) -> None:
    named = frozenset({3, 2**31, 7})
    assert decode_client_list(encode_client_list(named)) == named
    replica = Replica()
    assert (
        not replica.apply(encode_client_list(named))
        and replica.is_complete
        and replica.clocks_by_client == {}
    )
    for update in (b"", b"\0\0", b"\0\1\3\1\0\1", b"\1\1\7\0", b"\0\x80", b"\0" + b"\xff" * 12):
        assert decode_client_list(update) == frozenset()
    journal = Journal.create(tmp_path / "a.log", 5, document_clients=named)
    journal.append(b"one")
    journal.truncate(journal.position())
    journal.append(b"two")
    (found,) = read_journals(tmp_path / "a.log")
    assert (found.document_clients, found.frames) == (named, (b"two",))
    journal.truncate(journal.position())
    journal.close()
    assert not (tmp_path / "a.log").exists()


def test_a_journal_without_anchor_is_identified_by_its_dependencies(
    ours: Path, stranger: Path
) -> None:
    from afspraak.data.storage.unrelated.ancestry import ancestry

    mine, other = (ConversationFile(path).load()[0] for path in (ours, stranger))
    here = ancestry(mine)
    _, builds = mine.edit((), {FieldKey("item", RowId("goals"), "state"): "done"})
    _, begins_new = Replica().edit((), {FieldKey("item", RowId("goals"), "remark/manager"): "new"})
    _, foreign = other.edit((), {FieldKey("item", RowId("goals"), "state"): "done"})
    assert may_belong_to([builds], frozenset(), here) and may_belong_to(
        [begins_new], frozenset(), here
    )
    client = Replica()
    client.apply(other.document())
    _, theirs = client.edit((), {FieldKey("item", RowId("goals"), "state"): "parked"})
    assert clients_in(theirs)[1] and not may_belong_to([theirs], frozenset(), here)
    assert may_belong_to([b"junk"], frozenset(), here)
    del foreign


def test_notices_wait_until_they_are_shown(notices: Notices) -> None:
    full, brief = Message("app.damaged"), Message("app.notice")
    notices.add(full, brief)
    assert notices.take_brief() == [brief] and notices.take_brief() == []
    assert notices.take() == [full] and notices.take() == []


def test_private_files_started_by_two_sessions_merge(
    tmp_path: Path, user: User, notices: Notices
) -> None:
    path = begun_with(tmp_path / "nb" / "anna.json", OURS)
    first, second = Session.open(path, user=user), Session.open(path, user=user)
    items = first.conversation.checklist
    first.apply(Answer(items[0].id, MANAGER, "one", private=True))
    second.apply(Answer(items[1].id, MANAGER, "two", private=True))
    first.close()
    second.close()
    assert set(Session.open_read_only(path).private_answers().values()) == {"one", "two"}
    assert not notices.take() and len(Notebook(path.parent).private_file_copies()) == 0


@pytest.mark.parametrize("moved", [False, True], ids=["before", "between the two names"])
@pytest.mark.parametrize("number", range(4))
def test_a_kill_during_the_move_loses_nothing(
    ours: Path, stranger: Path, monkeypatch: pytest.MonkeyPatch, number: int, moved: bool
) -> None:
    type_and_be_killed(ours, "and more")
    shutil.copy(stranger, ours)
    link, unlink, count = os.link, Path.unlink, iter(range(100))

    def killed(*words: object, **named: object) -> None:
        if next(count) == number:
            if moved:
                link(*words, **named)  # type: ignore[arg-type] # as it is called
                monkeypatch.setattr(Path, "unlink", _dies)
                return
            raise KeyboardInterrupt
        link(*words, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "link", killed)
    try:
        Session.open(ours).close()
    except KeyboardInterrupt:
        pass
    else:
        assert number > 2, "the previous copy, a journal and the private file are moved"
    monkeypatch.setattr(os, "link", link)
    monkeypatch.setattr(Path, "unlink", unlink)
    for _ in range(2):
        for path in Notebook(ours.parent).paths():
            Session.open(path).close()
    notes = {path.stem: notes_text(path) for path in Notebook(ours.parent).paths()}
    assert notes == {"anna": f"{THEIRS}\n", "anna-2": f"{OURS}\nand more"}
    kept = Session.open_read_only(ours.with_name("anna-2.json"))
    assert list(kept.private_answers().values()) == [ALONE]


def _dies(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_foreign_files_are_kept_without_hard_links_too(
    ours: Path, stranger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    type_and_be_killed(ours, "and more")
    monkeypatch.setattr(os, "link", none)
    shutil.copy(stranger, ours)
    session = Session.open(ours)
    shutil.copy(ours.with_name("anna-2.json"), ours)
    session.apply(Write(0, 0, "x"))
    session.close()
    found = {path.stem: notes_text(path) for path in Notebook(ours.parent).paths()}
    assert found == {"anna": f"x{THEIRS}\n", "anna-2": f"{OURS}\nand more", "anna-3": f"{OURS}\n"}
    assert not [one for one in ours.parent.iterdir() if one.name.startswith(".")]
    assert all(one.stat().st_mode & 0o077 == 0 for one in ours.parent.rglob("*"))


def test_erasing_one_person_removes_nothing_of_another(ours: Path, stranger: Path) -> None:
    shutil.copy(stranger, ours)
    before = files(ours.parent)
    with pytest.raises(UsageError, match="another conversation"):
        erase_person(plan_erasure(ours.parent, "Anna de Vries"))
    assert files(ours.parent) == before


def test_a_copy_mixed_with_another_conversation_is_foreign_too(
    ours: Path, stranger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session.open(ours)
    mixed, other = Replica(), ConversationFile(stranger).load()[0]
    with monkeypatch.context() as earlier:
        earlier.setattr(replicas, "introduces_key", lambda *_: False)
        mixed.apply(session.sync.update_since(mixed.state_vector))
        mixed.apply(other.document())
    replica_at(ours, mixed)
    with pytest.raises(UsageError, match="no history in common"):
        merge(stranger, ours)
    session.apply(Write(0, 0, "on "))
    session.close()
    assert notes_text(ours) == f"on {OURS}\n"
    assert THEIRS in notes_text(ours.with_name("anna-2.json"))


def replica_at(path: Path, replica: Replica) -> None:
    """Write a document to a path, like another program."""
    elsewhere = path.parent.parent / "made" / path.name
    durable = DurableReplica.create(elsewhere, replica)
    durable.write(durable.prepare_save())
    durable.close()
    shutil.copy(elsewhere, path)
