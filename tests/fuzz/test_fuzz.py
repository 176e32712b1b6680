"""Every reader stays within its limits on real files, earlier crashers and mutations of both."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from .bounds import MOST_BYTES, Broken, held
from .minimise import shortest
from .mutation import many
from .readers.reader import Reader
from .targets import TARGETS

CRASHERS = sorted((Path(__file__).parent / "crashers").glob("*/*"))
"""Inputs that exceeded a limit once, by their reader."""


@pytest.fixture(scope="module", params=TARGETS)
def reader(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return TARGETS[request.param](tmp_path_factory.mktemp(request.param))


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Restore the folders that readers changed, for the next test."""
    from afspraak.data.sync.folder import parents

    monkeypatch.setattr(parents, "PARENT_FOLDERS", parents.PARENT_FOLDERS)
    for name in ("AFSPRAAK_SHARED", "AFSPRAAK_SSH", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, "/nowhere")
    yield


def test_valid_input_is_read(reader: Reader) -> None:
    for seed in reader.seeds:
        held(reader, seed, reader.seconds)


@settings(max_examples=20, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(chance=st.integers(0, 2**32), rounds=st.integers(1, 4))
def test_mutated_input_is_read_or_refused(reader: Reader, chance: int, rounds: int) -> None:
    random = Random(chance)
    data = random.choice(reader.seeds)
    for _ in range(rounds):
        data = reader.mutate(data, random)[:MOST_BYTES]
    held(reader, data, reader.seconds)


@pytest.mark.parametrize("chance", [1, 2])
def test_the_largest_input_stays_within_the_time_limit(reader: Reader, chance: int) -> None:
    random = Random(chance)
    held(reader, many(random.choice(reader.seeds), random, reader.most), reader.seconds)


@pytest.mark.parametrize("path", CRASHERS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_earlier_crashers_are_read_or_refused(path: Path, tmp_path: Path) -> None:
    held(TARGETS[path.parent.name](tmp_path), path.read_bytes())


def test_every_crasher_belongs_to_an_existing_target() -> None:
    assert CRASHERS
    assert {path.parent.name for path in CRASHERS} <= set(TARGETS)


def _slow() -> None:
    end = time.process_time() + 0.2
    while time.process_time() < end:
        pass


def _endless() -> None:
    while True:
        pass


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (lambda: 1 // 0, "ZeroDivisionError"),
        (lambda: [bytes(1 << 20) * 400], "MemoryError"),
        (_slow, "hangs|too slow"),
        (_endless, "hangs"),
    ],
)
def test_an_exceeded_limit_is_reported(
    wrong: Callable[[], object], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from . import bounds

    monkeypatch.setattr(bounds, "HANGS_SECONDS", 0.3)
    with pytest.raises(Broken, match=told):
        held(lambda _: wrong(), b"", 0.1)


def test_a_failing_input_is_minimised() -> None:
    def read(data: bytes) -> None:
        assert b"bad" not in data

    assert shortest(read, b"x" * 300 + b"bad" + b"y" * 300) == b"bad"
    assert shortest(read, b"good") is None
