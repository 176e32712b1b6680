"""Open markers where none can be made: opening and erasing go on without."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from afspraak.data.errors import StorageError
from afspraak.data.session.session import Session
from afspraak.data.storage import open_marker
from afspraak.data.storage.open_marker import mark_open, try_exclusive_lock, unmark
from afspraak.data.system.paths import state_folder


def test_a_marker_exists_while_a_conversation_is_open(path: Path) -> None:
    with closing(Session.open(path)):
        (marker,) = state_folder().glob("*.open")
        assert marker.stat().st_mode & 0o777 == 0o600 and path.stem not in marker.name
        with try_exclusive_lock(path) as alone:
            assert not alone
    assert not list(state_folder().glob("*.open"))
    with try_exclusive_lock(path) as alone:
        assert alone and list(state_folder().glob("*.open"))
    assert not list(state_folder().glob("*.open"))


def test_the_marker_stays_until_the_last_program_leaves(path: Path) -> None:
    first, second = mark_open(path), mark_open(path)
    unmark(path, first)
    assert list(state_folder().glob("*.open"))
    unmark(path, second)
    assert not list(state_folder().glob("*.open"))
    unmark(path, None)


def test_a_folder_that_is_refused_gets_no_marker(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one of another user is, who could delete the markers in it."""
    state_folder().mkdir(parents=True, exist_ok=True)

    def refuse(folder: Path) -> Path:
        raise StorageError("storage.reason.other", text="of somebody else")

    monkeypatch.setattr(open_marker, "make_private_folder", refuse)
    assert mark_open(path) is None
    with try_exclusive_lock(path) as alone:
        assert alone, "then no program can have made one"
    assert not list(state_folder().iterdir())
    Session.open(path).close()
