"""Every system call of a save and of the journal fails once; each time the files stay sound.

This is the method of SQLite's tests: fail call 1, call 2, call 3 ... until the work ends before the
fault. The files are real; only the module `os`, as storage sees it, is replaced.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import count
from pathlib import Path

import pytest

from afspraak.data.errors import StorageError
from afspraak.data.storage.journal.journal import Journal
from afspraak.data.storage.journal.journal_format import scan_journal
from afspraak.data.storage.journal.journal_reader import read_journals
from afspraak.data.storage.json_storage import ChangedOnDisk, DurableStorage
from afspraak.data.storage.previous_copy import restore_previous
from afspraak.data.storage.strict_json import Tables, parse_tables
from afspraak.data.system.files.atomic_files import NotDurable, previous_copy, write_atomically

from .harness.faulty import FaultyOs, Killed, inject

HOWS = ["instead", "late", "from then on", "killed", "short"]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def tables(word: str, size: int = 3) -> Tables:
    return {"header": {"1": {"word": word, "lines": [word] * size}}}


ZERO, OLD, NEW, NEXT = tables("zero"), tables("old", 400), tables("new"), tables("next", 90)


def every_fault(
    monkeypatch: pytest.MonkeyPatch, how: str, code: int, tmp_path: Path
) -> Iterator[tuple[FaultyOs, Path]]:
    """A folder and a faulty `os` for call 1, 2, 3 ...; ends after the first without a fault."""
    for number in count(1):
        folder = tmp_path / str(number)
        folder.mkdir()
        faulty = FaultyOs(number, how, code)
        yield faulty, folder
        monkeypatch.undo()
        if faulty.calls < number:
            assert number > 8, "the faults came nowhere near the work"
            return


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO], ids=["ENOSPC", "EIO"])
@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("links", [True, False], ids=["links", "no links"])
def test_a_save_failing_at_any_call_leaves_the_old_or_new_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str, code: int, links: bool
) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise OSError(errno.EOPNOTSUPP, "no links here")

    seen = set()
    for faulty, folder in every_fault(monkeypatch, how, code, tmp_path):
        if not links:
            monkeypatch.setattr(os, "link", no_links)
        path = folder / "a.json"
        there = DurableStorage(path)
        there.write(ZERO)
        there.write(OLD)
        raised: BaseException | None = None
        inject(monkeypatch, faulty)
        try:
            there.write(NEW)
        except (StorageError, Killed) as error:
            raised = error
        finally:
            monkeypatch.undo()
        found = DurableStorage(path).read()
        assert found in (OLD, NEW)
        assert raised or found == NEW
        assert raised is None or how != "short"
        assert parse_tables(previous_copy(path).read_bytes()) in (ZERO, OLD)
        if isinstance(raised, NotDurable):
            assert found == NEW
        elif isinstance(raised, StorageError) and how == "instead":
            assert found == OLD
            assert faulty.fired == "unlink" or f".{path.name}.new" not in names(folder)
        for name in names(folder):
            assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
        try:
            there.write(NEXT)
        except ChangedOnDisk:
            assert how in ("late", "killed")  # the name changed, though the call said it did not
            assert there.read() == NEW
            there.write(NEXT)
        assert DurableStorage(path).read() == NEXT
        assert names(folder) == ["a.json", "a.json~"]
        seen.add(faulty.fired)
    expected = {"write"} if how == "short" else {"open", "write", "fsync", "replace", "close"}
    assert seen >= expected


@pytest.mark.parametrize("how", HOWS)
def test_a_failed_read_is_a_storage_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    path = tmp_path / "a.json"
    DurableStorage(path).write(OLD)
    for number in range(1, 5):
        there = DurableStorage(path)
        inject(monkeypatch, FaultyOs(number, how, errno.EIO))
        try:
            assert there.read() == OLD
        except (StorageError, Killed) as error:
            assert how != "short"
            assert isinstance(error, Killed) or "the disk reports a failure" in str(error)
            assert there.file_identity is None
        finally:
            monkeypatch.undo()
    assert there.read() == OLD


@pytest.mark.parametrize("how", HOWS)
def test_a_restore_failing_at_any_call_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    for faulty, folder in every_fault(monkeypatch, how, errno.ENOSPC, tmp_path):
        path = folder / "a.json"
        write_atomically(previous_copy(path), b'{"header": {}}')
        write_atomically(path, b"damaged")
        inject(monkeypatch, faulty)
        try:
            restore_previous(path)
        except (StorageError, Killed):
            pass
        finally:
            monkeypatch.undo()
        assert path.read_bytes() in (b"damaged", b'{"header": {}}')
        assert previous_copy(path).read_bytes() == b'{"header": {}}'
        assert b"damaged" in [(folder / name).read_bytes() for name in names(folder)]
        restore_previous(path)
        assert DurableStorage(path).read() == {"header": {}}
        assert b"damaged" in [(folder / name).read_bytes() for name in names(folder)]


class Typist:
    """A session that types on after errors, and records the acknowledgements of the journal."""

    def __init__(self) -> None:
        self.journal: Journal | None = None
        self.acknowledged: list[bytes] = []
        self.attempted: set[bytes] = set()

    def work(self, folder: Path) -> None:
        self.journal = it = Journal.create(folder, 7)
        self.append(it, b"one")
        self.append(it, b"two", b"three" * 9)
        self.sync(it)
        self.append(it, b"four")
        with suppress(StorageError):
            it.truncate(it.position())
            self.acknowledged.clear()
        self.append(it, b"five")
        self.append(it, b"six")
        self.sync(it)

    def append(self, it: Journal, *payloads: bytes) -> None:
        self.attempted.update(payloads)
        with suppress(StorageError):
            it.append_all(payloads)
            self.acknowledged += payloads

    def sync(self, it: Journal) -> None:
        with suppress(StorageError):
            it.fsync()


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO], ids=["ENOSPC", "EIO"])
@pytest.mark.parametrize("how", HOWS)
def test_a_journal_failing_at_any_call_keeps_acknowledged_updates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str, code: int
) -> None:
    seen = set()
    for faulty, folder in every_fault(monkeypatch, how, code, tmp_path):
        typist = Typist()
        inject(monkeypatch, faulty)
        try:
            typist.work(folder / "log")
        except (StorageError, Killed):
            pass
        finally:
            monkeypatch.undo()
        seen.add(faulty.fired)
        if typist.journal is None:
            assert all(one.frames == () for one in read_journals(folder / "log"))
            continue
        found = scan_journal(typist.journal.path)
        assert not found.damaged
        if how in ("instead", "short"):
            assert list(found.frames) == typist.acknowledged
            assert not found.torn
            typist.journal.append(b"after")
            assert list(scan_journal(typist.journal.path).frames) == [
                *typist.acknowledged,
                b"after",
            ]
        else:
            # What was acknowledged is there; what was not may be there too, and does no harm.
            present = iter(found.frames)
            assert all(one in present for one in typist.acknowledged)
            assert set(found.frames) <= typist.attempted
        typist.journal.close(remove=False)
    assert seen >= ({"write"} if how == "short" else {"write", "ftruncate", "fdatasync"})


def test_a_torn_append_is_repaired_before_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(descriptor: int, data: bytes) -> int:
        return real(descriptor, data[:5])

    def refuse(*_: object) -> None:
        raise OSError(errno.EIO, "no")

    real = os.write
    with closing(Journal.create(tmp_path / "log", 7)) as it:
        it.append(b"good")
        with monkeypatch.context() as patch:
            patch.setattr(os, "write", half)
            patch.setattr(os, "ftruncate", refuse)
            with pytest.raises(StorageError):
                it.append(b"torn")
            assert scan_journal(it.path).torn
            with pytest.raises(StorageError):
                it.append(b"still torn")
        it.append(b"better")
        assert scan_journal(it.path).frames == (b"good", b"better")
        assert not scan_journal(it.path).torn


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EDQUOT, "disk is full"),
        (errno.EACCES, "no permission"),
        (errno.EROFS, "only be read"),
        (errno.EIO, "reports a failure"),
        (errno.ESTALE, os.strerror(errno.ESTALE)),
    ],
)
def test_the_cause_is_reported_in_plain_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, words: str
) -> None:
    path = tmp_path / "a.json"
    inject(monkeypatch, FaultyOs(1, "from then on", code))
    for act in (
        lambda: write_atomically(path, b"x"),
        lambda: DurableStorage(path).read(),
        lambda: Journal.create(tmp_path, 7),
        lambda: DurableStorage(path).write(NEW),
    ):
        with pytest.raises(StorageError, match=words) as caught:
            act()
        assert str(tmp_path) in str(caught.value)
