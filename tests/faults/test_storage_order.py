"""The order in which content, names and folders reach the disk."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from afspraak.data.storage.json_storage import DurableStorage
from afspraak.data.storage.strict_json import Tables
from afspraak.data.system.files import atomic_files
from afspraak.data.system.files.private_folder import make_private_folder

from .harness.faulty import FaultyOs, inject

OLD: Tables = {"header": {"1": {"word": "old", "lines": ["old"] * 400}}}
NEW: Tables = {"header": {"1": {"word": "new"}}}


class WatchedOs(FaultyOs):
    """The module `os` with a record of its calls, and a check that every file is private."""

    def __init__(self) -> None:
        super().__init__(0, "instead", 0)
        self.done: list[str] = []

    def _guarded(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*values: Any, **named: Any) -> Any:
            if name in ("fsync", "write"):
                status = os.fstat(values[0])
                regular = stat.S_ISREG(status.st_mode)
                assert not regular or stat.S_IMODE(status.st_mode) == 0o600
                self.done.append(f"{name} {'file' if regular else 'folder'}")
            elif name in ("replace", "link"):
                self.done.append(f"{name} {values[1]}")
            return real(*values, **named)

        return call


def assert_in_order(done: list[str]) -> None:
    """Check the order that a power cut demands: content, then its name, then the report of success.

    Otherwise the name may lead to a file without its content, or the old file may come back after
    the save was reported.
    """
    place = done.index("replace a.json")
    synced = done.index("fsync file")
    assert max(at for at, what in enumerate(done) if what == "write file") < synced < place
    assert done.index("replace a.json~") < place, "for a moment there would be no previous copy"
    assert "fsync folder" in done[place:]


def watched_save(path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    there = DurableStorage(path)
    there.write(OLD)
    watched = WatchedOs()
    inject(monkeypatch, watched)
    there.write(NEW)
    monkeypatch.undo()
    return watched.done


@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_content_name_and_folder_reach_the_disk_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, umask: int
) -> None:
    before = os.umask(umask)
    try:
        done = watched_save(tmp_path / "a.json", monkeypatch)
    finally:
        os.umask(before)
    assert_in_order(done)


def test_the_order_check_detects_a_wrong_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Remove one step at a time: each time the check must fail."""
    whole = watched_save(tmp_path / "a.json", monkeypatch)
    assert_in_order(whole)
    (tmp_path / "a.json").unlink()
    monkeypatch.setattr(atomic_files, "fsync_descriptor", lambda _: None)
    without_folder = watched_save(tmp_path / "a.json", monkeypatch)
    assert without_folder == whole[:-1]
    with pytest.raises(AssertionError):
        assert_in_order(without_folder)
    for missing in {*whole} - {"link .a.json~.new"}:
        with pytest.raises((AssertionError, ValueError)):
            assert_in_order([what for what in whole if what != missing])
    late = [what for what in whole if what != "fsync file"]
    with pytest.raises(AssertionError):
        assert_in_order([*late, "fsync file"])


def test_a_new_folder_reaches_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watched = WatchedOs()
    inject(monkeypatch, watched)
    make_private_folder(tmp_path / "a" / "b")
    assert watched.done == ["fsync folder"] * 2
