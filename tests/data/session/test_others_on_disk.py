"""Which changes in the file of an open conversation are the other partner's."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from afspraak.data.model.edits import Write
from afspraak.data.model.remote_address import LocalFolder
from afspraak.data.session.session import Session

from ...support.conversations.copies import done
from ...support.screens.contexts import new_session


def _other_partner(path: Path) -> None:
    """Write as another machine does, and let a syncer replace the file."""
    elsewhere = path.parent.with_name("elsewhere") / path.name
    elsewhere.parent.mkdir()
    shutil.copy(path, elsewhere)
    done(elsewhere, Write(0, 0, "from elsewhere "))
    elsewhere.rename(path)


def _second_window(path: Path) -> None:
    done(path, Write(0, 0, "from a second window "))


def _hand(path: Path) -> None:
    tables = json.loads(path.read_text("utf-8"))
    tables["notes"]["1"]["lines"].append("by hand")
    path.write_text(json.dumps(tables), "utf-8")


@pytest.mark.parametrize(
    ("change", "shared", "expected"),
    [
        (_other_partner, True, True),
        (_other_partner, False, False),
        (_second_window, True, False),
        (_hand, True, False),
    ],
)
def test_only_changes_of_the_other_partner_count(
    tmp_path: Path, change: Callable[[Path], None], shared: bool, expected: bool
) -> None:
    session = new_session(tmp_path / "nb")
    if shared:
        session.sync.set_remote_address(LocalFolder(str(tmp_path / "share")))
    session.save()
    assert not session.sync.has_others_on_disk()
    change(session.path)
    assert session.sync.has_others_on_disk() is expected
    before = session.notes.text
    session.autosave.read_disk()
    assert session.notes.text != before
    assert not session.sync.has_others_on_disk()
    assert Session.open_read_only(session.path).notes.text == session.notes.text
