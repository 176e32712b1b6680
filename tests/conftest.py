"""Fixtures and checks for all tests."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import configuration, settings

from afspraak.data.i18n.catalogue import catalogue
from afspraak.widgets.language import speak

from .checkout import ROOT
from .support.amount import SAMPLE
from .support.guard import GUARD
from .support.isolation import Found, crash_reports, difference, isolate, isolated, listing, removed

settings.register_profile("afspraak", deadline=None, print_blob=True)
settings.load_profile("afspraak")
configuration.set_hypothesis_home_dir(ROOT / ".hypothesis")

_BEFORE = pytest.StashKey[dict[str, Found]]()
_HOME = pytest.StashKey[Path]()
_NUMBERS = pytest.StashKey[Iterator[int]]()


class _Root:
    """Collect the root as a plain folder: as a package it would be loaded under a second name."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_collect_directory(
        self, path: Path, parent: pytest.Collector
    ) -> pytest.Collector | None:
        """Return a folder for the root, and leave all others to pytest."""
        return pytest.Dir.from_parent(parent, path=path) if path == ROOT else None


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Nothing that is run here has the user's places, not even before the first test.

    Random examples are another sample for each commit, and the same one for each run of it.
    """
    if config.getoption("hypothesis_seed", None) is None:
        config.option.hypothesis_seed = str(SAMPLE)
    if (worker := getattr(config, "workerinput", None)) is not None:
        GUARD.places = tuple(worker["guarded"])
    else:
        config.stash[_BEFORE] = listing(GUARD)
    config.pluginmanager.register(_Root())
    os.umask(0o022)  # with 002 the folders that tests make could be changed by others
    config.stash[_HOME] = Path(tempfile.mkdtemp(prefix="afspraak-tests-"))
    config.stash[_NUMBERS] = count()
    isolate(config.stash[_HOME])
    GUARD.watch()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Pass the user's folders to a worker of pytest-xdist, which inherits those of the tests."""
    node.workerinput["guarded"] = GUARD.places


def pytest_unconfigure(config: pytest.Config) -> None:
    """Clean up."""
    if home := config.stash.get(_HOME, None):
        shutil.rmtree(home, ignore_errors=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that changed the user's folders."""
    if _changed(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Report the changes in the user's folders."""
    if changed := _changed(config):
        terminalreporter.section("touched outside the tests' own folders", red=True)
        terminalreporter.line("If nobody used afspraak meanwhile, a test did this:")
        for path in changed:
            terminalreporter.line(path)


def _changed(config: pytest.Config) -> list[str]:
    """Compare the user's folders with their earlier state; only the first process does."""
    before = config.stash.get(_BEFORE, None)
    return [] if before is None else difference(before, listing(GUARD))


def pytest_collection_finish() -> None:
    """Some 2,700 tests stay to the end: the collector need not look through them again and again.

    Screens make much that refers to itself; looking seldom saves a seventh of their time.
    """
    if "textual.app" in sys.modules:
        from .support.screens import idle

        idle.use()
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(autouse=True)
def _a_home_of_its_own(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[None]:
    """Hide the user's notebook, settings, shared folders and language from every test.

    A test fails if a program left a crash report, unless it is marked with `crashes`. A counter
    names its home: `tmp_path_factory` reads the folder of all tests before it makes one.
    """
    numbers = request.config.stash[_NUMBERS]
    home = request.config.stash[_HOME] / f"home{next(numbers)}"
    for name, value in isolated(home).items():
        monkeypatch.setenv(name, value)
    for name in removed():
        monkeypatch.delenv(name, raising=False)
    speak(catalogue("en"))
    before = len(GUARD.touched)
    yield
    if touched := GUARD.touched[before:]:
        pytest.fail("touched outside the tests' own folders: " + "; ".join(touched))
    if request.node.get_closest_marker("crashes") is None:
        for report in crash_reports(home):
            pytest.fail(f"the program crashed:\n{report.read_text(errors='replace')}")
