"""The journal of a locked conversation: sealed updates, each with its own nonce."""

from __future__ import annotations

import os
import struct
import zlib
from contextlib import closing
from pathlib import Path

import pytest

from afspraak.data.errors import StorageError
from afspraak.data.maintenance.lock import public_keys
from afspraak.data.storage import json_storage as storage_module
from afspraak.data.storage.encryption.keyring import USUAL_KEYS
from afspraak.data.storage.encryption.seal import FRAME_OVERHEAD, NoMatchingKey, Seal
from afspraak.data.storage.journal import journal as journal_module
from afspraak.data.storage.journal.discard import discard_orphaned
from afspraak.data.storage.journal.journal import Journal
from afspraak.data.storage.journal.journal_format import SEALED_MAGIC, encode_frame, scan_journal
from afspraak.data.storage.journal.journal_reader import read_journals
from afspraak.data.storage.json_storage import DurableStorage

from ...support.conversations.lock_keys import Key


@pytest.fixture
def seal(jan: Key, anna: Key) -> Seal:
    jan.only()
    return Seal([*public_keys(jan.public), *public_keys(anna.public)])


def parts(path: Path) -> tuple[bytes, list[bytes]]:
    """The bytes of a sealed journal: the part before the updates, and each sealed update."""
    data = path.read_bytes()
    at = len(SEALED_MAGIC) + 4
    at += int.from_bytes(data[at - 4 : at], "big")
    head, payloads = data[:at], []
    while at < len(data):
        length, _ = struct.unpack(">II", data[at : at + 8])
        payloads.append(data[at + 8 : at + 8 + length])
        at += 8 + length
    return head, payloads


def test_sealing_adds_twenty_bytes_per_update_and_reveals_nothing(
    tmp_path: Path, seal: Seal
) -> None:
    with closing(Journal.create(tmp_path / "log", 1, seal)) as journal:
        journal.append(b"Zwaluwstaart")
        journal.append_all([b"Querulant", b"Xylofoon"])
        head, payloads = parts(journal.path)
        assert [len(one) for one in payloads] == [12 + 20, 9 + 20, 8 + 20] and FRAME_OVERHEAD == 20
        assert b"Zwaluw" not in journal.path.read_bytes()
        assert len(head) < 1500
        assert scan_journal(journal.path, keyring=USUAL_KEYS).frames == (
            b"Zwaluwstaart",
            b"Querulant",
            b"Xylofoon",
        )
        journal.truncate(journal.position())
        assert journal.path.read_bytes() == head
        journal.append(b"after a save")
        assert scan_journal(journal.path, keyring=USUAL_KEYS).frames == (b"after a save",)
        assert parts(journal.path)[1][0][:4] == (3).to_bytes(4, "big"), "numbers go on"
        journal.truncate(journal.position())
    assert not (tmp_path / "log").exists()


def test_every_journal_has_its_own_key(tmp_path: Path, seal: Seal) -> None:
    with (
        closing(Journal.create(tmp_path, 1, seal)) as one,
        closing(Journal.create(tmp_path, 2, seal)) as other,
    ):
        one.append(b"the same update")
        other.append(b"the same update")
        assert parts(one.path)[1] != parts(other.path)[1]
        swapped = tmp_path / "swapped"
        swapped.write_bytes(parts(one.path)[0] + encode_frame(parts(other.path)[1][0]))
        assert scan_journal(swapped, keyring=USUAL_KEYS).damaged


def test_a_failed_write_uses_up_its_nonce(
    tmp_path: Path, seal: Seal, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[bytes] = []
    write = os.write

    def half(descriptor: int, data: bytes) -> int:
        written.append(bytes(data))
        return write(descriptor, data[: len(data) // 2] if len(written) == 1 else data)

    with closing(Journal.create(tmp_path / "log", 1, seal)) as journal:
        monkeypatch.setattr(os, "write", half)
        with pytest.raises(StorageError):
            journal.append(b"one text")
        journal.append(b"another!")
        monkeypatch.setattr(os, "write", write)
        numbers = [data[8:12] for data in written]
        assert len(set(numbers)) == 2, "two texts under one number would give both away"
        assert scan_journal(journal.path, keyring=USUAL_KEYS).frames == (b"another!",)
        journal.truncate(journal.position())


def test_a_change_with_a_corrected_checksum_is_detected(tmp_path: Path, seal: Seal) -> None:
    with closing(Journal.create(tmp_path / "log", 1, seal)) as journal:
        journal.append_all([b"first", b"second", b"third"])
        head, payloads = parts(journal.path)
        journal.truncate(journal.position())
    path = tmp_path / "mended"
    for place in range(len(payloads[1])):
        changed = bytearray(payloads[1])
        changed[place] ^= 4
        frames = [
            encode_frame(payloads[0]),
            encode_frame(bytes(changed)),
            encode_frame(payloads[2]),
        ]
        assert frames[1][4:8] == zlib.crc32(changed).to_bytes(4, "big")
        path.write_bytes(head + b"".join(frames))
        found = scan_journal(path, keyring=USUAL_KEYS)
        assert found.damaged and found.frames == (b"first",), place


def test_another_key_reads_and_removes_nothing(
    tmp_path: Path, seal: Seal, jan: Key, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from ...support.conversations.lock_keys import key

    journal = Journal.create(tmp_path / "log", 1, seal)
    journal.append(b"update")
    journal.close()
    key(tmp_path_factory.mktemp("keys"), "stranger").only()
    (found,) = read_journals(tmp_path / "log")
    assert found.damaged and found.frames == ()
    with pytest.raises(NoMatchingKey):
        discard_orphaned([found.path])
    jan.only()
    (found,) = read_journals(tmp_path / "log")
    assert found.frames == (b"update",) and not found.damaged


def test_an_update_too_long_after_sealing_is_refused(
    tmp_path: Path, seal: Seal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_module, "MAX_FRAME", 100)
    with closing(Journal.create(tmp_path / "log", 1, seal)) as journal:
        journal.append(b"x" * 80)
        with pytest.raises(StorageError):
            journal.append(b"x" * 81)
        journal.truncate(journal.position())


def test_a_file_too_large_after_sealing_is_not_written(
    tmp_path: Path, seal: Seal, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = DurableStorage(tmp_path / "a.json", seal)
    storage.write({"header": {"1": {"title": "short"}}})
    before = storage.path.read_bytes()
    monkeypatch.setattr(storage_module, "MAX_BYTES", 1000)
    with pytest.raises(StorageError, match="larger than"):
        storage.write({"header": {"1": {"title": "x" * 800}}})
    assert storage.path.read_bytes() == before
