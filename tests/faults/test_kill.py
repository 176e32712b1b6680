"""kill -9 at any moment, with real processes: nothing acknowledged is lost, nothing is half."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import pytest

from ...data.store.journal import abandoned, discard, read_journals
from ...data.store.storage import DurableStorage, previous_copy, strict_json

ROOT = Path(__file__).parents[2]
PACKAGE = (__package__ or "").split(".", maxsplit=1)[0]
ROUNDS = 30

# Each script acknowledges a number on its standard output once the store said that it is safe.
SAVING = """
import importlib, itertools, os, pathlib, sys
storage = importlib.import_module(sys.argv[1] + ".data.store.storage")
there = storage.DurableStorage(pathlib.Path(sys.argv[2]))
tables = there.read()
first = tables["count"]["1"]["n"] + 1 if tables else 0
for n in itertools.count(first):
    there.write({"count": {"1": {"n": n, "lines": ["x" * 80] * (n * 7919 % 2000)}}})
    os.write(1, b"%d\\n" % n)
"""
APPENDING = """
import importlib, itertools, os, pathlib, sys
journal = importlib.import_module(sys.argv[1] + ".data.store.journal")
it = journal.Journal.create(pathlib.Path(sys.argv[2]), int(sys.argv[3]))
for n in itertools.count():
    it.append(b"%d " % n + b"y" * (n * 7919 % 200000))
    os.write(1, b"%d\\n" % n)
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def last_acknowledged(script: str, *arguments: object, chance: random.Random) -> int:
    """Run a script, kill it somewhere after its first acknowledgements; the last one it gave."""
    child = subprocess.Popen(
        [sys.executable, "-c", script, PACKAGE, *map(str, arguments)],
        cwd=ROOT.parent,
        stdout=subprocess.PIPE,
    )
    try:
        assert child.stdout is not None
        last = -1
        for _ in range(chance.randint(1, 25)):
            line = child.stdout.readline()
            assert line, "the child stopped by itself"
            last = int(line)
        time.sleep(chance.random() * 0.003)  # so that the kill meets every step of the next write
    finally:
        child.kill()
        child.wait()
    return max(last, rest_of(child.stdout))


def rest_of(pipe: IO[bytes]) -> int:
    with pipe:
        numbers = [int(line) for line in pipe if line.endswith(b"\n")]
    return max(numbers, default=-1)


def test_saves_survive_kill_9(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    chance = random.Random(9)
    for _ in range(ROUNDS):
        last = last_acknowledged(SAVING, path, chance=chance)
        tables = DurableStorage(path).read()
        assert tables is not None
        n = tables["count"]["1"]["n"]
        assert last <= n <= last + 1
        assert len(tables["count"]["1"]["lines"]) == n * 7919 % 2000
        if n:
            before = strict_json(previous_copy(path).read_bytes(), "previous")["count"]["1"]["n"]
            assert n - 1 <= before <= n
    there = DurableStorage(path)
    there.read()
    there.write({"count": {"1": {"n": n + 1}}})
    assert names(tmp_path) == ["a.json", "a.json~"]


@pytest.mark.parametrize("seed", [1, 2])
def test_acknowledged_updates_survive_kill_9(tmp_path: Path, seed: int) -> None:
    folder = tmp_path / "log"
    chance = random.Random(seed)
    for client in range(ROUNDS // 2):
        last = last_acknowledged(APPENDING, folder, client, chance=chance)
        (found,) = read_journals(folder)
        assert found.client == client
        assert not found.alive
        assert not found.damaged
        assert last + 1 <= len(found.frames) <= last + 2
        for n, payload in enumerate(found.frames):
            assert payload == b"%d " % n + b"y" * (n * 7919 % 200000)
        assert abandoned(folder) == [found.path]
        assert discard([found.path]) == []
    assert names(folder) == []
