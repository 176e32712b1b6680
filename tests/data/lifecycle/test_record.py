"""The record of renames and moves: bounded, and never a way out of the notebook."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from afspraak.data.ids import Slug
from afspraak.data.lifecycle.deletion import tidy
from afspraak.data.notebook.places.record import (
    Record,
    needs_tidying,
    read_record,
    record_file,
    renamed_in,
    write_record,
)

from ...support.conversations.copies import files
from ...support.conversations.erased import begun


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return begun(tmp_path / "nb").parent


def _write(folder: Path, renamed: object, under_way: object) -> None:
    content = {"format": 1, "renamed": renamed, "under_way": under_way, "later": ["x"]}
    record_file(folder).write_text(json.dumps(content), "utf-8")


@pytest.mark.parametrize(
    "pair",
    [
        ("../outside.json", "inside.json"),
        ("inside.json", "/tmp/outside.json"),
        ("inside.json", "archive/../../outside.json"),
        ("inside.json", "elsewhere/inside.json"),
        ("inside.json", "deleted/now/inside.json"),
        ("inside.private.json", "other.json"),
        ("notes.txt", "other.json"),
        ("a\0.json", "other.json"),
    ],
)
def test_a_move_out_of_the_notebook_is_not_made(
    folder: Path, tmp_path: Path, pair: tuple[str, str]
) -> None:
    (tmp_path / "outside.json").write_text("{}", "utf-8")
    for name in ("inside.json", "notes.txt", "inside.private.json"):
        (folder / name).write_text("{}", "utf-8")
    _write(folder, {"before": "now"}, [pair])
    before = files(tmp_path)
    tidy(folder)
    assert files(tmp_path) == before
    assert renamed_in(folder) == {"before": "now"}, "the names are still known"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b'{"renamed": {}}',
        b'{"renamed": 1, "under_way": []}',
        b"[" * 9999,
    ],
)
def test_a_malformed_record_has_no_names(folder: Path, content: bytes) -> None:
    record_file(folder).write_bytes(content)
    assert read_record(folder) == Record()
    assert not needs_tidying(folder)


def test_a_name_that_is_no_text_comes_back(folder: Path) -> None:
    names = {Slug("zo\udcff"): Slug("zo\udcfe")}
    write_record(folder, Record(names))
    assert read_record(folder).renamed == names
    assert record_file(folder).stat().st_mode & 0o777 == 0o600
    write_record(folder, Record())
    assert not record_file(folder).exists()
