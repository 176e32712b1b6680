"""Locked conversations are read and written with the keys that were given, not the usual ones.

The usual key files do not exist in these tests.
"""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from afspraak.data.crdt.replica import Replica
from afspraak.data.errors import UsageError
from afspraak.data.ids import MANAGER
from afspraak.data.maintenance.check import check_file
from afspraak.data.maintenance.lock import lock, unlock
from afspraak.data.maintenance.repair import journals_suffice, restore
from afspraak.data.maintenance.save_copy import write_copy
from afspraak.data.model.edits import Answer, Write
from afspraak.data.model.remote_address import LocalFolder
from afspraak.data.notebook.follow_up import follow_up_defaults, make_follow_up
from afspraak.data.notebook.people import conversation_files_in
from afspraak.data.privacy.subject_access import collect_subject_data
from afspraak.data.session.private_file import read_private, remote_address_of
from afspraak.data.session.session import Session
from afspraak.data.session.user import User
from afspraak.data.storage.encryption.keyring import Keyring
from afspraak.data.storage.encryption.seal import NoMatchingKey, is_sealed
from afspraak.data.storage.journal.journal import Journal
from afspraak.data.storage.loader import seal_of
from afspraak.data.storage.siblings import journal_folder, private_path
from afspraak.data.sync.merge_file import merge

from ...support.conversations.copies import copied, done, file_names
from ...support.conversations.killing import kill
from ...support.conversations.lock_keys import Key, own_key_file


@pytest.fixture
def user(jan: Key) -> User:
    """A user whose only key is not among the usual files."""
    return User(keyring=Keyring([jan.private]))


@pytest.fixture
def locked(full: Path, jan: Key, anna: Key, user: User) -> Path:
    """A conversation that is locked for two people, with private preparation."""
    lock(full, [jan.public, anna.public], user=user)
    assert not own_key_file().exists()
    with pytest.raises(NoMatchingKey):
        Session.open_read_only(full)
    return full


def notes(path: Path, user: User) -> str:
    """The notes of a conversation."""
    return Session.open_read_only(path, user=user).notes.text


def private_answers(path: Path, user: User) -> list[str]:
    """The private answers of a conversation."""
    return list(Session.open_read_only(path, user=user).private_answers().values())


def killed_after(path: Path, user: User, text: str) -> Path:
    """Type in a session that is then killed; return its journal."""
    session = Session.open(path, user=user)
    session.apply(Write(0, 0, text))
    kill(session)
    (journal,) = journal_folder(path).iterdir()
    return journal


def damage(path: Path) -> None:
    """Cut a file short."""
    path.write_bytes(path.read_bytes()[:-20])


def test_typed_text_and_private_answers_are_saved_sealed(locked: Path, user: User) -> None:
    item = Session.open_read_only(locked, user=user).conversation.checklist[1].id
    done(locked, Write(0, 0, "later "), Answer(item, MANAGER, "too", private=True), user=user)
    assert notes(locked, user).startswith("later Zwaluwstaart")
    assert set(private_answers(locked, user)) == {"Xylofoon", "too"}
    for file in (locked, locked.with_name("anna.json~"), private_path(locked)):
        assert is_sealed(file)


def test_private_preparation_is_begun_with_the_given_key(
    path: Path, jan: Key, anna: Key, user: User
) -> None:
    lock(path, [jan.public, anna.public], user=user)
    item = Session.open_read_only(path, user=user).conversation.checklist[0].id
    done(path, Answer(item, MANAGER, "alone", private=True), user=user)
    seal = seal_of(private_path(path), keyring=user.keyring)
    assert seal is not None and len(seal.recipients) == 1, "for Jan alone"
    assert private_answers(path, user) == ["alone"]


def test_a_journal_is_applied_and_removed(locked: Path, user: User) -> None:
    killed_after(locked, user, "typed last ")
    assert notes(locked, user).startswith("typed last ")
    (state,) = [file for file in check_file(locked, user=user).files if file.kind == "journal"]
    assert state.fault is None
    done(locked, user=user)
    assert not journal_folder(locked).exists()
    assert notes(locked, user).startswith("typed last ")


def test_a_check_finds_every_file_intact(locked: Path, user: User) -> None:
    report = check_file(locked, user=user)
    assert report.is_intact and report.keys == 2
    assert [file.fault for file in report.files] == [None] * len(report.files)
    assert {file.kind for file in report.files} >= {"conversation", "previous", "private"}
    assert not check_file(locked).is_intact, "not with the usual keys"


def test_a_check_of_a_damaged_file_offers_the_previous_copy(locked: Path, user: User) -> None:
    killed_after(locked, user, "typed last ")
    damage(locked)
    report = check_file(locked, user=user)
    assert report.fault is not None and report.previous is not None
    assert {file.kind: file.fault is None for file in report.files} == {
        "conversation": False, "previous": True, "private": True, "journal": True,
    }  # fmt: skip
    previous = locked.with_name("anna.json~")
    previous.unlink()
    assert journals_suffice(locked, keyring=user.keyring) is False


