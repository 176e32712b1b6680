"""JSON storage: private, atomic, strict, and it never overwrites an unknown file."""

from __future__ import annotations

import json
import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from afspraak.data.errors import StorageError
from afspraak.data.storage.json_storage import (
    ChangedOnDisk,
    DamagedFile,
    DurableStorage,
)
from afspraak.data.storage.previous_copy import restore_previous
from afspraak.data.storage.siblings import side_files
from afspraak.data.storage.strict_json import Tables, parse_tables
from afspraak.data.system.files.atomic_files import previous_copy, write_atomically
from afspraak.data.system.files.file_errors import display_path
from afspraak.data.system.files.file_identity import file_identity
from afspraak.data.system.files.folder_lock import lock_folder
from afspraak.data.system.files.private_folder import make_private_folder

from ...support.conversations.copies import file_names
from ...support.conversations.stored_tables import store_tables

ONE: Tables = {"header": {"1": {"goals": "a ë 😀 goal", "minutes": 60}}, "notes": {}}
TWO: Tables = {"header": {"1": {"goals": "another"}}, "notes": {"7": {"lines": ["x", ""]}}}


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


@pytest.fixture(params=[0o000, 0o077, 0o277], ids=["loose", "tight", "absurd"])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "anna-de-vries.json"


# --- folders and modes


def test_new_folders_are_private_and_existing_ones_stay(tmp_path: Path, umask: int) -> None:
    tmp_path.chmod(0o755)
    made = make_private_folder(tmp_path / "a" / "b")
    assert mode(made) == mode(made.parent) == 0o700
    assert mode(tmp_path) == 0o755
    made.chmod(0o750)
    assert make_private_folder(made) == made
    assert mode(made) == 0o750


def test_a_file_in_place_of_a_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    for wanted in (tmp_path / "a", tmp_path / "a" / "b"):
        with pytest.raises(StorageError, match="not a folder"):
            make_private_folder(wanted)


def test_files_are_private_under_any_umask(path: Path, umask: int) -> None:
    first = store_tables(path, ONE)
    first.write(TWO)
    assert mode(path) == mode(previous_copy(path)) == 0o600
    assert file_names(path.parent) == [path.name, f"{path.name}~"]


def test_a_file_with_loose_mode_leaves_no_loose_copy(path: Path) -> None:
    path.write_text(json.dumps(ONE))
    path.chmod(0o664)
    store_tables(path, TWO)
    assert mode(path) == mode(previous_copy(path)) == 0o600


def test_a_file_has_its_mode_under_any_umask(path: Path, umask: int) -> None:
    write_atomically(path, b"# minutes\n")
    assert mode(path) == 0o600
    assert path.read_bytes() == b"# minutes\n"


# --- writing and reading back


def test_written_tables_are_read_back_and_human_readable(path: Path) -> None:
    there = store_tables(path, ONE)
    text = path.read_text("utf-8")
    assert text == json.dumps(ONE, indent=2, ensure_ascii=False) + "\n"
    assert there.read() == ONE
    assert there.file_identity == file_identity(path)


def test_a_missing_file_reads_as_none(path: Path) -> None:
    there = DurableStorage(path)
    assert there.read() is None
    assert there.file_identity is None
    assert file_identity(path) is None


def test_the_previous_copy_is_one_write_behind(path: Path) -> None:
    there = store_tables(path, ONE)
    assert not previous_copy(path).exists()
    there.write(TWO)
    assert parse_tables(previous_copy(path).read_bytes()) == ONE
    there.write(ONE)
    assert parse_tables(previous_copy(path).read_bytes()) == TWO


def test_the_previous_copy_survives_a_kill_between_link_and_replace(path: Path) -> None:
    there = store_tables(path, ONE)
    os.link(path, previous_copy(path))  # so far got the write that was killed
    there.write(TWO)
    assert parse_tables(previous_copy(path).read_bytes()) == ONE
    assert there.read() == TWO
    assert len(file_names(path.parent)) == 2


def test_without_hard_links_the_previous_copy_is_a_copy(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "no links here")

    there = store_tables(path, ONE)
    monkeypatch.setattr(os, "link", refuse)
    there.write(TWO)
    assert parse_tables(previous_copy(path).read_bytes()) == ONE
    assert mode(previous_copy(path)) == 0o600
    assert path.stat().st_nlink == 1
    assert len(file_names(path.parent)) == 2


def test_unreadable_tables_are_not_written(path: Path) -> None:
    there = store_tables(path, ONE)
    loop: dict[str, object] = {}
    loop["again"] = loop
    for value in (float("nan"), float("inf"), "\ud800", object(), {"a": b"bytes"}, loop):
        with pytest.raises(StorageError, match="could not be written"):
            there.write({"header": {"1": {"x": value}}})
    wrong: list[Any] = [{"header": {"one": {}}}, {"header": {"1": "x"}}, {"header": []}]
    for tables in wrong:  # what types forbid and a bug may do
        with pytest.raises(StorageError):
            there.write(tables)
    assert there.read() == ONE


def test_a_stale_temporary_file_is_harmless(path: Path) -> None:
    target = path.parent / "elsewhere"
    target.write_text("mine")
    (path.parent / f".{path.name}.new").symlink_to(target)
    store_tables(path, ONE)
    assert target.read_text() == "mine"
    assert file_names(path.parent) == [path.name, "elsewhere"]


