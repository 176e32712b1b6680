"""The counts of a run, and their table."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class Count:
    """The result of one kind of fault. All but `rounds` and `acknowledged` must stay 0."""

    kind: str
    rounds: int = 0
    """The number of injected faults."""
    acknowledged: int = 0
    """How often the program had reported or shown that data was safe."""
    lost: int = 0
    """How many of those were missing afterwards."""
    unreadable: int = 0
    """The number of rounds that left an unreadable or incomplete file."""
    longest: float | None = None
    """The longest time in seconds for which lost data had been on the screen."""
    wrong: list[str] = field(default_factory=list)
    """The failures, one line each, for the developer."""

    @property
    def sound(self) -> bool:
        """Whether nothing failed."""
        return not (self.lost or self.unreadable or self.wrong)

    def add(self, other: Count) -> None:
        """Add the counts of another run of the same kind."""
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
    """A number of rounds, or as many as fit in the time."""

    def __init__(self, rounds: int, seconds: float | None = None) -> None:
        self.rounds = rounds
        self._end = None if seconds is None else time.monotonic() + seconds

    def __iter__(self) -> Iterator[int]:
        for number in range(self.rounds):
            if self._end is not None and time.monotonic() >= self._end:
                return
            yield number
