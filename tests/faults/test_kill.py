"""kill -9 at any moment of real processes loses nothing acknowledged and leaves complete files."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from afspraak.data.maintenance.check import check_file
from afspraak.data.session.session import Session

from ..support.amount import SAMPLE, tries
from ..support.terminal.terminal import PATIENCE
from .harness.counts import Bound
from .harness.file_kills import KINDS, Saving, kills
from .harness.nursery import Nursery
from .harness.program_edits import KINDS as KINDS_OF_EDITS
from .harness.program_edits import Kind
from .harness.program_kills import SLUG, begin, program
from .harness.program_kills import kills as program_kills

ROUNDS = {"carrying_over": 10, "merging": 10, "exporting": 10, "putting_away": 20}
"""The number of kills of some kinds in the whole table; the others have 30."""
PROGRAM_ROUNDS = 5


@pytest.fixture(scope="module")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    with Nursery({"XDG_CACHE_HOME": str(tmp_path_factory.mktemp("cache"))}) as it:
        yield it


@pytest.mark.parametrize("name", KINDS)
def test_acknowledged_data_survives_a_kill(tmp_path: Path, nursery: Nursery, name: str) -> None:
    rounds = tries(ROUNDS.get(name, 30))
    count = kills(KINDS[name], tmp_path, Bound(rounds), nursery, random.Random(SAMPLE))
    assert count.sound, count.wrong
    assert count.rounds == rounds
    assert count.acknowledged > rounds


def test_text_on_the_screen_survives_a_kill(tmp_path: Path) -> None:
    count = program_kills(tmp_path / "kills", Bound(PROGRAM_ROUNDS), random.Random(4))
    assert count.sound, count.wrong
    assert count.acknowledged > 0


@pytest.mark.parametrize("kind", KINDS_OF_EDITS, ids=lambda kind: kind.name)
def test_the_first_shown_edit_of_each_kind_survives_a_kill(tmp_path: Path, kind: Kind) -> None:
    path = begin(tmp_path)
    with program(tmp_path, "open", SLUG) as terminal:
        terminal.wait("Looking back")
        terminal.end = time.monotonic() + PATIENCE
        kind.make(terminal, f"{kind.letter}00001", random.Random(1))
        while not terminal.shown:
            assert not terminal.over, terminal.text
            terminal.watch(0.01)
        terminal.kill()
    kept = kind.kept(Session.open_read_only(path))
    assert all(mark in kept for mark in terminal.shown), kept
    assert check_file(path).is_intact


def test_the_kill_check_detects_a_loss(tmp_path: Path, nursery: Nursery) -> None:
    class Forgetful(Saving):
        def missing(self, acknowledged: Iterable[int]) -> int:
            self.path.unlink(missing_ok=True)
            return super().missing(acknowledged)

    count = kills(Forgetful, tmp_path, Bound(8), nursery, random.Random(1))
    assert not count.sound
    assert count.lost


def test_the_kill_check_detects_a_partial_file(tmp_path: Path, nursery: Nursery) -> None:
    class Halving(Saving):
        def missing(self, acknowledged: Iterable[int]) -> int:
            if self.path.exists():
                self.path.write_bytes(self.path.read_bytes()[:-9])
            return super().missing(acknowledged)

    count = kills(Halving, tmp_path, Bound(8), nursery, random.Random(1))
    assert count.unreadable
    assert re.search("JSON|half", count.wrong[0])