def test_the_previous_copy_is_restored(locked: Path, user: User) -> None:
    done(locked, Write(0, 0, "later "), user=user)
    damage(locked)
    assert "previous good copy" in str(restore(locked, keyring=user.keyring))
    assert notes(locked, user).startswith("Zwaluwstaart")
    assert is_sealed(locked)


def test_private_preparation_is_restored(locked: Path, user: User) -> None:
    private = private_path(locked)
    shutil.copy(private, f"{private}~")
    damage(private)
    assert str(private) in str(restore(locked, keyring=user.keyring))
    assert private_answers(locked, user) == ["Xylofoon"]


def test_a_conversation_is_rebuilt_from_a_copy_and_the_journal(
    locked: Path, user: User, tmp_path: Path
) -> None:
    copy = copied(locked, tmp_path / "copy.json")
    done(copy, Write(0, 0, "on the laptop "), user=user)
    killed_after(locked, user, "typed last ")
    damage(locked)
    told = str(restore(locked, str(copy), keyring=user.keyring))
    assert f"from: the previous copy, {copy}, the journal. " in told
    text = notes(locked, user)
    assert "on the laptop " in text and "typed last " in text
    assert private_answers(locked, user) == ["Xylofoon"]


def test_a_conversation_is_rebuilt_from_its_journal_alone(locked: Path, user: User) -> None:
    document = Session.open_read_only(locked, user=user).sync.update_since(b"\0")
    seal = seal_of(locked, keyring=user.keyring)
    with closing(Journal.create(journal_folder(locked), 5, seal=seal)) as journal:
        journal.append(document)
    assert journals_suffice(locked, keyring=user.keyring)
    assert not journals_suffice(locked)
    damage(locked)
    locked.with_name("anna.json~").unlink()
    assert "from: the journal. " in str(restore(locked, keyring=user.keyring))
    assert notes(locked, user).startswith("Zwaluwstaart")


def test_a_copy_of_another_conversation_than_the_journal_is_refused(
    locked: Path, user: User, tmp_path: Path
) -> None:
    other = tmp_path / "other.json"
    conversation = Session.open_read_only(locked, user=user).full_conversation()
    Session.create(other, conversation, me=MANAGER).close()
    killed_after(locked, user, "typed last ")
    damage(locked)
    locked.with_name("anna.json~").unlink()
    with pytest.raises(UsageError, match="is not a copy of anna"):
        restore(locked, str(other), keyring=user.keyring)


def test_a_copy_is_merged_with_its_private_preparation(
    locked: Path, user: User, tmp_path: Path
) -> None:
    copy = copied(locked, tmp_path / "copy.json")
    item = Session.open_read_only(copy, user=user).conversation.checklist[1].id
    answer = Answer(item, MANAGER, "there", private=True)
    done(copy, Write(0, 0, "on the laptop "), answer, user=user)
    private_path(locked).unlink()
    merge(locked, copy, user=user)
    assert notes(locked, user).startswith("on the laptop ")
    assert set(private_answers(locked, user)) == {"Xylofoon", "there"}
    # And a copy of the private file by itself.
    stray = locked.with_name("anna.private-2.json")
    done(copy, Answer(item, MANAGER, "since", private=True), user=user)
    shutil.copy(private_path(copy), stray)
    merge(locked, stray, user=user)
    assert set(private_answers(locked, user)) == {"Xylofoon", "since"}


def test_a_saved_copy_is_sealed_with_the_private_part_for_the_user_alone(
    locked: Path, user: User, tmp_path: Path
) -> None:
    target = tmp_path / "saved.json"
    with closing(Session.open(locked, user=user)) as session:
        write_copy(session, target)
    assert notes(target, user) == notes(locked, user)
    assert private_answers(target, user) == ["Xylofoon"]
    seals = [seal_of(file, keyring=user.keyring) for file in (target, private_path(target))]
    assert [len(seal.recipients) if seal else 0 for seal in seals] == [2, 1]


def test_a_follow_up_is_locked_and_linked(locked: Path, user: User) -> None:
    previous = Session.open_read_only(locked, user=user).full_conversation()
    made = make_follow_up(locked, previous, follow_up_defaults(previous, MANAGER), user=user)
    seal = seal_of(made.path, keyring=user.keyring)
    assert seal is not None and len(seal.recipients) == 2
    assert notes(made.path, user) is not None


def test_the_person_at_the_terminal_is_known_from_the_private_file(
    locked: Path, user: User
) -> None:
    (talk,) = conversation_files_in(locked.parent, user=user)
    assert talk.fault is None and talk.conversation is not None
    assert talk.me() == "manager"
    private = read_private(locked, keyring=user.keyring)
    assert private is not None
    assert read_private(locked) is None


