"""Clocks for sessions: one that stands still, and one that jumps."""

from __future__ import annotations

import random
import time
from datetime import datetime, timedelta

import pytest

from afspraak.data.session.session import Session


def fixed_clock() -> datetime:
    """A wall clock that always shows the same minute."""
    return datetime(2026, 12, 3, 14, 2)  # noqa: DTZ001 - a wall fixed_clock


class JumpingClock:
    """The time of day, and the seconds since boot: only the time of day jumps."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.today = datetime.fromisoformat("2026-12-03T10:00")
        self.seconds = 1000.0
        monkeypatch.setattr(time, "monotonic", lambda: self.seconds)

    def now(self) -> datetime:
        return self.today

    def jump(self, chance: random.Random) -> None:
        self.today += timedelta(days=chance.randint(-400, 400), seconds=chance.randint(0, 86400))


def pass_time(session: Session, clock: JumpingClock, seconds: float) -> int:
    """Let time pass as at the desk; return the number of saves."""
    saved = 0
    for _ in range(int(seconds / 0.5)):
        clock.seconds += 0.5
        clock.today += timedelta(seconds=0.5)
        job = session.autosave.next_job(clock.seconds)
        if job is not None:
            saved += len(job.saves)
            job.run()
            session.autosave.complete_job(job)
    return saved
