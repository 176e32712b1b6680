"""Fixtures for tests that share: shared folders, an SSH of our own, a database server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from . import postgres
from .postgres import Server
from .remotes import RUNNING_SERVERS, RemoteFactory, new_remotes
from .sharing_environment import pretend_ssh, share_within


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of shares in this test."""
    return share_within(tmp_path, monkeypatch)


@pytest.fixture
def ssh(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An `ssh` whose machines are all this one; returns the folder of its reports.

    The name of a machine determines its behaviour: see `pretended_ssh.py`.
    """
    return pretend_ssh(tmp_path, monkeypatch)


@pytest.fixture(params=["folder", "ssh", "database"])
def kind(request: pytest.FixtureRequest, shared: Path, ssh: Path) -> str:
    """Each kind of remote."""
    if request.param == "database":
        request.getfixturevalue("server")
    return str(request.param)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A database server; one for all tests of a process."""
    if reason := postgres.why_not():
        pytest.skip(reason)
    with postgres.server() as made:
        RUNNING_SERVERS.append(made)
        yield made
        RUNNING_SERVERS.remove(made)


@pytest.fixture
def place(kind: str) -> Iterator[RemoteFactory]:
    """A place for a share, of each kind."""
    with new_remotes(kind) as end:
        yield end
