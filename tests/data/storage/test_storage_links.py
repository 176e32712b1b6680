"""Symbolic links and special files at the path of a conversation."""

from __future__ import annotations

import os
import socket
import threading
from pathlib import Path

import pytest

from afspraak.data.errors import StorageError
from afspraak.data.storage.json_storage import DamagedFile, DurableStorage
from afspraak.data.storage.previous_copy import restore_previous
from afspraak.data.storage.strict_json import MAX_BYTES, Tables
from afspraak.data.system.files.atomic_files import previous_copy, write_atomically

from ...support.conversations.copies import file_names
from ...support.conversations.stored_tables import store_tables

ONE: Tables = {"header": {"1": {"goals": "one"}}}
TWO: Tables = {"header": {"1": {"goals": "another"}}}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "anna-de-vries.json"


def test_a_symbolic_link_stays_and_its_target_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target = tmp_path / "real" / "a.json"
    link = tmp_path / "a.json"
    link.symlink_to("real/a.json")
    there = store_tables(link, ONE)
    there.write(TWO)
    assert link.is_symlink()
    assert DurableStorage(target).read() == DurableStorage(link).read() == TWO
    assert file_names(tmp_path) == ["a.json", "real"]
    assert previous_copy(target).exists()


def test_a_symbolic_link_of_another_user_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "mine"
    target.write_text("mine")
    link = tmp_path / "minutes.md"
    link.symlink_to(target)
    if os.geteuid() == 0:  # what root links is trusted
        os.chown(link, 12345, -1, follow_symlinks=False)
    owner = link.lstat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    with pytest.raises(StorageError, match="another user"):
        write_atomically(link, b"theirs")
    assert target.read_text() == "mine"


def test_a_symbolic_link_to_itself_is_reported(path: Path) -> None:
    path.symlink_to(path)
    with pytest.raises(StorageError):
        DurableStorage(path).read()
    with pytest.raises(StorageError):
        write_atomically(path, b"x")


@pytest.mark.parametrize("kind", ["folder", "fifo", "socket", "device"])
def test_special_files_are_refused_without_waiting(path: Path, kind: str) -> None:
    bound = socket.socket(socket.AF_UNIX)
    if kind == "folder":
        path.mkdir()
    elif kind == "fifo":
        os.mkfifo(path)
    elif kind == "socket":
        bound.bind(str(path))
    else:
        path.symlink_to("/dev/zero")
    done: list[str] = []

    def attempt() -> None:
        for act in (lambda: DurableStorage(path).read(), lambda: write_atomically(path, b"x")):
            with pytest.raises(StorageError, match="not an ordinary file"):
                act()
        with pytest.raises(StorageError):
            restore_previous(path)
        done.append(kind)

    thread = threading.Thread(target=attempt, daemon=True)
    thread.start()
    thread.join(20)
    bound.close()
    assert done == [kind]
    assert os.path.lexists(path)
    assert Path("/dev/zero").is_char_device()


def test_a_file_that_is_too_large_is_not_read(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(DamagedFile, match="larger than 64 MB"):
        DurableStorage(path).read()


def test_a_constantly_changing_file_is_reported(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_tables(path, ONE)
    real = os.read

    def read_while_somebody_writes(descriptor: int, size: int) -> bytes:
        with path.open("a") as file:
            file.write(" ")
        return real(descriptor, size) if path.stat().st_size < 5000 else b""

    monkeypatch.setattr(os, "read", read_while_somebody_writes)
    with pytest.raises(StorageError, match="busy"):
        DurableStorage(path).read()
