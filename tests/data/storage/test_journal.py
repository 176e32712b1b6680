"""The journal of one session: acknowledged updates stay until they are saved."""

from __future__ import annotations

import errno
import os
import pwd
import stat
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from afspraak.data.errors import StorageError
from afspraak.data.storage.journal import journal
from afspraak.data.storage.journal.journal import Journal
from afspraak.data.storage.journal.journal_files import login_for_file_name
from afspraak.data.storage.journal.journal_format import MAGIC, MAX_FRAME, scan_journal
from afspraak.data.system.files.private_folder import make_private_folder

from ...support.conversations.copies import file_names
from ...support.conversations.journals import abandoned_journal, undamaged

THREE = [b"one", b"\x00" * 9, b"drie" * 100]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture(params=[0o000, 0o077, 0o277], ids=["loose", "tight", "absurd"])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


# --- one journal


def test_a_journal_is_private(folder: Path, umask: int) -> None:
    with closing(Journal.create(folder, 7)) as it:
        it.append(b"x")
        assert stat.S_IMODE(it.path.stat().st_mode) == 0o600
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_appended_updates_are_scanned(folder: Path) -> None:
    with closing(Journal.create(folder, 7)) as it:
        assert it.path.name == f"{login_for_file_name()}.7.afl"
        assert scan_journal(it.path) == undamaged(it.path, [])
        it.append(THREE[0])
        it.append_all(THREE[1:])
        it.append_all([])
        assert scan_journal(it.path) == undamaged(it.path, THREE)
        good = scan_journal(it.path).valid_end
        it.append(b"later")
        assert scan_journal(it.path, good) == undamaged(it.path, [b"later"])


