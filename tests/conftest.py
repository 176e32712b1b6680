"""What holds for all tests."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from hypothesis import settings

from ..data import identity, language

ROOT = Path(__file__).parents[1]

if not ROOT.name.isidentifier():
    pytest.exit(
        f"The checkout folder is the package, and {ROOT.name!r} cannot be the name of one. "
        "Name it 'afspraak'.",
        returncode=4,
    )

settings.register_profile("afspraak", deadline=None, print_blob=True)
settings.load_profile("afspraak")


def pytest_collection_finish() -> None:
    """Some 2,700 tests stay to the end: the collector need not look through them again and again.

    Screens make much that refers to itself; looking seldom saves a seventh of their time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(autouse=True)
def _a_home_of_its_own(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No test sees the user's notebook, settings or language."""
    home = tmp_path_factory.mktemp("home")
    folders = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
    for name in ("HOME", *folders):
        monkeypatch.setenv(name, str(home if name == "HOME" else home / name.lower()))
    for name in ("AFSPRAAK_NOTEBOOK", "AFSPRAAK_TODAY", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setattr(language._Spoken, "language", "en")
    for name in ("elsewhere", "name"):
        monkeypatch.setattr(identity._Known, name, "")
