"""The log of a hostile partner in a shared folder harms nothing, and costs what its size does."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from afspraak.data.crdt.admission.limits import MAX_UPDATE_BYTES
from afspraak.data.crdt.replica import Replica
from afspraak.data.ids import EMPLOYEE
from afspraak.data.maintenance.check import check_file
from afspraak.data.model.edits import Write
from afspraak.data.session.session import Session
from afspraak.data.storage.journal.journal_format import (
    MAGIC,
    ScanResult,
    encode_frame,
    scan_journal,
)
from afspraak.data.storage.siblings import journal_folder
from afspraak.data.sync.folder import remote
from afspraak.data.sync.folder.remote import FolderRemote
from afspraak.data.sync.remote import data_of
from afspraak.data.text.splice import Splice

from ....support.servers.remotes import folder_remotes
from ....support.servers.synced_session import SyncedSession
from ....support.updates.crafted import (
    EMBED,
    Section,
    collected,
    plain,
    root,
    sized,
    string,
    update,
    value,
)
from ....support.updates.crafted import struct as crafted_struct

OTHER = 22


def _hostile(victim: int, clock: int) -> dict[str, list[bytes]]:
    """Updates by name, for a session of this client that has this clock."""
    after = clock - 1
    return {
        "a poisoned clock": [update(Section(victim, clock, [collected(2**32 - clock)]))],
        "another poisoned clock": [update(Section(OTHER, 0, [collected(2**32 - 1)]))],
        "an attribute in the fields": [
            bytes.fromhex("010163002601066669656c6473016b04626f6c64046e756c6c00")
        ],
        "an origin in the future": [
            update(Section(OTHER, 0, [string("a", (OTHER, 2))])),
            update(Section(OTHER, 1, [collected(5)])),
        ],
        "an embed": [
            update(Section(OTHER, 0, [crafted_struct(EMBED, sized(b'"x"'), parent=root("notes"))]))
        ],
        "removals of unknown clients": [
            update(deleted={client: [(0, 3)] for client in range(100, 5000)})
        ],
        "what the victim will write": [update(deleted={victim: [(clock + 500, 50)]})],
        "text that waits for the victim": [
            update(Section(OTHER, 0, [string("a", (victim, after + 99))]))
        ],
        "text that waits for ever": [update(Section(OTHER, 5, [string("a", (33, 9))]))],
        "a big key": [update(Section(OTHER, 0, [value("item/a/" + "k" * 10**6, plain("a"))]))],
        "a clock too high": [update(Section(OTHER, 0, [string("a", (victim, after), (7, 2**40))]))],
    }


NAMES = tuple(_hostile(1, 1))


@pytest.fixture
def victim(tmp_path: Path) -> Iterator[SyncedSession]:
    synced = SyncedSession(tmp_path / "jan" / "anna.json", folder_remotes(tmp_path / "f"), None)
    with closing(synced):
        yield synced


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_log_changes_nothing_and_its_honest_part_is_read(
    tmp_path: Path, victim: SyncedSession, name: str
) -> None:
    session = victim.session
    client = session.sync.client
    before = session.notes.text
    partner = Replica(44)
    partner.receive(session.sync.update_since(Replica().state_vector))
    honest = [partner.edit([Splice(0, 0, text, EMPLOYEE)])[1] for text in ("after ", "honest ")]
    hostile = _hostile(client, partner.clocks_by_client[client])[name]
    log = FolderRemote(tmp_path / "f", 5)
    for frame in (*hostile, honest[0], *hostile, honest[1]):
        log.append(frame)
    assert victim.link is not None
    victim.link.sync()
    assert session.notes.text == "honest after " + before
    session.apply(Write(0, 0, "typed "))
    session.save()
    victim.close()
    assert not journal_folder(victim.path).exists()
    assert check_file(victim.path).fault is None
    for _ in range(2):  # a new session reads the whole log again
        victim.session = Session.open(victim.path)
        victim.connect()
        assert victim.session.notes.text == "typed honest after " + before
        victim.close()
        assert not journal_folder(victim.path).exists()
    log.close()


def _sparse_log(folder: Path, frames: int, size: int) -> None:
    """A log of frames of zeros that takes up hardly any room on the disk."""
    header = struct.pack(">II", size, zlib.crc32(bytes(size)))
    with (folder / "mallory.3.afl").open("wb") as log:
        log.write(MAGIC)
        for _ in range(frames):
            log.write(header)
            log.seek(size, 1)
        log.truncate()


@pytest.fixture
def scans(monkeypatch: pytest.MonkeyPatch) -> list[ScanResult]:
    """All scans of logs."""
    found: list[ScanResult] = []
    scan: Callable[..., ScanResult] = scan_journal

    def counted(*given: object, **named: object) -> ScanResult:
        found.append(scan(*given, **named))
        return found[-1]

    monkeypatch.setattr(remote, "scan_journal", counted)
    return found


def test_a_sparse_log_is_read_in_parts(tmp_path: Path, scans: list[ScanResult]) -> None:
    folder_remotes(tmp_path / "f")
    _sparse_log(tmp_path / "f", 5, MAX_UPDATE_BYTES)
    with closing(FolderRemote(tmp_path / "f", 1)) as reader:
        offsets: dict[str, int] = {}
        sizes = []
        for _ in range(7):
            arrived = reader.read_since(offsets)
            offsets = dict(arrived.offsets)
            sizes.append(len(arrived.updates))
    assert sum(sizes) == 5
    assert max(sum(map(len, scan.frames)) for scan in scans) <= 2 * MAX_UPDATE_BYTES


def test_the_longest_frames_are_not_read_at_all(tmp_path: Path, scans: list[ScanResult]) -> None:
    folder_remotes(tmp_path / "f")
    _sparse_log(tmp_path / "f", 8, 8 * MAX_UPDATE_BYTES)
    with closing(FolderRemote(tmp_path / "f", 1)) as reader:
        for _ in range(3):
            assert reader.read_since({}).updates == []
        assert len(scans) == 1, "damage is read once, until the log changes"
        (tmp_path / "f" / "mallory.3.afl").write_bytes(MAGIC + encode_frame(b"one"))
        assert data_of(reader.read_since({}).updates) == [b"one"]


def test_a_long_honest_log_is_read_to_its_end(
    tmp_path: Path, victim: SyncedSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "MAX_SCAN_BYTES", 300)
    partner = Replica(44)
    partner.receive(victim.session.sync.update_since(Replica().state_vector))
    log = FolderRemote(tmp_path / "f", 5)
    for number in range(60):
        log.append(partner.edit([Splice(number, 0, "x", EMPLOYEE)])[1])
    assert victim.link is not None
    for _ in range(20):
        victim.link.sync()
    assert victim.session.notes.text.startswith("x" * 60)
    log.close()
