"""Which answers are still to come."""

from __future__ import annotations

import threading
import time

import pytest

from afspraak.tui.terminal.driver.input import queries
from afspraak.tui.terminal.driver.input.queries import PendingQueries, Query

MOST = 30.0
"""Seconds; a bound, never a wait."""


def test_an_answer_settles_its_question_and_those_before_it() -> None:
    pending = PendingQueries()
    for query in (Query.SYNCHRONIZED_OUTPUT, Query.IN_BAND_RESIZE, Query.CURSOR_POSITION):
        pending.asked(query)
    assert pending.answered(Query.IN_BAND_RESIZE)
    assert not pending.answered(Query.SYNCHRONIZED_OUTPUT), "it was passed over"
    assert pending
    assert pending.answered(Query.CURSOR_POSITION)
    assert not pending
    assert not pending.answered(Query.CURSOR_POSITION), "nobody asked"


def test_each_question_has_an_answer_of_its_own() -> None:
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


def test_a_terminal_that_never_answers_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "QUERY_TIMEOUT", 0.0)
    pending = PendingQueries()
    pending.asked(Query.CURSOR_POSITION)
    began = time.monotonic()
    assert not pending.wait(MOST, MOST)
    assert time.monotonic() - began < MOST / 2
    assert pending.unresponsive


def test_a_late_answer_is_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "QUERY_TIMEOUT", 0.0)
    pending = PendingQueries()
    pending.asked(Query.CURSOR_POSITION)
    assert pending.answered(Query.CURSOR_POSITION)
    assert not pending.unresponsive


def test_only_so_many_questions_are_remembered() -> None:
    pending = PendingQueries()
    for _ in range(1000):
        pending.asked(Query.CURSOR_POSITION)
    assert sum(pending.answered(Query.CURSOR_POSITION) for _ in range(1000)) < 100
