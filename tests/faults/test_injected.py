"""Failing system calls of a save: the old or new file, a clear message, no remains."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from .harness.counts import Bound
from .harness.injected import WORKS, Save, fail
from .harness.nursery import Nursery
from .harness.traced import usable

pytestmark = pytest.mark.skipif(not usable(), reason="no strace here that may trace")
CASES = 25


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with Nursery() as it:
        yield it


@pytest.mark.parametrize("in_pairs", [False, True], ids=["alone", "in pairs"])
@pytest.mark.parametrize("name", WORKS)
def test_failing_calls_do_no_harm(
    tmp_path: Path, nursery: Nursery, name: str, in_pairs: bool
) -> None:
    chance = random.Random(3)
    room = tmp_path / "faults"
    count = fail(WORKS[name], room, Bound(CASES), nursery, chance, in_pairs=in_pairs)
    assert count.sound, count.wrong
    assert count.rounds == CASES
    assert count.acknowledged < CASES, "nothing failed"


def test_the_fault_check_detects_harm(tmp_path: Path, nursery: Nursery) -> None:
    class Sloppy(Save):
        def fault(self, path: Path, said: str | None) -> str:
            path.with_name("left").touch()
            return super().fault(path, said)

    count = fail(Sloppy(), tmp_path / "faults", Bound(3), nursery, random.Random(3))
    assert "left behind: ['left']" in count.wrong[0]
