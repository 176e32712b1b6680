"""Erasure with shares: own data is removed, the other's stays, and the report says so."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import pytest

from afspraak.data.errors import RemoteError
from afspraak.data.ids import Login
from afspraak.data.maintenance.lock import lock
from afspraak.data.model.remote_address import LocalFolder, SshMachine
from afspraak.data.privacy.erasure import erase_person, plan_erasure
from afspraak.data.session.session import Session
from afspraak.data.storage.siblings import private_path
from afspraak.data.sync.hosts import LocalHost
from afspraak.data.sync.membership import share_conversation

from ...support.conversations.copies import files
from ...support.conversations.erased import ANNA, begun, traces
from ...support.conversations.lock_keys import Key, own_key_file
from ...support.servers.fixtures import shared

__all__ = ["shared"]  # a fixture


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "nb"


def test_an_own_shared_folder_is_removed(folder: Path, shared: Path) -> None:
    path = begun(folder)
    try:
        share_conversation(path, Login("nobody"), LocalHost())
    except RemoteError as error:  # a file system that cannot let in one person
        pytest.skip(str(error))
    assert traces([ANNA], [shared])
    what = plan_erasure(folder, ANNA)
    assert len(what.shared) == 1
    erase_person(what)
    assert list(shared.iterdir()) == []


def test_an_unreferenced_own_shared_folder_is_removed(folder: Path, shared: Path) -> None:
    path = begun(folder)
    try:
        share_conversation(path, Login("nobody"), LocalHost())
    except RemoteError as error:  # a file system that cannot let in one person
        pytest.skip(str(error))
    private_path(path).unlink()
    erase_person(plan_erasure(folder, ANNA))
    assert list(shared.iterdir()) == []


def test_a_share_of_an_unreadable_locked_conversation_is_removed(
    folder: Path, shared: Path, jan: Key
) -> None:
    path = begun(folder)
    begun(folder, title="another talk")
    try:
        share_conversation(path, Login("nobody"), LocalHost())
    except RemoteError as error:  # a file system that cannot let in one person
        pytest.skip(str(error))
    jan.only()
    lock(path, [jan.public])
    private_path(path).unlink(missing_ok=True)
    own_key_file().unlink()
    erase_person(plan_erasure(folder, ANNA))
    assert list(shared.iterdir()) == []
    assert files(folder) == {}


def test_own_logs_are_removed_from_anothers_folder(
    folder: Path, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = shared / "afspraak-theirs"
    theirs.mkdir()
    (theirs / "root.1.afl").write_bytes(b"mine")
    (theirs / "anna.1.afl").write_bytes(b"hers")
    if os.geteuid() == 0:
        os.chown(theirs / "anna.1.afl", 12345, 12345)
        os.chown(theirs, 12345, 12345)
    else:
        pytest.skip("only root can make what is another's")
    path = begun(folder)
    with closing(Session.open(path)) as session:
        session.sync.set_remote_address(LocalFolder(str(theirs)))
    done = erase_person(plan_erasure(folder, ANNA))
    assert [one.name for one in theirs.iterdir()] == ["anna.1.afl"]
    assert len(done.not_erased) == 1
    assert "belongs to the other" in str(done.not_erased[0])


def test_an_unreachable_machine_is_reported(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFSPRAAK_SSH", "/bin/false")
    path = begun(folder)
    with closing(Session.open(path)) as session:
        session.sync.set_remote_address(SshMachine("box").share("/var/tmp/afspraak-1"))
    done = erase_person(plan_erasure(folder, ANNA))
    assert len(done.not_erased) == 1
    assert "box" in str(done.not_erased[0])
    assert files(folder) == {}
