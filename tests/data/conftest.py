"""A conversation to try things on."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from ...data.beginning import Beginning, begin
from ...data.notebook import Notebook
from ...data.session import Session


def clock() -> datetime:
    return datetime(2026, 12, 3, 14, 2)  # noqa: DTZ001 - a wall clock


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "notebook" / "anna.json"
    conversation = begin(Beginning("manager", "Jan Bakker", "Anna de Vries", language="nl"))
    Session.begin(path, conversation, me="manager", clock=clock).close()
    return path


@pytest.fixture
def notebook(tmp_path: Path) -> Notebook:
    (tmp_path / "nb").mkdir()
    return Notebook(tmp_path / "nb")
