"""The counts of a run, and their table."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class Count:
    """What came of one kind of fault. All but `rounds` and `acknowledged` have to stay nought."""

    kind: str
    rounds: int = 0
    """How often the fault was made to happen."""
    acknowledged: int = 0
    """How many times the program had said, or shown, that something is safe."""
    lost: int = 0
    """How many of those were not there afterwards."""
    unreadable: int = 0
    """How many rounds left a file that could not be read, or was not whole."""
    longest: float | None = None
    """Of what was shown and is gone: the longest time, in seconds, that it had been shown."""
    wrong: list[str] = field(default_factory=list)
    """What went wrong, a line each, for who has to find out why."""

    @property
    def sound(self) -> bool:
        """Whether nothing went wrong."""
        return not (self.lost or self.unreadable or self.wrong)

    def add(self, other: Count) -> None:
        """Count in what another run of the same kind came to."""
        self.rounds += other.rounds
        self.acknowledged += other.acknowledged
        self.lost += other.lost
        self.unreadable += other.unreadable
        self.wrong += other.wrong
        if other.longest is not None:
            self.longest = max(self.longest or 0.0, other.longest)


def table(counts: Iterable[Count]) -> str:
    """The counts in Markdown."""
    lines = [
        "| fault | rounds | acknowledged | lost | unreadable | longest loss |",
        "| -- | --: | --: | --: | --: | --: |",
    ]
    for count in counts:
        longest = "" if count.longest is None else f"{count.longest * 1000:.0f} ms"
        numbers = (count.rounds, count.acknowledged, count.lost, count.unreadable)
        cells = [count.kind, *(f"{number:,}" for number in numbers), longest]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


class Bound:
    """So many rounds, or as many as fit in the time."""

    def __init__(self, rounds: int, seconds: float | None = None) -> None:
        self.rounds = rounds
        self._end = None if seconds is None else time.monotonic() + seconds

    def __iter__(self) -> Iterator[int]:
        for number in range(self.rounds):
            if self._end is not None and time.monotonic() >= self._end:
                return
            yield number
