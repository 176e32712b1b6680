"""A shared folder with content that others control."""

from __future__ import annotations

import os
import stat
import struct
from contextlib import closing
from pathlib import Path

import pytest

from afspraak.data.crdt.replica import Replica
from afspraak.data.errors import RemoteError, StorageError
from afspraak.data.ids import MANAGER, Login, PartnerId, Slug
from afspraak.data.model.remote_address import LocalFolder
from afspraak.data.storage.journal.journal_format import MAGIC, encode_frame
from afspraak.data.sync.connection_state import Connection
from afspraak.data.sync.folder import own_log, posix_acl
from afspraak.data.sync.folder.remote import FolderRemote
from afspraak.data.sync.handshake import read_replica
from afspraak.data.sync.remote import FilesRemoved, Presence, data_of
from afspraak.data.sync.shares import Restoration, ShareMetadata
from afspraak.data.sync.sync_client import SyncClient
from afspraak.data.text.splice import Splice

from ....support.screens.contexts import new_session
from ....support.servers.remotes import folder_remotes
from ....support.updates.writer import EMPTY_VECTOR


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "shared"
    folder_remotes(folder)
    return folder


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_only_admitted_users_can_read_the_folder(folder: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        store = FolderRemote(folder, 1)
        store.append(b"x")
        store.announce(Presence(Login(""), MANAGER, "notes"))
    finally:
        os.umask(before)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o1770
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o640, path
        listed = os.getxattr(path, "system.posix_acl_access")
        # Of the entries only the mask and the named user may read; the group and the rest may not.
        entries = list(struct.iter_unpack("<HHI", listed[4:]))
        assert [permissions for tag, permissions, _ in entries if tag in (0x04, 0x20)] == [0, 0]


def test_an_incomplete_frame_is_read_later(folder: Path) -> None:
    store = FolderRemote(folder, 1)
    whole = MAGIC + encode_frame(b"one")
    log = folder / "someone.2.afl"
    log.write_bytes(whole + encode_frame(b"two")[:-1])
    arrived = store.read_since({})
    assert data_of(arrived.updates) == [b"one"]
    log.write_bytes(whole + encode_frame(b"two"))
    assert data_of(store.read_since(arrived.offsets).updates) == [b"two"]


def test_what_another_program_writes_into_the_own_log_hides_no_later_update(folder: Path) -> None:
    with closing(FolderRemote(folder, 1)) as writer, closing(FolderRemote(folder, 2)) as reader:
        writer.append(b"one")
        (log,) = folder.glob("*.afl")
        arrived = reader.read_since({})
        assert data_of(arrived.updates) == [b"one"]
        with log.open("ab") as file:
            file.write(b"\xff" * 300)
        assert data_of(reader.read_since(arrived.offsets).updates) == []
        writer.append(b"two")
        assert data_of(reader.read_since(arrived.offsets).updates) == [b"two"]


def test_files_other_than_logs_are_ignored(folder: Path, tmp_path: Path) -> None:
    store = FolderRemote(folder, 1)
    secret = tmp_path / "secret"
    secret.write_bytes(MAGIC + encode_frame(b"not for here"))
    (folder / "link.2.afl").symlink_to(secret)
    (folder / "folder.3.afl").mkdir()
    os.mkfifo(folder / "fifo.4.afl")
    (folder / "rubbish.5.afl").write_bytes(b"\x00" * 100)
    (folder / "other.txt").write_bytes(MAGIC + encode_frame(b"x"))
    (folder / "good.6.afl").write_bytes(MAGIC + encode_frame(b"good"))
    assert data_of(store.read_since({}).updates) == [b"good"]


@pytest.mark.parametrize(
    "told", [b"", b"{}", b"[1,2]", b"\xff\xfe", b'["m","notes","x",""]', b"[" * 9999, b"null"]
)
def test_an_invalid_presence_is_ignored(folder: Path, told: bytes) -> None:
    theirs = FolderRemote(folder, 2)
    theirs.announce(Presence(Login(""), MANAGER, "notes"))
    (here,) = folder.glob("*.here")
    here.write_bytes(told)
    assert list(FolderRemote(folder, 1).read_presence()) == []


def test_text_in_a_presence_is_cleaned(folder: Path) -> None:
    theirs = FolderRemote(folder, 2)
    theirs.announce(Presence(Login(""), PartnerId("man\x1b[2Jager"), "no\ntes", -5, "a\x07"))
    (here,) = FolderRemote(folder, 1).read_presence()
    assert here.position == 0
    assert all(word.isprintable() for word in (here.partner, here.pane, here.row))


def test_a_file_system_without_acl_is_reported(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(95, "not supported")

    monkeypatch.setattr(os, "setxattr", refuse)
    descriptor = os.open(folder, os.O_RDONLY)
    with pytest.raises(RemoteError, match="file system"):
        posix_acl.grant_access(descriptor, [1])
    os.close(descriptor)


def test_a_failed_write_to_a_log_is_reported_and_leaves_complete_frames(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, theirs = FolderRemote(folder, 1), FolderRemote(folder, 2)
    store.append(b"one")
    write = os.write

    def short(descriptor: int, data: bytes) -> int:
        return write(descriptor, data[:5])

    monkeypatch.setattr(os, "write", short)
    with pytest.raises(RemoteError):
        store.append(b"two")
    monkeypatch.setattr(os, "write", write)
    store.append(b"three")
    assert data_of(theirs.read_since({}).updates) == [b"one", b"three"]


def test_a_failed_read_of_an_own_log_is_the_remotes_error(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = FolderRemote(folder, 1)
    first.append(b"one")
    first.close()

    def fail(*_: object) -> None:
        raise StorageError("storage.reason.other", text="the disk reports a failure")

    monkeypatch.setattr(own_log, "scan_journal", fail)
    with pytest.raises(RemoteError, match="reports a failure"):
        FolderRemote(folder, 1).append(b"two")


def test_a_missing_folder_is_reported(folder: Path) -> None:
    store = FolderRemote(folder, 1)
    folder.rename(folder.with_name("elsewhere"))
    for ask in (lambda: store.read_since({}), lambda: store.append(b"x"), store.read_presence):
        with pytest.raises(RemoteError, match="notebook keeps all"):
            ask()
    folder.symlink_to(folder.with_name("elsewhere"))
    for ask in (lambda: store.append(b"x"), lambda: store.announce(Presence(Login(""), MANAGER))):
        with pytest.raises(RemoteError):
            ask()


def test_only_a_log_with_something_lost_interrupts(folder: Path, tmp_path: Path) -> None:
    session = new_session(tmp_path)
    session.sync.set_remote_address(LocalFolder(str(folder)))
    with closing(SyncClient(session.sync, FolderRemote(folder, 1))) as client:
        other = Replica()
        other.apply(session.sync.update_since(other.state_vector))
        _, update = other.edit((Splice(0, 0, "theirs "),), {})
        with closing(FolderRemote(folder, 5)) as ended:
            ended.append(update)
        client.sync()
        assert session.notes.text.startswith("theirs ")
        (log,) = folder.glob("*.5.afl")
        with closing(FolderRemote(folder, 7)) as condensed:
            condensed.append(update)
        log.unlink()
        client.sync()
        assert client.record.repairs == 0
        (log,) = folder.glob("*.7.afl")
        log.unlink()
        client.sync()
        assert client.record.repairs == 1
        assert client.state is Connection.IN_SYNC
    with closing(FolderRemote(folder, 9)) as store:
        assert read_replica(store).notes.text.startswith("theirs ")


@pytest.mark.parametrize("replaced", [False, True])
def test_an_append_to_a_removed_log_fails_and_the_next_log_has_another_name(
    folder: Path, replaced: bool
) -> None:
    with closing(FolderRemote(folder, 1)) as store:
        store.append(b"one")
        (log,) = folder.glob("*.afl")
        log.rename(folder / "aside")
        if replaced:
            log.write_bytes(MAGIC)
        with pytest.raises(FilesRemoved):
            store.append(b"two")
        with pytest.raises(FilesRemoved):
            store.read_since({})
        store.handshake(EMPTY_VECTOR)
        store.append(b"three")
        (again,) = set(folder.glob("*.afl")) - {log}
        assert again.read_bytes() == MAGIC + encode_frame(b"three")


def test_the_times_of_own_files_are_refreshed_without_counting_as_a_write(folder: Path) -> None:
    log = folder / "someone.2.afl"
    log.write_bytes(MAGIC)
    os.utime(log, (1_000_000, 2_000_000))
    with closing(FolderRemote(folder, 1)) as store:
        store.handshake(EMPTY_VECTOR)
        status = log.stat()
        assert status.st_atime > 1_000_000 and status.st_mtime == 2_000_000


def test_a_share_that_cannot_be_mended_is_used_as_it_is(folder: Path) -> None:
    metadata = ShareMetadata("", (), Slug("anna"))
    nobody = Restoration(Login("nobody-is-called-so"), metadata, lambda: True)
    shares = folder.parent / "afspraak-0123456789abcdef"
    folder.rename(shares)
    os.removexattr(shares, "system.posix_acl_access")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("AFSPRAAK_SHARED", str(shares.parent))
        with closing(FolderRemote(shares, 1, nobody)) as store:
            store.handshake(EMPTY_VECTOR)
            store.append(b"one")
            assert store.read_since({}).updates == []
