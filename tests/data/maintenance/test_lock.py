"""Locked conversations leave no plaintext on disk and lose nothing."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from afspraak.data.errors import StorageError, UsageError
from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import MANAGER
from afspraak.data.maintenance import lock as locking
from afspraak.data.maintenance.check import check_file
from afspraak.data.maintenance.lock import lock, unlock
from afspraak.data.maintenance.repair import restore
from afspraak.data.model.edits import Answer, Write
from afspraak.data.notebook.follow_up import find_follow_up, follow_up_defaults, make_follow_up
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.session.listeners import SessionEvent
from afspraak.data.session.session import Session
from afspraak.data.storage.encryption.seal import NoMatchingKey, is_sealed
from afspraak.data.storage.json_storage import DamagedFile
from afspraak.data.storage.loader import seal_of
from afspraak.data.storage.saving.status import SaveStatus, Saving
from afspraak.data.storage.siblings import journal_folder, private_path
from afspraak.data.sync.membership import find_existing_copy
from afspraak.data.sync.merge_file import merge
from afspraak.data.system.files import atomic_files
from afspraak.data.system.paths import cache_folder

from ...support.conversations.copies import content, copied, done
from ...support.conversations.killing import kill
from ...support.conversations.lock_keys import Key, own_key_file

WORDS = (b"Zwaluwstaart", b"Querulant", b"Xylofoon", b"Vries")
"""Words in the notes, in an agreement, in a private answer, and in a name."""


def holding(folder: Path, word: bytes) -> list[str]:
    """The files under a folder that contain these bytes."""
    found = (one for one in sorted(folder.rglob("*")) if one.is_file())
    return [str(one.relative_to(folder)) for one in found if word in one.read_bytes()]


def test_locking_leaves_no_plaintext_on_disk(full: Path, jan: Key, anna: Key) -> None:
    notebook = Notebook(full.parent)
    hits, _ = notebook.index.search("zwaluwstaart")
    assert hits, "the index knew it"
    # As a killed session, a repair and a syncer leave things.
    (full.parent / ".anna.json.damaged.2.new").write_bytes(b"{ Zwaluwstaart")
    (full.parent / "anna.json.damaged").write_bytes(b"{ Zwaluwstaart")
    folder = journal_folder(full)
    folder.mkdir()
    (folder / "x.1.afl.damaged").write_bytes(b"Zwaluwstaart")
    (folder / "x.2.afl").write_bytes(b"AFSPRAAK LOG 1\nZwaluwstaart")
    everything = full.parent.parent
    for word in WORDS:
        assert holding(everything, word), word
    # The index keeps words in order, each without the letters that it shares with the one before.
    assert holding(cache_folder(), b"waluwstaart") and holding(cache_folder(), b"uerulant")
    jan.only()
    lock(full, [jan.public, anna.public])
    for word in WORDS:
        assert holding(everything, word) == [], word
        assert holding(cache_folder(), word[1:]) == []
    names = sorted(one.name for one in full.parent.iterdir())
    assert names == [
        "anna.json", "anna.json.damaged", "anna.json~", "anna.log",
        "anna.private.json",
    ]  # fmt: skip
    done(full, Write(0, 0, "Zwaluwstaart nog eens\n"))
    for word in WORDS:
        assert holding(everything, word) == [], word


def test_a_locked_conversation_is_listed_and_not_indexed(full: Path, jan: Key) -> None:
    jan.only()
    lock(full, [jan.public])
    notebook = Notebook(full.parent)
    (listed,) = notebook.summaries()
    assert (listed.slug, listed.locked, listed.partner, listed.title) == ("anna", True, "", "")
    assert "locked" in str(listed.fault)
    hits, faults = notebook.index.search("zwaluwstaart")
    assert hits == [] and [one.locked for one in faults] == [True]
    found, _ = notebook.index.agreements()
    assert found == []
    unlock(full)
    hits, faults = notebook.index.search("zwaluwstaart")
    assert hits and not faults


def test_private_preparation_is_encrypted_for_own_keys_only(
    full: Path, jan: Key, anna: Key
) -> None:
    jan.only()
    assert any(
        "prepared for yourself" in str(line)
        for line in lock(full, [jan.public, anna.public]).lines()
    )
    assert list(Session.open_read_only(full).private_answers().values()) == ["Xylofoon"]
    anna.only()
    with pytest.raises(NoMatchingKey):
        seal_of(private_path(full))
    assert seal_of(full) is not None


def test_later_private_preparation_is_encrypted_for_own_keys_only(
    path: Path, jan: Key, anna: Key
) -> None:
    jan.only()
    lock(path, [jan.public, anna.public])
    item = Session.open_read_only(path).conversation.checklist[0].id
    done(path, Answer(item, MANAGER, "Xylofoon", private=True))
    assert holding(path.parent, b"Xylofoon") == []
    anna.only()
    with pytest.raises(NoMatchingKey):
        seal_of(private_path(path))


def test_unlocking_decrypts_all_files(full: Path, jan: Key) -> None:
    before = content(full)
    jan.only()
    lock(full, [jan.public])
    unlock(full)
    own_key_file().unlink()
    assert content(full) == before
    assert list(Session.open_read_only(full).private_answers().values()) == ["Xylofoon"]
    assert holding(full.parent, b"age-encryption") == []
    with pytest.raises(UsageError, match="is not locked"):
        unlock(full)


def test_a_conversation_open_elsewhere_is_not_locked(full: Path, jan: Key) -> None:
    jan.only()
    there = full.read_bytes()
    with closing(Session.open(full)) as session:
        session.apply(Write(0, 0, "typing"))
        with pytest.raises(UsageError, match="is open somewhere"):
            lock(full, [jan.public])
        assert full.read_bytes() == there
    lock(full, [jan.public])


def test_locking_while_open_without_edits_loses_nothing(full: Path, jan: Key) -> None:
    jan.only()
    session = Session.open(full)
    lock(full, [jan.public])
    session.apply(Write(0, 0, "Zwaluwstaart, later\n"))
    assert holding(full.parent, b"Zwaluwstaart") == []
    session.save()
    session.close()
    assert holding(full.parent, b"Zwaluwstaart") == []
    assert content(full)[1][0][0] == "Zwaluwstaart, later"


def test_a_private_answer_after_locking_is_encrypted(path: Path, jan: Key) -> None:
    jan.only()
    session = Session.open(path)
    item = session.conversation.checklist[0].id
    lock(path, [jan.public])
    session.apply(Answer(item, MANAGER, "Xylofoon", private=True))
    session.save()
    session.close()
    assert holding(path.parent, b"Xylofoon") == []
    assert list(Session.open_read_only(path).private_answers().values()) == ["Xylofoon"]


@pytest.mark.parametrize("words", [["one"], ["one", "two"]])
def test_a_private_answer_after_locking_by_others_is_reported_and_kept(
    path: Path, jan: Key, anna: Key, words: list[str]
) -> None:
    """Without the key nothing of it is written, neither plain nor beside the locked file."""
    anna.only()
    session = Session.open(path)
    item = session.conversation.checklist[0].id
    lock(path, [anna.public])
    jan.only()
    heard: list[SessionEvent] = []
    session.subscribe(heard.append)
    for word in words:
        session.apply(Answer(item, MANAGER, f"Xylofoon {word}", private=True))
    told = [notice for notice in heard if isinstance(notice, SaveStatus)]
    assert [("is locked" in str(kept.reason), kept.state) for kept in told] == [
        (True, Saving.FAILED)
    ]
    assert session.save_status.state is Saving.FAILED
    with pytest.raises(NoMatchingKey):
        session.save()
    assert holding(path.parent, b"Xylofoon") == []
    assert not private_path(path).exists()
    assert session.private_answers() == {item: f"Xylofoon {words[-1]}"}
    anna.only()
    session.save()
    session.close()
    assert holding(path.parent, b"Xylofoon") == []
    assert Session.open_read_only(path).private_answers() == {item: f"Xylofoon {words[-1]}"}


def test_a_private_answer_without_its_folder_is_reported_and_kept(path: Path) -> None:
    session = Session.open(path)
    item = session.conversation.checklist[0].id
    folder = path.parent
    folder.rename(folder.with_name("away"))
    folder.write_text("in the way")
    session.apply(Answer(item, MANAGER, "Xylofoon", private=True))
    assert session.save_status.state is Saving.FAILED
    folder.unlink()
    folder.with_name("away").rename(folder)
    session.close()
    assert Session.open_read_only(path).private_answers() == {item: "Xylofoon"}


def test_a_plain_replacement_file_does_not_unlock_the_conversation(full: Path, jan: Key) -> None:
    plain = full.read_bytes()
    jan.only()
    lock(full, [jan.public])
    with closing(Session.open(full)) as session:
        session.apply(Write(0, 0, "Wisselwachter\n"))
        full.write_bytes(plain)
        session.save()
    assert is_sealed(full)
    assert "Wisselwachter" in content(full)[1][0][0]


def test_the_journal_of_a_killed_session_is_sealed_and_applied(full: Path, jan: Key) -> None:
    jan.only()
    lock(full, [jan.public])
    session = Session.open(full)
    for letter in "Zwaluwstaart!":
        session.apply(Write(0, 0, letter))
    (journal,) = journal_folder(full).iterdir()
    assert b"Zwaluw"[::-1] not in journal.read_bytes()
    assert journal.read_bytes().startswith(b"AFSPRAAK KEY 1\n")
    kill(session)
    again = Session.open(full)
    assert again.replicas.recovered == len("Zwaluwstaart!")
    assert again.notes.text.startswith("!traatswulawZ")
    again.close()
    assert not journal_folder(full).exists()


def test_a_damaged_locked_file_is_reported_and_its_previous_copy_restored(
    full: Path, jan: Key
) -> None:
    jan.only()
    lock(full, [jan.public])
    before = content(full)
    done(full, Write(0, 0, "later\n"))
    data = bytearray(full.read_bytes())
    data[-20] ^= 1
    full.write_bytes(data)
    with pytest.raises(DamagedFile, match="changed or cut short") as told:
        Session.open(full)
    assert told.value.previous is not None
    assert "changed or cut short" in str(check_file(full).fault)
    restore(full)
    assert content(full) == before
    assert is_sealed(full)


def test_check_reports_whether_a_key_opens_it_and_plain_files_beside_it(
    full: Path, jan: Key
) -> None:
    jan.only()
    lock(full, [jan.public])
    assert any("locked for one key" in line for line in check_file(full).lines(catalogue("en")))
    stray = full.with_name("anna.json.damaged")
    stray.write_bytes(b"{")
    report = check_file(full)
    assert report.unlocked_beside == (stray,)
    assert str(stray) in "\n".join(report.lines(catalogue("en")))
    lock(full, [jan.public])
    assert check_file(full).unlocked_beside == ()


def test_a_follow_up_is_locked_for_the_same_keys(full: Path, jan: Key, anna: Key) -> None:
    jan.only()
    lock(full, [jan.public, anna.public])
    previous = Session.open_read_only(full).full_conversation()
    made = make_follow_up(full, previous, follow_up_defaults(previous, MANAGER))
    assert made.agreements == 1
    assert holding(full.parent, b"Querulant") == []
    seal, other = seal_of(full), seal_of(made.path)
    assert seal and other and seal.recipients == other.recipients
    assert find_follow_up(full, "progress") == made.path
    again = make_follow_up(full, previous, follow_up_defaults(previous, MANAGER))
    assert not again.new


def test_a_locked_copy_merges_into_a_locked_conversation(full: Path, jan: Key) -> None:
    jan.only()
    lock(full, [jan.public])
    copy = copied(full, "copy.json")
    done(copy, Write(0, 0, "on the laptop\n"))
    merge(full, copy)
    assert content(full)[1][0][0] == "on the laptop"
    unlock(full)
    done(copy, Write(0, 0, "and again\n"))
    there = full.read_bytes()
    with pytest.raises(UsageError, match="Lock anna first"):
        merge(full, copy)
    assert full.read_bytes() == there


def test_joining_again_finds_the_locked_copy(full: Path, jan: Key) -> None:
    jan.only()
    lock(full, [jan.public])
    session = Session.open_read_only(full)
    created = session.conversation.header.created
    assert find_existing_copy(created, session.sync.clients, full.parent) == full


def test_locking_keeps_the_history(path: Path, jan: Key) -> None:
    def write(text: str, minute: int) -> None:
        when = datetime(2026, 12, 3, 15, minute)  # noqa: DTZ001 - a wall clock
        with closing(Session.open(path, clock=lambda: when)) as session:
            session.apply(Write(0, 0, text))

    write("one\n", 1)
    write("two\n", 2)
    before = len(Session.open_read_only(path).history())
    jan.only()
    lock(path, [jan.public])
    assert len(Session.open_read_only(path).history()) == before > 2
    write("three\n", 3)
    assert len(Session.open_read_only(path).history()) == before + 1


def test_an_interrupted_lock_stays_readable_and_can_be_repeated(
    full: Path, jan: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(full)
    jan.only()
    write = atomic_files.write_atomically
    left = 0

    def until(file: Path, data: bytes) -> object:
        nonlocal left
        left -= 1
        if left < 0:
            raise StorageError("storage.reason.other", text="stopped")
        return write(file, data)

    monkeypatch.setattr(locking, "write_atomically", until)
    for steps in range(3):  # the previous copy, the private file, and the file itself
        left = steps
        with pytest.raises(StorageError, match="stopped"):
            lock(full, [jan.public])
        assert not is_sealed(full), "the file itself goes last"
        assert content(full) == before
        assert list(Session.open_read_only(full).private_answers().values()) == ["Xylofoon"]
    monkeypatch.setattr(locking, "write_atomically", write)
    lock(full, [jan.public])
    assert content(full) == before
    assert check_file(full).unlocked_beside == ()