def test_subject_access_includes_locked_conversations(locked: Path, user: User) -> None:
    data = str(collect_subject_data(locked.parent, "Anna de Vries", user=user))
    assert all(word in data for word in ("Zwaluwstaart", "Querulant", "Xylofoon"))


def test_unlocking_needs_no_usual_key(locked: Path, user: User) -> None:
    killed_after(locked, user, "typed last ")
    unlock(locked, user=user)
    assert notes(locked, User()).startswith("typed last Zwaluwstaart")
    assert private_answers(locked, User()) == ["Xylofoon"]
    assert not any(is_sealed(file) for file in locked.parent.iterdir() if file.is_file())


def test_an_open_session_takes_the_file_of_another_session_over(locked: Path, user: User) -> None:
    with closing(Session.open(locked, user=user)) as session:
        done(locked, Write(0, 0, "meanwhile "), user=user)
        session.apply(Write(0, 0, "here "))
        session.save()
        assert "meanwhile " in session.notes.text and "here " in session.notes.text
    assert "meanwhile " in notes(locked, user)


@pytest.fixture
def other(locked: Path, user: User, jan: Key, anna: Key, tmp_path: Path) -> Path:
    """Another locked conversation of the same people."""
    other = tmp_path / "elsewhere" / "anna.json"
    conversation = Session.open_read_only(locked, user=user).full_conversation()
    Session.create(other, conversation, me=MANAGER).close()
    done(other, Write(0, 0, "Querulant's own "))
    lock(other, [jan.public, anna.public], user=user)
    return other


def test_the_locked_file_of_another_conversation_is_kept_beside(
    locked: Path, user: User, other: Path
) -> None:
    killed_after(locked, user, "typed last ")
    with closing(Session.open(locked, user=user)) as session:
        shutil.copy(other, locked)
        session.apply(Write(0, 0, "on "))
    assert notes(locked, user).startswith("on typed last Zwaluwstaart")
    assert notes(locked.with_name("anna-2.json"), user).startswith("Querulant's own ")
    # And closed: the other files beside it are those of the conversation before.
    killed_after(locked, user, "typed then ")
    shutil.copy(other, locked)
    Session.open(locked, user=user).close()
    moved = locked.with_name("anna-3.json")
    assert notes(locked, user).startswith("Querulant's own ")
    assert private_answers(locked, user) == []
    assert private_answers(moved, user) == ["Xylofoon"]


def test_side_files_follow_a_renamed_locked_conversation(
    locked: Path, user: User, other: Path
) -> None:
    killed_after(locked, user, "typed last ")
    renamed = locked.with_name("anna-2.json")
    locked.rename(renamed)
    shutil.copy(other, locked)
    assert read_private(locked, keyring=user.keyring) is None, "it is of the other conversation"
    Session.open(locked, user=user).close()
    assert notes(renamed, user).startswith("typed last Zwaluwstaart")
    assert private_answers(renamed, user) == ["Xylofoon"]
    assert file_names(locked.parent) == [
        "anna-2.json", "anna-2.log", "anna-2.private.json", "anna.json",
    ]  # fmt: skip


def test_private_preparation_of_a_new_locked_conversation_is_sealed(
    locked: Path, user: User
) -> None:
    conversation = Session.open_read_only(locked, user=user).full_conversation()
    seal = seal_of(locked, keyring=user.keyring)
    new = locked.with_name("new.json")
    with closing(Session.create(new, conversation, me=MANAGER, seal=seal, user=user)) as session:
        item = session.conversation.checklist[0].id
        session.apply(Answer(item, MANAGER, "alone", private=True))
    assert private_answers(new, user) == ["alone"]
    assert is_sealed(new) and is_sealed(private_path(new))


def test_a_joined_conversation_that_is_locked_meanwhile_is_saved_sealed(
    path: Path, user: User, jan: Key, tmp_path: Path
) -> None:
    replica = Replica()
    replica.apply(Session.open_read_only(path).sync.update_since(replica.state_vector))
    joined = tmp_path / "joined" / "anna.json"
    with closing(Session.from_replica(joined, replica, user=user)) as session:
        session.save()
        lock(joined, [jan.public], user=user)
        session.apply(Write(0, 0, "typed after "))
    assert is_sealed(joined) and notes(joined, user).startswith("typed after ")


def test_the_remote_address_is_read_from_the_locked_private_file(locked: Path, user: User) -> None:
    address = LocalFolder(str(locked.parent))
    with closing(Session.open(locked, user=user)) as session:
        session.sync.set_remote_address(address)
    assert remote_address_of(locked, keyring=user.keyring) == address
    assert remote_address_of(locked) is None
