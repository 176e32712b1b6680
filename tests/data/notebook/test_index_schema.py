"""An index of another version of the program is rebuilt, and nothing of it stays."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from afspraak.data.model.edits import Write
from afspraak.data.notebook.index import Index
from afspraak.data.notebook.index_schema import (
    VERSION,
    IndexVersionMismatch,
    delete_index,
    open_in_memory,
    open_index,
)
from afspraak.data.system.paths import index_file

from ...support.conversations.copies import done

OLD = "CREATE TABLE other (text TEXT); INSERT INTO other VALUES ('Zwaluwstaart')"


def tables(place: Path) -> set[str]:
    """The tables in an index."""
    with closing(sqlite3.connect(place)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}


@pytest.fixture
def place(path: Path) -> Path:
    """The path of the index of a notebook with a conversation about a portal; no file exists."""
    done(path, Write(0, 0, "the portal\n"))
    place = index_file(path.parent)
    place.parent.mkdir(parents=True, exist_ok=True)
    return place


@pytest.mark.parametrize("version", [0, VERSION - 1, VERSION + 1])
def test_an_index_with_other_tables_is_replaced(place: Path, path: Path, version: int) -> None:
    with closing(sqlite3.connect(place)) as connection:
        connection.executescript(f"{OLD}; PRAGMA user_version = {version}")
    with pytest.raises(IndexVersionMismatch):
        open_index(place)
    assert [hit.place for hit in Index(path.parent).search("portal")[0]] == ["note"]
    assert "other" not in tables(place)
    assert b"Zwaluwstaart" not in place.read_bytes()


def test_an_empty_file_becomes_an_index_of_this_version(place: Path) -> None:
    place.touch()
    with closing(open_index(place)) as connection, closing(open_in_memory()) as other:
        for one in (connection, other):
            assert one.execute("PRAGMA user_version").fetchone() == (VERSION,)
            assert one.execute("PRAGMA secure_delete").fetchone() == (1,)
            assert one.execute("SELECT count(*) FROM line").fetchone() == (0,)
    assert place.stat().st_mode & 0o777 == 0o600


def test_a_readable_index_folder_is_made_private(place: Path) -> None:
    place.parent.chmod(0o755)
    open_index(place).close()
    assert place.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("name", ["a%41.db", "a?b.db", "a#b.db"])
def test_any_file_name_opens_that_index(tmp_path: Path, name: str) -> None:
    (tmp_path / "cache").mkdir()
    open_index(tmp_path / "cache" / name).close()
    assert [one.name for one in (tmp_path / "cache").iterdir()] == [name]
    assert (tmp_path / "cache" / name).stat().st_size > 0


def test_removing_an_index_removes_its_side_files(place: Path) -> None:
    beside = [place.with_name(f"{place.name}-{side}") for side in ("journal", "wal", "shm")]
    for one in (place, *beside):
        one.touch()
    kept = place.with_name("other.db")
    kept.touch()
    delete_index(place)
    assert list(place.parent.iterdir()) == [kept]
