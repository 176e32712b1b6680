"""Keys that open a locked conversation, and the message without one."""

from __future__ import annotations

from pathlib import Path

import pytest

from afspraak.data.errors import StorageError, UsageError
from afspraak.data.maintenance.check import check_file
from afspraak.data.maintenance.lock import lock, public_keys, unlock
from afspraak.data.model.edits import Write
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.session.session import Session
from afspraak.data.session.user import User
from afspraak.data.storage.encryption.keyring import Keyring
from afspraak.data.storage.encryption.seal import NoMatchingKey, is_sealed
from afspraak.data.storage.loader import seal_of

from ...support.conversations.copies import content, done
from ...support.conversations.lock_keys import PASSPHRASE, Key, key, own_key_file


def test_each_partner_opens_it_with_their_own_key(path: Path, jan: Key, anna: Key) -> None:
    done(path, Write(0, 0, "Zwaluwstaart\n"))
    before = content(path)
    jan.only()
    told = lock(path, [jan.public, anna.public]).lines()
    assert "locked for 2 keys" in str(told[0])
    for one in (jan, anna):
        one.only()
        assert content(path) == before
        done(path, Write(0, 0, f"{one.private.name} was here\n"))
        before = content(path)
    jan.only()  # what she wrote, he reads: nobody was dropped by a save
    assert content(path)[1][:2] == [("anna was here", "manager"), ("jan was here", "manager")]


@pytest.mark.parametrize("kind", ["ed25519", "rsa", "age"])
def test_every_kind_of_key_opens_a_locked_file(path: Path, tmp_path: Path, kind: str) -> None:
    mine = key(tmp_path / "keys", f"mine-{kind}", kind)
    mine.only()
    before = content(path)
    assert "loses the conversation" in str(lock(path, [mine.public]).lines()[0])
    assert is_sealed(path)
    assert content(path) == before


def test_without_a_key_the_file_is_reported_and_not_changed(
    full: Path, jan: Key, anna: Key
) -> None:
    jan.only()
    lock(full, [jan.public])
    there = full.read_bytes()
    anna.only()
    for tried in (Session.open, Session.open_read_only, seal_of):
        with pytest.raises(
            NoMatchingKey, match="is locked, and none of your keys opens it"
        ) as told:
            tried(full)
        assert str(own_key_file()) in str(told.value)
    with pytest.raises(NoMatchingKey):
        unlock(full)
    with pytest.raises(NoMatchingKey):
        lock(full, [anna.public])
    assert full.read_bytes() == there
    assert "none of your keys" in str(check_file(full).fault)


def test_locking_for_other_keys_removes_the_first_key(full: Path, jan: Key, anna: Key) -> None:
    both = User(keyring=Keyring([jan.private, anna.private]))
    lock(full, [jan.public, anna.public], user=both)
    lock(full, [anna.public], user=both)
    jan.only()
    for file in (full, full.with_name("anna.json~")):
        with pytest.raises(NoMatchingKey):
            seal_of(file)
    anna.only()
    assert seal_of(full) is not None


def test_locking_without_an_own_key_is_refused(full: Path, jan: Key, anna: Key) -> None:
    there = full.read_bytes()
    jan.only()
    with pytest.raises(UsageError, match="None of your own keys"):
        lock(full, [anna.public])
    assert full.read_bytes() == there


def test_a_passphrase_is_asked_for_a_matching_key(full: Path, jan: Key, tmp_path: Path) -> None:
    guarded = key(tmp_path / "keys", "guarded", guarded=True)
    jan.only()
    lock(full, [jan.public, guarded.public])
    asked: list[Path] = []

    def ask(place: Path) -> str | None:
        asked.append(place)
        return PASSPHRASE if len(asked) == 2 else "wrong"

    with pytest.raises(NoMatchingKey, match="has a passphrase"):
        seal_of(full, keyring=Keyring([guarded.private]))
    keyring = Keyring([guarded.private], ask)
    assert seal_of(full, keyring=keyring) is not None
    assert asked == [guarded.private] * 2
    seal_of(full, keyring=keyring)
    assert len(asked) == 2, "once is enough"
    refused: list[Path] = []
    keyring = Keyring([guarded.private], refused.append)  # nobody answers
    for _ in range(2):
        with pytest.raises(NoMatchingKey, match="has a passphrase"):
            seal_of(full, keyring=keyring)
    assert refused == [guarded.private]
    other = key(tmp_path / "keys", "other", guarded=True)
    seal_of(full, keyring=Keyring([other.private, jan.private], ask))
    with pytest.raises(NoMatchingKey, match="none of your keys"):
        seal_of(full, keyring=Keyring([other.private], ask))
    assert len(asked) == 2, "a key that does not fit is not asked for"


def test_without_the_libraries_the_error_names_the_package(
    full: Path, jan: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    jan.only()
    lock(full, [jan.public])
    jan.only()
    monkeypatch.setitem(__import__("sys").modules, "pyrage", None)
    for refused in (lambda: Session.open(full), lambda: lock(full, [jan.public])):
        with pytest.raises(StorageError, match=r"this command installs them: .*lock"):
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
def test_an_invalid_public_key_is_refused(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "key"
    file.write_text(text)
    with pytest.raises(UsageError, match=told):
        public_keys(file)
    with pytest.raises(UsageError, match="could not be read"):
        public_keys(tmp_path / "none")


def test_a_key_type_that_cannot_encrypt_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="ssh-ed25519, ssh-rsa or age1"):
        public_keys(key(tmp_path / "keys", "curve", "ecdsa").public)


def test_an_age_identity_file_gives_its_public_key(tmp_path: Path) -> None:
    pair = key(tmp_path / "keys", "mine-age", "age")
    assert public_keys(pair.private) == public_keys(pair.public)
