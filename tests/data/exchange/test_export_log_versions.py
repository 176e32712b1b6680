"""The export log: recorded versions, their order, and invalid entries."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from afspraak.data.exchange.export_log import erase_log_entries, find_exports, log_export
from afspraak.data.system.paths import exports_file


def digest(data: bytes) -> str:
    """The digest as the log stores it."""
    return sha256(data).hexdigest()


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    """The path of a conversation; the file need not exist."""
    return tmp_path / "anna.json"


def test_twenty_versions_of_an_export_are_recorded_newest_last(talk: Path, tmp_path: Path) -> None:
    target = tmp_path / "m.md"
    versions = [b"%d" % number for number in range(22)]
    for data in versions:
        log_export([talk], target, data)
    (export,) = find_exports([talk])
    assert export.digests == tuple(map(digest, versions[2:]))
    assert (export.conversation, export.file) == (talk, target)


def test_a_repeated_version_is_recorded_once(talk: Path, tmp_path: Path) -> None:
    for data in (b"1", b"2", b"1"):
        log_export([talk], tmp_path / "m.md", data)
    (export,) = find_exports([talk])
    assert sorted(export.digests) == sorted(map(digest, (b"1", b"2")))


def test_exports_are_sorted_by_file_without_those_of_others(talk: Path, tmp_path: Path) -> None:
    other = tmp_path / "piet.json"
    for name in ("c.md", "a.md", "b.md"):
        log_export([talk], tmp_path / name, b"x")
    log_export([other], tmp_path / "d.md", b"x")
    assert [one.file.name for one in find_exports([talk])] == ["a.md", "b.md", "c.md"]
    assert [one.file.name for one in find_exports([other, talk])][-1] == "d.md"
    erase_log_entries([talk])
    assert find_exports([talk]) == []
    assert [one.file.name for one in find_exports([other])] == ["d.md"]
    erase_log_entries([other])
    assert not exports_file().exists()


def test_the_moment_is_recorded_in_utc(talk: Path, tmp_path: Path) -> None:
    log_export([talk], tmp_path / "m.md", b"x")
    (export,) = find_exports([talk])
    assert len(export.at) == len("2026-12-03T14:02:00Z")
    assert export.at[10] == "T" and export.at.endswith("Z")


def test_existing_files_include_the_previous_copy(talk: Path, tmp_path: Path) -> None:
    target = tmp_path / "m.md"
    log_export([talk], target, b"x")
    (export,) = find_exports([talk])
    assert export.existing_files == [] == export.unchanged_files
    target.write_bytes(b"y")
    (tmp_path / "m.md~").write_bytes(b"x")
    assert export.existing_files == [target, tmp_path / "m.md~"]
    assert export.unchanged_files == [tmp_path / "m.md~"]
    target.unlink()
    target.symlink_to("m.md~")
    assert export.unchanged_files == [tmp_path / "m.md~"], "a link is not what was written"


def _row(**changes: object) -> str:
    row = {"conversation": "CONVERSATION", "file": "/x/m.md", "at": "2026", "digests": ["a"]}
    return json.dumps({"format": 1, "exports": [{**row, **changes}]})


@pytest.mark.parametrize(
    "changes", [{"file": "/x/\0"}, {"conversation": "/x/\0"}, {"digests": 3}, {"digests": None}]
)
def test_an_invalid_entry_makes_the_log_invalid(
    talk: Path, tmp_path: Path, changes: dict[str, object]
) -> None:
    place = exports_file()
    place.parent.mkdir(parents=True, exist_ok=True)
    good = _row().replace("CONVERSATION", str(talk))
    place.write_text(good)
    assert [one.file for one in find_exports([talk])] == [Path("/x/m.md")]
    place.write_text(_row(**changes).replace("CONVERSATION", str(talk)))
    assert find_exports([talk]) == []


def _large(place: Path, good: str) -> None:
    place.write_text(good + " " * (1 << 24))


def _link(place: Path, good: str) -> None:
    place.with_name("other").write_text(good)
    place.symlink_to("other")


def _pipe(place: Path, good: str) -> None:
    os.mkfifo(place)


def _folder(place: Path, good: str) -> None:
    place.mkdir()


@pytest.mark.parametrize("make", [_large, _link, _pipe, _folder])
def test_an_invalid_log_is_ignored(talk: Path, make: Callable[[Path, str], None]) -> None:
    place = exports_file()
    place.parent.mkdir(parents=True, exist_ok=True)
    make(place, _row().replace("CONVERSATION", str(talk)))
    assert find_exports([talk]) == []
