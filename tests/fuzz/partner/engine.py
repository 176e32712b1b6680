"""Play scripts in this process until a time is over; `__main__.py` starts it again if it dies.

A script that takes a branch not taken before stays in the corpus, from which further ones are made.
"""

from __future__ import annotations

import hashlib
import json
import re
import resource
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from ...support.isolation import isolate
from ..bounds import Broken, held
from . import script
from .coverage import Coverage
from .player import Player

SLOWER = 5.0
"""The factor of additional time, because every line is traced."""
SECONDS = 5.0
"""Processor time for one script without tracing."""
CURRENT, COUNTS = "current", "counts"
"""Files in the room: the script that is being played, and the counts so far."""
_COUNTED_EACH = 5.0
_MAX_CORPUS_STEPS = 60
_QUARANTINED = 0.03
"""The share of scripts that are played a second time with a quarantine, which is slow."""
_MOST_MEMORY = 1 << 30
"""The process ends beyond it, in bytes, and the next one goes on with the corpus."""


@dataclass
class Counts:
    """What was done."""

    seconds: float = 0.0
    scripts: int = 0
    steps: int = 0
    frames: int = 0
    changes: int = 0
    features: int = 0
    branches: int = 0
    corpus: int = 0
    slowest_step: float = 0.0
    """Processor time in seconds, traced."""
    slowest_script: float = 0.0
    memory: int = 0
    """The most memory of the process, in bytes."""


class Engine:
    """One run."""

    def __init__(self, room: Path, corpus: Path, found: Path, seed: int) -> None:
        """`room` is for the scripts and the counts; what breaks the oracle goes to `found`."""
        self._room, self._corpus_folder, self._found = room, corpus, found
        self._random = Random(seed)
        (room / "play").mkdir(exist_ok=True)
        self._coverage = Coverage()
        self._player = Player(room / "play", self._coverage.collecting)
        self._corpus: list[bytes] = []
        self._counts = Counts()
        self._causes: set[str] = set()

    def run(self, seconds: float) -> None:
        """Play the corpus, then scripts made from it; end early with much memory in use."""
        began = counted = time.monotonic()
        first = [path.read_bytes() for path in sorted(self._corpus_folder.iterdir())]
        while (now := time.monotonic()) - began < seconds and _memory() < _MOST_MEMORY:
            self._counts.seconds = now - began
            self._play(first.pop() if first else self._next())
            if now - counted > _COUNTED_EACH:
                counted = now
                self._write_counts()
        self._write_counts()

    def _next(self) -> bytes:
        random = self._random
        if not self._corpus or random.random() < 0.2:
            return script.random_script(random, random.choice((3, 8, 15, 30)))
        # Half of the time, one of the last found.
        recent = self._corpus[-max(1, len(self._corpus) // 8) :]
        data = random.choice(recent if random.random() < 0.5 else self._corpus)
        if random.random() < 0.2:
            data = script.cross(data, random.choice(self._corpus), random)
        return script.mutate(data, random)

    def _play(self, data: bytes) -> None:
        (self._room / CURRENT).write_bytes(data)
        began = time.process_time()
        try:
            is_doubled = self._random.random() < _QUARANTINED
            play = self._player.play_both if is_doubled else self._player.play
            held(play, data, SECONDS * SLOWER)
        except Broken as broken:
            self._keep(broken, data)
        counts, played = self._counts, self._player.played
        counts.scripts += 1
        counts.steps += played.steps
        counts.frames += played.frames
        counts.changes += played.changes
        counts.slowest_step = max(counts.slowest_step, played.slowest)
        counts.slowest_script = max(counts.slowest_script, time.process_time() - began)
        if self._coverage.take_new() and played.steps <= _MAX_CORPUS_STEPS:
            self._corpus.append(data)
            (self._corpus_folder / _name_of(data)).write_bytes(data)

    def _keep(self, broken: Broken, data: bytes) -> None:
        cause = re.sub(r"\d+", "#", str(broken))
        if cause in self._causes:
            return
        self._causes.add(cause)
        kept = self._found / f"partner-{_name_of(data)}"
        kept.write_bytes(data)
        kept.with_suffix(".raw").write_bytes(script.encode(self._player.played.concrete))
        print(f"BROKEN {kept.name}: {broken}", flush=True)

    def _write_counts(self) -> None:
        counts = self._counts
        counts.features, counts.branches = len(self._coverage.features), self._coverage.branches
        counts.corpus = len(self._corpus)
        counts.memory = _memory()
        path = self._room / COUNTS
        path.with_suffix(".part").write_text(json.dumps(asdict(counts)))
        path.with_suffix(".part").replace(path)


def _memory() -> int:
    """The most memory of this process, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10


def _name_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]


if __name__ == "__main__":
    room, corpus, found, seconds, seed = sys.argv[1:]
    isolate(Path(room) / "home")
    Engine(Path(room), Path(corpus), Path(found), int(seed)).run(float(seconds))