def test_a_write_that_another_program_overtook_is_refused(path: Path) -> None:
    mine = store_tables(path, ONE)
    theirs = DurableStorage(path)
    theirs.read()
    theirs.write(TWO)
    with pytest.raises(ChangedOnDisk, match="nothing was written over it") as caught:
        mine.write(ONE)
    assert caught.value.path == path
    assert mine.read() == TWO
    mine.write(ONE)
    with pytest.raises(ChangedOnDisk):
        theirs.write(TWO)
    path.unlink()
    with pytest.raises(ChangedOnDisk):
        mine.write(TWO)
    assert mine.read() is None
    mine.write(TWO)
    assert mine.read() == TWO


def test_a_file_that_was_never_read_is_not_overwritten(path: Path) -> None:
    store_tables(path, ONE)
    with pytest.raises(ChangedOnDisk):
        DurableStorage(path).write(TWO)


def test_an_unreadable_file_is_not_overwritten(path: Path) -> None:
    there = store_tables(path, ONE)
    path.write_text("{")
    with pytest.raises(DamagedFile):
        there.read()
    with pytest.raises(ChangedOnDisk):
        there.write(TWO)
    assert path.read_text() == "{"


def test_a_file_edited_in_place_counts_as_changed(path: Path) -> None:
    there = store_tables(path, ONE)
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"goal", b"loag"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    assert path.stat().st_size == before.st_size
    with pytest.raises(ChangedOnDisk):
        there.write(TWO)


# --- the lock


def test_the_lock_is_reentrant_and_excludes_other_threads(tmp_path: Path) -> None:
    failures: list[str] = []

    def attempt() -> None:
        try:
            with lock_folder(tmp_path, timeout=0):
                pass
        except StorageError as error:
            failures.append(str(error))

    with lock_folder(tmp_path), lock_folder(tmp_path, timeout=0):
        other = threading.Thread(target=attempt)
        other.start()
        other.join()
    assert len(failures) == 1
    assert "busy" in failures[0]
    attempt()
    assert len(failures) == 1
    assert file_names(tmp_path) == []


def test_concurrent_writes_are_complete_and_none_is_lost(path: Path) -> None:
    store_tables(path, {"count": {"1": {"n": 0}}})
    problems: list[BaseException] = []

    def count() -> None:
        mine = DurableStorage(path)
        done = 0
        try:
            while done < 10:
                tables = mine.read()
                assert tables is not None
                tables["count"]["1"]["n"] += 1
                try:
                    mine.write(tables)
                except ChangedOnDisk:
                    continue
                done += 1
        except BaseException as error:
            problems.append(error)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert DurableStorage(path).read() == {"count": {"1": {"n": 40}}}


# --- the previous copy


def test_restoring_the_previous_copy_loses_nothing(path: Path) -> None:
    there = store_tables(path, ONE)
    there.write(TWO)
    for number, name in enumerate(["a.damaged", "a.damaged.2", "a.damaged.3"]):
        path.write_text(f"broken {number}")
        with pytest.raises(DamagedFile) as caught:
            there.read()
        assert caught.value.previous == previous_copy(path)
        assert str(previous_copy(path)) in str(caught.value)
        kept = restore_previous(path)
        assert kept == path.with_name(name.replace("a", path.name, 1))
        assert kept.read_text() == f"broken {number}"
        assert mode(kept) == 0o600
        assert there.read() == ONE
        assert parse_tables(previous_copy(path).read_bytes()) == ONE
    there.write(TWO)
    assert there.read() == TWO


def test_a_missing_file_is_restored_from_the_previous_copy(path: Path) -> None:
    there = store_tables(path, ONE)
    there.write(TWO)
    path.unlink()
    assert there.read() is None
    assert restore_previous(path) is None
    assert there.read() == ONE


def test_a_damaged_or_missing_previous_copy_changes_nothing(path: Path) -> None:
    store_tables(path, ONE)
    with pytest.raises(StorageError, match="not there"):
        restore_previous(path)
    previous_copy(path).write_text("{")
    with pytest.raises(DamagedFile) as caught:
        restore_previous(path)
    assert caught.value.path == previous_copy(path)
    assert DurableStorage(path).read() == ONE
    assert len(file_names(path.parent)) == 2


def test_side_files_are_all_files_with_the_content(path: Path) -> None:
    there = store_tables(path, ONE)
    there.write(TWO)
    path.write_text("{")
    restore_previous(path)
    left = [f".{path.name}.new", f".{path.name}~.new", f".{path.name}.damaged.2.new"]
    for name in left:
        (path.parent / name).touch()
    (path.parent / f"{path.name}.other").touch()
    (path.parent / f"x{path.name}~").touch()
    expected = {*left, f"{path.name}~", f"{path.name}.damaged"}
    assert {one.name for one in side_files(path)} == expected


@pytest.mark.parametrize("wrong", ["missing/a.json", "x" * 255])
def test_an_unwritable_folder_is_reported(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(StorageError) as caught:
        write_atomically(tmp_path / wrong, b"x")
    assert isinstance(caught.value.__cause__, OSError)
    assert display_path(tmp_path) in str(caught.value)
