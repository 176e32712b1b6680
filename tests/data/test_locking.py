"""Locked conversations: who opens them, what is left on disk, and that nothing is lost."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from ...data import keyring
from ...data.checking import check_file, restore
from ...data.conversation import Agreement
from ...data.edits import AddAgreement, Answer, Write
from ...data.errors import StoreError, UsageError
from ...data.following import beginning_after, find_follow_up, make_follow_up
from ...data.locking import lock, public_keys, unlock
from ...data.merging import merge
from ...data.notebook import Notebook
from ...data.places import cache_folder
from ...data.session import Session, private_path
from ...data.sharing.taking_part import kept_already
from ...data.store.keeper import journal_folder
from ...data.store.reading import seal_of
from ...data.store.sealing import LockedFile, is_sealed
from ...data.store.storage import DamagedFile
from .copies import content, copied, done
from .lock_keys import PASSPHRASE, Key, key

WORDS = (b"Zwaluwstaart", b"Querulant", b"Xylofoon", b"Vries")
"""In the notes, in an agreement, in a private answer, in a name."""


@pytest.fixture(autouse=True)
def _no_keys_of_others() -> Iterator[None]:
    keyring.use()
    yield
    keyring.use()


@pytest.fixture
def jan(tmp_path: Path) -> Key:
    return key(tmp_path / "keys", "jan")


@pytest.fixture
def anna(tmp_path: Path) -> Key:
    return key(tmp_path / "keys", "anna", "rsa")


@pytest.fixture
def full(path: Path) -> Path:
    """The conversation with something in every place."""
    item = Session.look(path).conversation.checklist[0].id
    done(path, Write(0, 0, "Zwaluwstaart\n"))
    done(
        path,
        Write(0, 0, "Zwaluwstaart again\n"),
        AddAgreement(Agreement("a1", text="Querulant", order="a")),
        Answer(item, "manager", "Xylofoon", private=True),
    )
    return path


def holding(folder: Path, word: bytes) -> list[str]:
    """The files under a folder that hold these bytes."""
    found = (one for one in sorted(folder.rglob("*")) if one.is_file())
    return [str(one.relative_to(folder)) for one in found if word in one.read_bytes()]


def test_each_partner_opens_it_with_a_key_of_their_own(path: Path, jan: Key, anna: Key) -> None:
    done(path, Write(0, 0, "Zwaluwstaart\n"))
    before = content(path)
    jan.only()
    told = lock(path, [jan.public, anna.public]).lines()
    assert "locked for 2 keys" in told[0]
    for one in (jan, anna):
        one.only()
        assert content(path) == before
        done(path, Write(0, 0, f"{one.private.name} was here\n"))
        before = content(path)
    jan.only()  # what she wrote, he reads: nobody was dropped by a save
    assert content(path)[1][:2] == [("anna was here", "manager"), ("jan was here", "manager")]


@pytest.mark.parametrize("kind", ["ed25519", "rsa", "age"])
def test_every_kind_of_key_opens_it(path: Path, tmp_path: Path, kind: str) -> None:
    mine = key(tmp_path / "keys", f"mine-{kind}", kind)
    mine.only()
    before = content(path)
    assert "loses the conversation" in lock(path, [mine.public]).lines()[0]
    assert is_sealed(path)
    assert content(path) == before


def test_without_a_key_it_says_so_and_changes_nothing(full: Path, jan: Key, anna: Key) -> None:
    jan.only()
    lock(full, [jan.public])
    there = full.read_bytes()
    anna.only()
    for tried in (Session.open, Session.look, seal_of):
        with pytest.raises(LockedFile, match="is locked, and none of your keys opens it") as told:
            tried(full)  # type: ignore[operator]
        assert str(anna.private) in str(told.value)
    with pytest.raises(LockedFile):
        unlock(full)
    with pytest.raises(LockedFile):
        lock(full, [anna.public])
    assert full.read_bytes() == there
    assert "none of your keys" in check_file(full).fault


def test_nothing_of_it_is_left_on_disk(full: Path, jan: Key, anna: Key) -> None:
    notebook = Notebook(full.parent)
    hits, _ = notebook.index.search("zwaluwstaart")
    assert hits, "the index knew it"
    # As a killed session, a repair and a syncer leave things.
    (full.parent / ".anna.json.new").write_bytes(b"{ Zwaluwstaart")
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


def test_it_is_in_the_list_and_not_in_the_index(full: Path, jan: Key) -> None:
    jan.only()
    lock(full, [jan.public])
    notebook = Notebook(full.parent)
    (listed,) = notebook.summaries()
    assert (listed.slug, listed.locked, listed.partner, listed.title) == ("anna", True, "", "")
    assert "locked" in listed.fault
    hits, faults = notebook.index.search("zwaluwstaart")
    assert hits == [] and [one.locked for one in faults] == [True]
    found, _ = notebook.index.agreements()
    assert found == []
    unlock(full)
    hits, faults = notebook.index.search("zwaluwstaart")
    assert hits and not faults


def test_private_preparation_is_for_the_own_keys_alone(full: Path, jan: Key, anna: Key) -> None:
    jan.only()
    assert any(
        "prepared for yourself" in line for line in lock(full, [jan.public, anna.public]).lines()
    )
    assert list(Session.look(full).private_answers().values()) == ["Xylofoon"]
    anna.only()
    with pytest.raises(LockedFile):
        seal_of(private_path(full))
    assert seal_of(full) is not None


def test_private_preparation_that_begins_later_is_too(path: Path, jan: Key, anna: Key) -> None:
    jan.only()
    lock(path, [jan.public, anna.public])
    item = Session.look(path).conversation.checklist[0].id
    done(path, Answer(item, "manager", "Xylofoon", private=True))
    assert holding(path.parent, b"Xylofoon") == []
    anna.only()
    with pytest.raises(LockedFile):
        seal_of(private_path(path))


def test_unlocking_makes_all_of_it_plain(full: Path, jan: Key) -> None:
    before = content(full)
    jan.only()
    lock(full, [jan.public])
    unlock(full)
    keyring.use()
    assert content(full) == before
    assert list(Session.look(full).private_answers().values()) == ["Xylofoon"]
    assert holding(full.parent, b"age-encryption") == []
    with pytest.raises(UsageError, match="is not locked"):
        unlock(full)


def test_locking_for_others_takes_the_first_key_away(full: Path, jan: Key, anna: Key) -> None:
    keyring.use([jan.private, anna.private])
    lock(full, [jan.public, anna.public])
    lock(full, [anna.public])
    jan.only()
    for file in (full, full.with_name("anna.json~")):
        with pytest.raises(LockedFile):
            seal_of(file)
    anna.only()
    assert seal_of(full) is not None


def test_nobody_locks_themselves_out(full: Path, jan: Key, anna: Key) -> None:
    there = full.read_bytes()
    jan.only()
    with pytest.raises(UsageError, match="None of your own keys"):
        lock(full, [anna.public])
    assert full.read_bytes() == there


def test_one_that_is_open_elsewhere_is_left_alone(full: Path, jan: Key) -> None:
    jan.only()
    there = full.read_bytes()
    with closing(Session.open(full)) as session:
        session.do(Write(0, 0, "typing"))
        with pytest.raises(UsageError, match="is open somewhere"):
            lock(full, [jan.public])
        assert full.read_bytes() == there
    lock(full, [jan.public])


def test_one_that_is_open_and_untouched_is_safe(full: Path, jan: Key) -> None:
    jan.only()
    session = Session.open(full)
    lock(full, [jan.public])
    session.do(Write(0, 0, "Zwaluwstaart, later\n"))
    assert holding(full.parent, b"Zwaluwstaart") == []
    session.save()
    session.close()
    assert holding(full.parent, b"Zwaluwstaart") == []
    assert content(full)[1][0][0] == "Zwaluwstaart, later"


def test_a_plain_file_in_its_place_does_not_make_it_plain(full: Path, jan: Key) -> None:
    plain = full.read_bytes()
    jan.only()
    lock(full, [jan.public])
    with closing(Session.open(full)) as session:
        session.do(Write(0, 0, "Wisselwachter\n"))
        full.write_bytes(plain)
        session.save()
    assert is_sealed(full)
    assert "Wisselwachter" in content(full)[1][0][0]


def test_what_a_killed_session_left_is_sealed_and_taken_in(full: Path, jan: Key) -> None:
    jan.only()
    lock(full, [jan.public])
    session = Session.open(full)
    for letter in "Zwaluwstaart!":
        session.do(Write(0, 0, letter))
    (journal,) = journal_folder(full).iterdir()
    assert b"Zwaluw"[::-1] not in journal.read_bytes()
    assert journal.read_bytes().startswith(b"AFSPRAAK KEY 1\n")
    os.close(session._shared._journal._descriptor)  # type: ignore[union-attr, arg-type]
    again = Session.open(full)
    assert again.recovered == len("Zwaluwstaart!")
    assert again.notes.text.startswith("!traatswulawZ")
    again.close()
    assert not journal_folder(full).exists()


def test_a_passphrase_is_asked_where_the_key_fits(full: Path, jan: Key, tmp_path: Path) -> None:
    guarded = key(tmp_path / "keys", "guarded", guarded=True)
    jan.only()
    lock(full, [jan.public, guarded.public])
    asked: list[Path] = []

    def ask(place: Path) -> str | None:
        asked.append(place)
        return PASSPHRASE if len(asked) == 2 else "wrong"

    keyring.use([guarded.private])
    with pytest.raises(LockedFile, match="has a passphrase"):
        seal_of(full)
    keyring.use([guarded.private], ask)
    assert seal_of(full) is not None
    assert asked == [guarded.private] * 2
    seal_of(full)
    assert len(asked) == 2, "once is enough"
    other = key(tmp_path / "keys", "other", guarded=True)
    keyring.use([other.private, jan.private], ask)
    seal_of(full)
    keyring.use([other.private], ask)
    with pytest.raises(LockedFile, match="none of your keys"):
        seal_of(full)
    assert len(asked) == 2, "a key that does not fit is not asked for"


def test_without_the_libraries_it_says_what_to_install(
    full: Path, jan: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    jan.only()
    lock(full, [jan.public])
    jan.only()
    monkeypatch.setitem(__import__("sys").modules, "pyrage", None)
    for refused in (lambda: Session.open(full), lambda: lock(full, [jan.public])):
        with pytest.raises(StoreError, match=r"pip install 'afspraak\[lock\]'"):
            refused()
    (listed,) = Notebook(full.parent).summaries()
    assert listed.locked


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no public key"),
        ("hello\n", "no public key"),
        ("ssh-ed25519 AAAA\n", "cannot be used"),
        ("age1qqqq\n", "cannot be used"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\n", "is a private key"),
    ],
)
def test_what_is_no_public_key_is_refused(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "key"
    file.write_text(text)
    with pytest.raises(UsageError, match=told):
        public_keys(file)
    with pytest.raises(UsageError, match="could not be read"):
        public_keys(tmp_path / "none")


def test_a_key_of_a_kind_that_cannot_lock_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="ssh-ed25519, ssh-rsa or age1"):
        public_keys(key(tmp_path / "keys", "curve", "ecdsa").public)


def test_an_age_identity_file_tells_its_public_key(tmp_path: Path) -> None:
    pair = key(tmp_path / "keys", "mine-age", "age")
    assert public_keys(pair.private) == public_keys(pair.public)


def test_a_damaged_one_is_told_and_its_previous_copy_put_back(full: Path, jan: Key) -> None:
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
    assert "changed or cut short" in check_file(full).fault
    restore(full)
    assert content(full) == before
    assert is_sealed(full)


def test_check_tells_that_it_opens_and_what_lies_open_beside_it(full: Path, jan: Key) -> None:
    jan.only()
    lock(full, [jan.public])
    assert any("locked for one key" in line for line in check_file(full).lines())
    stray = full.with_name("anna.json.damaged")
    stray.write_bytes(b"{")
    report = check_file(full)
    assert report.unlocked_beside == (stray,)
    assert str(stray) in "\n".join(report.lines())
    lock(full, [jan.public])
    assert check_file(full).unlocked_beside == ()


def test_a_follow_up_is_locked_for_the_same_keys(full: Path, jan: Key, anna: Key) -> None:
    jan.only()
    lock(full, [jan.public, anna.public])
    previous = Session.look(full).complete()
    made = make_follow_up(full, previous, beginning_after(previous, "manager"))
    assert made.agreements == 1
    assert holding(full.parent, b"Querulant") == []
    seal, other = seal_of(full), seal_of(made.path)
    assert seal and other and seal.recipients == other.recipients
    assert find_follow_up(full, "progress") == made.path
    again = make_follow_up(full, previous, beginning_after(previous, "manager"))
    assert not again.new


def test_a_copy_is_merged_where_both_are_locked(full: Path, jan: Key) -> None:
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


def test_who_joins_again_finds_the_locked_copy(full: Path, jan: Key) -> None:
    jan.only()
    lock(full, [jan.public])
    session = Session.look(full)
    created = session.conversation.header.created
    assert kept_already(created, session.clients, full.parent) == full


def test_the_history_stays(path: Path, jan: Key) -> None:
    def write(text: str, minute: int) -> None:
        when = datetime(2026, 12, 3, 15, minute)  # noqa: DTZ001 - a wall clock
        with closing(Session.open(path, clock=lambda: when)) as session:
            session.do(Write(0, 0, text))

    write("one\n", 1)
    write("two\n", 2)
    before = len(Session.look(path).history())
    jan.only()
    lock(path, [jan.public])
    assert len(Session.look(path).history()) == before > 2
    write("three\n", 3)
    assert len(Session.look(path).history()) == before + 1
