"""One thread watches the deadlines of many threads."""

from __future__ import annotations

import threading

import pytest

from afspraak.data.sync.postgres.watchdog import Watchdog

from ....support.servers.waiting import PATIENCE


def test_only_expired_deadlines_are_called() -> None:
    deadlines, late, called = Watchdog(), threading.Event(), []
    with deadlines.deadline(PATIENCE, lambda: called.append("in time")):
        pass
    with deadlines.deadline(0.01, late.set):
        assert late.wait(PATIENCE)
    with (
        pytest.raises(ValueError, match="x"),
        deadlines.deadline(PATIENCE, lambda: called.append("in time")),
    ):
        raise ValueError("x")
    assert "in time" not in called


def test_an_earlier_deadline_wakes_the_watchdog() -> None:
    deadlines, late, far = Watchdog(), threading.Event(), threading.Event()
    with deadlines.deadline(PATIENCE * 10, far.set), deadlines.deadline(0.05, late.set):
        assert late.wait(PATIENCE)
    assert not far.is_set()


def test_one_thread_serves_all_deadlines() -> None:
    deadlines, before = Watchdog(), threading.active_count()
    for _ in range(100):
        with deadlines.deadline(PATIENCE, lambda: None):
            pass
    assert threading.active_count() <= before + 1
