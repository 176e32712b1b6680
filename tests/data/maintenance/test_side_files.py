"""The files beside a conversation file: found by their names, also in a folder listed before."""

from __future__ import annotations

from pathlib import Path

import pytest

from afspraak.data.errors import StorageError
from afspraak.data.storage.siblings import FolderNames, side_files

OWN = ("a.json~", "a.json.damaged", "a.json.damaged.2", "a.json.merged", ".a.json.new")
FOREIGN = (
    "a.json", "aa.json~", "b.json", "b.json~", ".b.json.new", "a.private.json", "a.json.log",
    "a.json.damaged.json", "a.json.json", "a.json.json~", "note.txt", "a", ".a", "a.jsonx",
)  # fmt: skip


def test_only_the_files_of_the_conversation_itself_are_found(tmp_path: Path) -> None:
    for name in (*OWN, *FOREIGN):
        (tmp_path / name).touch()
    found = side_files(tmp_path / "a.json")
    assert {file.name for file in found} == set(OWN)
    assert found == side_files(tmp_path / "a.json", FolderNames(tmp_path))
    assert [file.name for file in side_files(tmp_path / "a.json.json")] == ["a.json.json~"]


def test_a_folder_that_is_not_there_cannot_be_listed(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="gone"):
        side_files(tmp_path / "gone" / "a.json")
