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
from afspraak.data.session.user import SYSTEM_USER
from afspraak.data.system.notices import Notices

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


def _older_copy(path: Path) -> None:
    path.write_bytes(path.with_name("backup").read_bytes())


def _merged_copy(path: Path) -> None:
    """Merge what another machine made of the older copy, as a syncer that knows no merging."""
    elsewhere = path.with_name("backup")
    done(elsewhere, Write(0, 0, "from elsewhere "))
    path.write_bytes(elsewhere.read_bytes())


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_older_copy, ["storage.older_copy"]),
        (_merged_copy, []),
        (_second_window, []),
        (_hand, []),
    ],
)
def test_only_an_older_copy_that_was_put_back_is_reported_as_one(
    tmp_path: Path, change: Callable[[Path], None], told: list[str]
) -> None:
    user = SYSTEM_USER._replace(notices=Notices())
    session = new_session(tmp_path / "nb")
    session.close()
    shutil.copy(session.path, session.path.with_name("backup"))
    session = Session.open(session.path, user=user)
    session.apply(Write(0, 0, "of this window "))
    session.save()
    change(session.path)
    session.autosave.read_disk()
    session.save()
    assert user.notices is not None
    assert [message.key for message in user.notices.take()] == told
    assert "of this window " in Session.open_read_only(session.path).notes.text
