"""The other partner in a list depends on the user; the index stores no answer for another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from afspraak.data.notebook.index import Index
from afspraak.data.session.user import User

from ...support.conversations.notebooks import kept


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A notebook with a conversation whose partners have no login."""
    path = kept(tmp_path / "nb", "talk")
    tables = json.loads(path.read_text("utf-8"))
    for partner in tables["partners"].values():
        partner["login"] = ""
    tables.pop("_sync", None)
    path.write_text(json.dumps(tables), "utf-8")
    return path.parent


def test_another_user_name_changes_the_other_partner(
    folder: Path, later: None, read: list[str]
) -> None:
    for name, other in (("Jan Bakker", "Anna de Vries"), ("Anna de Vries", "Jan Bakker")):
        user = User(name)
        del read[:]
        for _ in range(2):
            assert [one.partner for one in Index(folder, user=user).summaries()] == [other]
        assert read == ["talk.json"], "read once for each who asks"
