"""Notifications of a folder: each change once, without scanning the folder each time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from afspraak.data.sync.folder import watcher

PATIENCE = 20.0


class Watched:
    """A watched folder that counts notifications and scans."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.told = self.looks = 0
        self._happened = threading.Condition()
        look = watcher._state

        def counting(folder: Path, mine: Callable[[str], bool]) -> dict[str, tuple[int, int, int]]:
            found = look(folder, mine)
            if folder == self.folder:  # a watcher of an earlier test may still be leaving
                self._count("looks")
            return found

        monkeypatch.setattr(watcher, "_state", counting)
        self.stop = watcher.watch(
            folder, lambda: self._count("told"), lambda name: name.startswith("mine")
        )
        # It tells once to begin with, of what may have been before.
        self.wait(lambda: self.looks > 0 and self.told > 0)
        self.told = 0

    def write(self, name: str, text: str = "x") -> None:
        with (self.folder / name).open("a") as file:
            file.write(text)

    def wait(self, happened: Callable[[], bool]) -> None:
        with self._happened:
            assert self._happened.wait_for(happened, PATIENCE)

    def wait_looks(self, count: int) -> None:
        """Wait for this number of further scans."""
        goal = self.looks + count
        self.wait(lambda: self.looks >= goal)

    def wait_quiet(self) -> int:
        """Wait until a last change is notified; return the number of notifications until then."""
        before = self.told
        self.write("last")
        self.wait(lambda: self.told > before)
        return before

    def _count(self, what: str) -> None:
        with self._happened:
            setattr(self, what, getattr(self, what) + 1)
            self._happened.notify_all()


class _Event(NamedTuple):
    name: str


class Deaf:
    """A replacement of inotify that reports only what the test makes it report."""

    def __init__(self) -> None:
        self.events: list[_Event] = []

    def read(self, timeout: int, read_delay: int) -> list[_Event]:
        end = time.monotonic() + timeout / 1000
        while not self.events and time.monotonic() < end:
            time.sleep(0.001)
        events, self.events = self.events, []
        return events

    def close(self) -> None:
        """Do nothing: nothing is open."""


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watcher, "POLL_SECONDS_WITH_INOTIFY", 0.02)


@pytest.fixture
def seldom(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watcher, "POLL_SECONDS_WITH_INOTIFY", 3600.0)


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    watched = Watched(tmp_path, monkeypatch)
    yield watched
    watched.stop()
    watched.write("theirs", "wake up")


def needs_inotify() -> None:
    pytest.importorskip("inotify_simple")


@pytest.mark.usefixtures("seldom")
def test_notified_changes_are_not_polled_too(watched: Watched) -> None:
    needs_inotify()
    for number in range(5):
        before = watched.told
        watched.write("theirs")
        watched.wait(lambda before=before: watched.told > before)  # type: ignore[misc]
        watched.write(f"mine{number}")
    (watched.folder / "theirs").unlink()
    watched.wait_quiet()
    assert watched.looks == 1, "only to begin with"


@pytest.mark.usefixtures("seldom")
def test_own_and_temporary_files_are_not_notified(watched: Watched) -> None:
    needs_inotify()
    for _ in range(20):
        watched.write("mine")
        watched.write(".begun")  # and put in its place in one go, as presences are
    assert watched.wait_quiet() == 0
    (watched.folder / ".begun").rename(watched.folder / "whole")
    watched.wait(lambda: watched.told > 1)


@pytest.fixture
def deaf(monkeypatch: pytest.MonkeyPatch) -> Deaf:
    deaf = Deaf()
    monkeypatch.setattr(watcher, "_inotify", lambda folder: deaf)
    return deaf


@pytest.mark.usefixtures("seldom")
def test_every_change_is_notified_once(
    deaf: Deaf, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched.write("theirs")
    deaf.events = [_Event("theirs")]
    watched.wait(lambda: watched.told == 1)
    watched.write("gone")
    deaf.events = [_Event("gone")]
    watched.wait(lambda: watched.told == 2)
    (watched.folder / "gone").unlink()
    deaf.events = [_Event("gone")]
    watched.wait(lambda: watched.told == 3)
    monkeypatch.setattr(watcher, "POLL_SECONDS_WITH_INOTIFY", 0.02)
    deaf.events = [_Event("mine")]  # wakes it up
    watched.wait_looks(3)
    assert watched.told == 3, "looking finds nothing that was told"


@pytest.mark.usefixtures("seldom")
def test_unnotified_changes_are_found_by_polling(
    deaf: Deaf, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched.write("elsewhere")  # as another machine would
    watched.write("theirs")
    deaf.events = [_Event("theirs")]
    watched.wait(lambda: watched.told == 1)
    monkeypatch.setattr(watcher, "POLL_SECONDS_WITH_INOTIFY", 0.02)
    deaf.events = [_Event("mine")]
    watched.wait(lambda: watched.told == 2)
    watched.wait_looks(3)
    assert watched.told == 2
    (watched.folder / "elsewhere").unlink()
    watched.wait(lambda: watched.told == 3)


@pytest.mark.usefixtures("often")
def test_polling_continues_while_only_own_changes_are_notified(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Typing(Deaf):
        def read(self, timeout: int, read_delay: int) -> list[_Event]:
            time.sleep(0.001)
            return [_Event("mine")]

    monkeypatch.setattr(watcher, "_inotify", lambda folder: Typing())
    watched = Watched(tmp_path, monkeypatch)
    watched.write("elsewhere")
    watched.wait(lambda: watched.told == 1)
    watched.stop()


@pytest.mark.usefixtures("seldom")
def test_lost_notifications_cause_a_full_scan(deaf: Deaf, watched: Watched) -> None:
    deaf.events = [_Event("")]
    watched.wait(lambda: (watched.told, watched.looks) == (1, 2))


def test_a_folder_that_was_out_of_reach_notifies_when_a_session_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs_inotify()
    later = Watched(tmp_path / "later", monkeypatch)
    later.folder.mkdir()
    with (later.folder / "log").open("a"):
        later.wait(lambda: later.told > 0)
        before = later.wait_quiet() + 1
    later.wait(lambda: later.told > before)
    later.stop()