def test_one_update_is_one_write(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = []
    real = os.write

    def count(descriptor: int, data: bytes) -> int:
        sizes.append(len(data))
        return real(descriptor, data)

    with closing(Journal.create(folder, 7)) as it:
        monkeypatch.setattr(os, "write", count)
        it.append(b"abc")
        it.append_all([b"d", b"e"])
    assert sizes == [11, 18]


@pytest.mark.parametrize("payload", [b"", bytes(MAX_FRAME + 1)], ids=["none", "too much"])
def test_an_empty_update_is_refused(folder: Path, payload: bytes) -> None:
    with closing(Journal.create(folder, 7)) as it:
        with pytest.raises(StorageError, match="64 MB"):
            it.append_all([b"x", payload])
        assert scan_journal(it.path) == undamaged(it.path, [])


def test_truncate_removes_saved_frames(folder: Path) -> None:
    with closing(Journal.create(folder, 7)) as it:
        it.append(b"saved")
        mark = it.position()
        it.truncate(mark)
        assert it.path.read_bytes() == MAGIC
        it.append(b"later")
        assert scan_journal(it.path) == undamaged(it.path, [b"later"])


def test_truncate_keeps_frames_after_the_position(folder: Path) -> None:
    with closing(Journal.create(folder, 7)) as it:
        it.append(b"saved")
        mark = it.position()
        it.append(b"later")
        it.truncate(mark)
        assert scan_journal(it.path).frames == (b"saved", b"later")
        it.truncate(it.position())
        assert scan_journal(it.path).frames == ()


def test_an_old_position_never_truncates_new_frames(folder: Path) -> None:
    with closing(Journal.create(folder, 7)) as it:
        it.append(b"saved")
        old = it.position()
        it.truncate(old)
        it.append(b"other")  # as long as what was cut: the file ends where it ended at the mark
        assert it.position() > old
        it.truncate(old)
        assert scan_journal(it.path).frames == (b"other",)


def test_an_empty_journal_leaves_no_trace(folder: Path) -> None:
    with closing(Journal.create(folder, 7)) as it:
        it.append(b"x")
        it.truncate(it.position())
    assert not folder.exists()
    assert folder.parent.exists()


def test_a_journal_with_frames_stays(folder: Path) -> None:
    path = abandoned_journal(folder, 7, [b"x"])
    assert scan_journal(path) == undamaged(path, [b"x"])


def test_an_empty_journal_stays_on_request_or_beside_others(folder: Path) -> None:
    it = Journal.create(folder, 7)
    it.close(remove=False)
    it.close()
    assert it.path.read_bytes() == MAGIC
    Journal.create(folder, 8).close()
    assert file_names(folder) == [it.path.name]


def test_closing_removes_only_its_own_file(folder: Path) -> None:
    it = Journal.create(folder, 7)
    it.path.unlink()
    it.path.write_text("somebody else's")
    it.close()
    assert it.path.read_text() == "somebody else's"


def test_a_closed_journal_raises(folder: Path) -> None:
    it = Journal.create(folder, 7)
    it.close()
    with pytest.raises(StorageError, match="closed"):
        it.append(b"x")
    with pytest.raises(StorageError, match="closed"):
        it.fsync()
    with pytest.raises(StorageError, match="closed"):
        it.truncate(it.position())


def test_a_removed_journal_is_noticed(folder: Path) -> None:
    with closing(Journal.create(folder, 7)) as it:
        it.append(b"x")
        it.path.unlink()
        for _ in range(2):
            with pytest.raises(StorageError, match="removed"):
                it.fsync()


def test_sync_calls_fsync_only_when_needed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    monkeypatch.setattr(os, "fdatasync", lambda _: calls.append("file"))
    monkeypatch.setattr(os, "fsync", lambda _: calls.append("folder"))
    folder.mkdir()
    with closing(Journal.create(folder, 7)) as it:
        it.append(b"x")
        it.fsync()
        it.fsync()
        it.append(b"y")
        it.fsync()
    assert calls == ["file", "folder", "file"]


def test_a_failed_sync_is_retried(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failures = [OSError(errno.EIO, "no"), OSError(errno.EIO, "no"), None]

    def disk(_: int) -> None:
        if failure := failures.pop(0):
            raise failure

    monkeypatch.setattr(os, "fdatasync", disk)
    with closing(Journal.create(folder, 7)) as it:
        it.append(b"x")
        for _ in range(2):
            with pytest.raises(StorageError, match="reports a failure"):
                it.fsync()
        it.fsync()
        it.fsync()
    assert failures == []


def test_typing_does_not_wait_for_the_disk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reached, free = threading.Event(), threading.Event()

    def slow_disk(_: int) -> None:
        reached.set()
        assert free.wait(20)

    monkeypatch.setattr(os, "fdatasync", slow_disk)
    with closing(Journal.create(folder, 7)) as it:
        it.append(b"x")
        syncing = threading.Thread(target=it.fsync)
        syncing.start()
        assert reached.wait(20)
        it.append(b"y")
        it.truncate(it.position())
        assert syncing.is_alive()
        free.set()
        syncing.join()


def test_many_threads_may_append(folder: Path) -> None:
    with closing(Journal.create(folder, 7)) as it:

        def type_away(who: int) -> None:
            for number in range(50):
                it.append(f"{who} {number}".encode())
                it.fsync()

        threads = [threading.Thread(target=type_away, args=(who,)) for who in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        expected = {f"{who} {number}".encode() for who in range(4) for number in range(50)}
        assert set(scan_journal(it.path).frames) == expected


def test_the_same_client_twice_is_refused(folder: Path) -> None:
    with closing(Journal.create(folder, 7)) as it:
        it.append(b"x")
        with pytest.raises(StorageError):
            Journal.create(folder, 7)
        assert scan_journal(it.path) == undamaged(it.path, [b"x"])


def test_a_deleted_folder_is_recreated(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = make_private_folder
    made: list[Path] = []

    def vanish_twice(path: Path) -> Path:
        made.append(real(path))
        if len(made) <= 2:
            path.rmdir()  # another session left and took the empty folder with it
        return path

    monkeypatch.setattr(journal, "make_private_folder", vanish_twice)
    with closing(Journal.create(folder, 7)) as it:
        it.append(b"x")
    assert len(made) == 3
    monkeypatch.setattr(journal, "make_private_folder", lambda path: path)
    with pytest.raises(StorageError, match="not there"):
        Journal.create(folder / "never", 8)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("jan.de-vries_2", "jan.de-vries_2"), ("AD\\jan", "AD_jan"), (".x", "_x"), ("é/..", "__..")],
)
def test_the_login_is_escaped_in_the_file_name(
    monkeypatch: pytest.MonkeyPatch, name: str, expected: str
) -> None:
    entry = pwd.struct_passwd((name, "x", 1, 1, "", "/", "/bin/sh"))
    monkeypatch.setattr(pwd, "getpwuid", lambda _: entry)
    assert login_for_file_name() == expected


def test_a_user_without_a_login_is_named_by_uid(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(number: int) -> pwd.struct_passwd:
        raise KeyError(number)

    monkeypatch.setattr(pwd, "getpwuid", unknown)
    assert login_for_file_name() == str(os.geteuid())
