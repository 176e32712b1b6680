"""The queue of unanswered terminal queries."""

from __future__ import annotations

import threading
import time
from types import SimpleNamespace

import pytest

from afspraak.tui.terminal.driver.input import queries
from afspraak.tui.terminal.driver.input.queries import PendingQueries, Query

MOST = 30.0
"""Seconds; a limit, never a wait."""


def test_an_answer_completes_its_query_and_earlier_ones() -> None:
    pending = PendingQueries()
    for query in (Query.SYNCHRONIZED_OUTPUT, Query.IN_BAND_RESIZE, Query.CURSOR_POSITION):
        pending.asked(query)
    assert pending.answered(Query.IN_BAND_RESIZE)
    assert not pending.answered(Query.SYNCHRONIZED_OUTPUT), "it was passed over"
    assert pending
    assert pending.answered(Query.CURSOR_POSITION)
    assert not pending
    assert not pending.answered(Query.CURSOR_POSITION), "nobody asked"


def test_each_query_has_its_own_answer() -> None:
    pending = PendingQueries()
    pending.asked(Query.CURSOR_POSITION)
    pending.asked(Query.CURSOR_POSITION)
    assert pending.answered(Query.CURSOR_POSITION)
    assert pending
    assert pending.answered(Query.CURSOR_POSITION)
    assert not pending


def test_waiting_ends_with_the_last_answer() -> None:
    pending = PendingQueries()
    pending.asked(Query.IN_BAND_RESIZE)
    pending.asked(Query.CURSOR_POSITION)
    answering = threading.Timer(0.05, pending.answered, [Query.CURSOR_POSITION])
    answering.start()
    assert pending.wait(MOST, MOST)
    answering.join()


def test_waiting_for_a_silent_terminal_times_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "QUERY_TIMEOUT", 0.0)
    pending = PendingQueries()
    pending.asked(Query.CURSOR_POSITION)
    began = time.monotonic()
    assert not pending.wait(MOST, MOST)
    assert time.monotonic() - began < MOST / 2
    assert pending.unresponsive


def test_a_late_answer_is_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "QUERY_TIMEOUT", 0.0)
    pending = PendingQueries()
    pending.asked(Query.CURSOR_POSITION)
    assert pending.answered(Query.CURSOR_POSITION)
    assert not pending.unresponsive


def test_the_number_of_open_queries_is_limited() -> None:
    pending = PendingQueries()
    for _ in range(1000):
        pending.asked(Query.CURSOR_POSITION)
    assert sum(pending.answered(Query.CURSOR_POSITION) for _ in range(1000)) < 100


def test_waiting_ends_when_its_time_is_over() -> None:
    """Though this terminal may still answer."""
    pending = PendingQueries()
    pending.asked(Query.CURSOR_POSITION)
    began = time.monotonic()
    assert not pending.wait(0.01, MOST)
    assert time.monotonic() - began < queries.QUERY_TIMEOUT / 2
    assert not pending.unresponsive and pending


def test_no_wait_without_an_open_query() -> None:
    assert PendingQueries().wait(MOST, MOST)


def test_an_answer_is_expected_only_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    pending = PendingQueries()
    states = [pending.expecting]
    pending.asked(Query.CURSOR_POSITION)
    states.append(pending.expecting)
    pending.answered(Query.CURSOR_POSITION)
    states.append(pending.expecting)
    pending.asked(Query.CURSOR_POSITION)
    monkeypatch.setattr(queries, "QUERY_TIMEOUT", 0.0)
    states.append(pending.expecting)
    assert states == [False, True, False, False]


def test_a_terminal_is_unresponsive_from_its_first_query_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [100.0]
    monkeypatch.setattr(queries, "time", SimpleNamespace(monotonic=lambda: now[0]))
    pending = PendingQueries()
    states = [pending.unresponsive]
    pending.asked(Query.IN_BAND_RESIZE)
    now[0] += queries.QUERY_TIMEOUT - 0.01
    states.append(pending.unresponsive)
    pending.asked(Query.CURSOR_POSITION)  # a later query gives no more time
    now[0] += 0.01
    states.append(pending.unresponsive)
    states.append(pending.expecting)
    pending.answered(Query.CURSOR_POSITION)
    states.append(pending.unresponsive)
    assert states == [False, False, True, True, False]
