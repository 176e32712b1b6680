"""Any change in a locked file or journal gives an error or the part before it."""

from __future__ import annotations

from contextlib import closing
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from afspraak.data.maintenance.lock import public_keys
from afspraak.data.storage.encryption.keyring import Keyring
from afspraak.data.storage.encryption.seal import NoMatchingKey, Seal
from afspraak.data.storage.journal.journal import Journal
from afspraak.data.storage.journal.journal_format import (
    MAGIC,
    SEALED_MAGIC,
    encode_frame,
    encode_sealed_head,
    scan_journal,
)
from afspraak.data.storage.json_storage import DamagedFile, DurableStorage
from afspraak.data.system.files.atomic_files import previous_copy

from ..support.conversations.lock_keys import Key, key

TABLES = {"header": {"1": {"title": "Zwaluwstaart"}}}
UPDATES = tuple(f"update {number}".encode() * (number + 1) for number in range(6))


@cache
def _keys(folder: Path) -> tuple[Key, Key, Key]:
    return (
        key(folder, "hostile-age", "age"),
        key(folder, "hostile-ed"),
        key(folder, "hostile-rsa", "rsa"),
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a locked file of two versions and a locked journal, for three keys."""
    folder = tmp_path_factory.mktemp("locked")
    seal = Seal([public for one in _keys(folder) for public in public_keys(one.public)])
    storage = DurableStorage(folder / "a.json", seal)
    storage.write(TABLES)
    with closing(Journal.create(folder / "log", 1, seal)) as journal:
        journal.append_all(UPDATES[:2])
        for update in UPDATES[2:]:
            journal.append(update)
        (folder / "journal").write_bytes(journal.path.read_bytes())
    return folder


@pytest.fixture(params=["age", "ed25519", "rsa"], scope="module")
def keyring(request: pytest.FixtureRequest, folder: Path) -> Keyring:
    """One of the keys: each key reads other lines of the head."""
    place = ["age", "ed25519", "rsa"].index(request.param)
    return Keyring([_keys(folder)[place].private])


Change = tuple[float, str, int]
changes = st.tuples(
    st.floats(0, 1, exclude_max=True),
    st.sampled_from(["flip", "drop", "add", "cut", "twice"]),
    st.integers(1, 255),
)


def changed(data: bytes, change: Change) -> bytes:
    """The bytes with at least one change."""
    where, how, value = change
    at = int(where * len(data))
    if how == "flip":
        return data[:at] + bytes([data[at] ^ value]) + data[at + 1 :]
    if how == "drop":
        return data[:at] + data[at + value :]
    if how == "add":
        return data[:at] + bytes([value]) * 3 + data[at:]
    return data[:at] if how == "cut" else data + data[at:]


@given(changes)
def test_a_changed_locked_file_is_an_error_and_never_other_content(
    folder: Path, keyring: Keyring, change: Change
) -> None:
    good = (folder / "a.json").read_bytes()
    path = folder / f"changed-{keyring.files[0].name}.json"
    path.write_bytes(changed(good, change))
    storage = DurableStorage(path, keyring=keyring)
    if path.read_bytes() == good:  # "add" may have repeated what stands there
        return
    with pytest.raises((DamagedFile, NoMatchingKey)):
        storage.read()
    assert storage.file_identity is None, "nothing gets written over it"
    # Beside a previous copy that opens, it is the file that is damaged, not the key that is wrong.
    previous_copy(path).write_bytes(good)
    with pytest.raises(DamagedFile) as told:
        storage.read()
    assert told.value.previous == previous_copy(path)
    previous_copy(path).unlink()


@given(changes)
@example((1438 / 1771, "drop", 80))
def test_a_changed_sealed_journal_gives_the_frames_before_the_change(
    folder: Path, keyring: Keyring, change: Change
) -> None:
    good = (folder / "journal").read_bytes()
    path = folder / f"changed-{keyring.files[0].name}.afl"
    path.write_bytes(changed(good, change))
    found = scan_journal(path, keyring=keyring) if _may_open(path, keyring) else None
    if found is not None:
        if change[1] == "drop":
            # Whole frames may be missing, as after a save; what is left is in its order.
            rest = iter(UPDATES)
            assert all(update in rest for update in found.frames)
        else:
            assert found.frames == UPDATES[: len(found.frames)]
        if path.read_bytes() != good and len(path.read_bytes()) >= len(good):
            assert found.damaged or found.torn


def _may_open(path: Path, keyring: Keyring) -> bool:
    """Whether the head lets a key be found; otherwise an error says so."""
    try:
        scan_journal(path, keyring=keyring)
    except NoMatchingKey:
        return False
    return True


def test_reordered_or_repeated_sealed_updates_are_damage(folder: Path, keyring: Keyring) -> None:
    good = (folder / "journal").read_bytes()
    head = len(SEALED_MAGIC) + 4
    start = head + int.from_bytes(good[len(SEALED_MAGIC) : head], "big")
    frames, at = [], start
    while at < len(good):
        after = at + 8 + int.from_bytes(good[at : at + 4], "big")
        frames.append(good[at:after])
        at = after
    path = folder / "order.afl"
    for order, kept in (((1, 0, 2), 1), ((0, 0), 1), ((0, 2, 1, 3), 2)):
        path.write_bytes(good[:start] + b"".join(frames[place] for place in order))
        found = scan_journal(path, keyring=keyring)
        assert found.damaged and len(found.frames) == kept


def test_a_plain_update_among_sealed_ones_is_damage(folder: Path, keyring: Keyring) -> None:
    path = folder / "plain.afl"
    path.write_bytes(
        (folder / "journal").read_bytes() + encode_frame(b"smuggled in, and long enough")
    )
    found = scan_journal(path, keyring=keyring)
    assert found.damaged and found.frames == UPDATES


def test_a_foreign_head_of_a_sealed_journal_is_damage(folder: Path, keyring: Keyring) -> None:
    found = scan_journal(folder / "journal")
    assert found.damaged and found.frames == ()
    path = folder / "head.afl"
    for head in (b"", b"x" * 100, b"age-encryption.org/v1\n-> scrypt AAAA 30\nAAAA\n--- AAAA\n"):
        path.write_bytes(encode_sealed_head(head) + encode_frame(UPDATES[0]))
        try:
            found = scan_journal(path, keyring=keyring)
        except NoMatchingKey:
            continue
        assert found.damaged and found.frames == ()
    path.write_bytes(MAGIC)
    assert scan_journal(path, keyring=keyring).frames == ()
