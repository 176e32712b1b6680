"""A document rebuilt from the tables is the same for everybody, in every version."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from afspraak.data.ids import RowId
from afspraak.data.model.conversation import Agreement
from afspraak.data.model.edits import Write
from afspraak.data.session.session import Session
from afspraak.data.sync.merge_file import merge

from ...support.conversations.copies import done
from ...support.conversations.notebooks import kept

CLIENT = 886418555
"""The client that creates the document of this conversation, in every version."""


def bare(folder: Path) -> Path:
    """A conversation whose file has only its tables."""
    path = kept(folder, "anna", Agreement(RowId("a1"), text="Portal", order="a"), notes="one\ntwo")
    tables = json.loads(path.read_text("utf-8"))
    tables.pop("_sync", None)
    tables["header"]["1"].pop("in_short")
    for partner in tables["partners"].values():
        partner["login"] = ""
    path.write_text(json.dumps(tables), "utf-8")
    return path


def test_the_same_tables_give_the_same_client(tmp_path: Path) -> None:
    assert set(Session.open_read_only(bare(tmp_path)).sync.clients) == {CLIENT}


def test_two_independent_rebuilds_give_one_conversation(tmp_path: Path) -> None:
    path = bare(tmp_path / "here")
    other = tmp_path / "there.json"
    shutil.copy(path, other)
    done(other, Write(0, 0, "theirs. "))
    done(path, Write(0, 0, "ours. "))
    merge(path, other)
    text = Session.open_read_only(path).notes.text
    assert sorted(text.split("one")[0].split(". ")) == ["", "ours", "theirs"]
    assert text.endswith("one\ntwo")
