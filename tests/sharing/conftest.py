"""Every test of sharing runs over every kind of place for updates."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ...data.sharing.acl import let_in
from ...data.sharing.folder import FolderStore
from ...data.sharing.store import Store

Place = Callable[[int], Store]
"""A place for the updates of one conversation: makes the end of the session with this number."""


@pytest.fixture(params=["folder"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A place, of each kind there is."""
    assert request.param == "folder"
    return folder_place(tmp_path / "shared")


def folder_place(folder: Path) -> Place:
    """A shared folder, as `offer` makes them."""
    folder.mkdir(mode=0o700)
    descriptor = os.open(folder, os.O_RDONLY)
    let_in(descriptor, [os.geteuid()])
    os.close(descriptor)
    return lambda client: FolderStore(folder, client)
