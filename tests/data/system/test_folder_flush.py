"""Flushing a folder to the disk: file systems that cannot are accepted, failing disks are not."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from afspraak.data.system.files.atomic_files import NotDurable, write_atomically
from afspraak.data.system.files.descriptors import fsync_folder


def _folders_fail(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Let the flush of every folder fail with this error; files can still be flushed."""
    flush = os.fsync

    def fails(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(number, os.strerror(number))
        flush(descriptor)

    monkeypatch.setattr(os, "fsync", fails)


@pytest.mark.parametrize("number", [errno.EINVAL, errno.EOPNOTSUPP, errno.ENOSYS])
def test_a_file_system_that_cannot_flush_folders_is_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    _folders_fail(monkeypatch, number)
    fsync_folder(tmp_path)
    write_atomically(tmp_path / "file", b"content")
    assert (tmp_path / "file").read_bytes() == b"content"


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC])
def test_a_disk_that_fails_is_reported_though_the_file_is_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    _folders_fail(monkeypatch, number)
    with pytest.raises(OSError, match=os.strerror(number)):
        fsync_folder(tmp_path)
    with pytest.raises(NotDurable):
        write_atomically(tmp_path / "file", b"content")
    assert (tmp_path / "file").read_bytes() == b"content"


def test_a_missing_folder_cannot_be_flushed(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        fsync_folder(tmp_path / "none")
