"""An unreadable document is reported, never replaced by the tables silently."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from afspraak.data.model.edits import Write
from afspraak.data.session.session import Session
from afspraak.data.storage.json_storage import DamagedFile

from ...support.conversations.copies import done, files


@pytest.mark.parametrize(
    "document",
    [
        "no base64 at all!",
        "AAA",
        3,
        {},
        [],
        "é",
        base64.b64encode(b"no update").decode(),
        base64.b64encode(b"\xff" * 40).decode(),
    ],
)
def test_an_invalid_document_is_reported_as_damage(path: Path, document: object) -> None:
    done(path, Write(0, 0, "first. "))
    tables = json.loads(path.read_text("utf-8"))
    (row,) = tables["_sync"].values()
    row["document"] = document
    path.write_text(json.dumps(tables), "utf-8")
    before = files(path.parent)
    for way in (Session.open_read_only, Session.open):
        with pytest.raises(DamagedFile) as error:
            way(path)
        assert str(path) in str(error.value)
        assert error.value.previous == path.with_name("anna.json~")
    assert files(path.parent) == before
