"""The limit of unanswered output."""

from __future__ import annotations

from afspraak.tui.terminal.driver.flow_control import ANSWER_TIMEOUT, FlowControl


def test_letters_are_sent_without_a_query() -> None:
    pace = FlowControl()
    assert not any(pace.sent(20, 0.0) for _ in range(50))
    assert pace.delay(0.0) == 0


def test_a_silent_terminal_is_queried_once_and_never_delays_frames() -> None:
    pace = FlowControl()
    asked = [pace.sent(1000, now) for now in range(100)]
    assert asked.count(True) == 1
    assert pace.delay(100.0) == 0


def test_a_congested_line_delays_frames_until_its_answer() -> None:
    pace = FlowControl()
    assert pace.sent(2000, 0.0)
    assert pace.answered()
    assert pace.sent(3000, 1.0)
    assert pace.delay(1.0) == 0  # that much may be on its way
    assert not pace.sent(2000, 1.1)
    assert 0 < pace.delay(1.1) <= ANSWER_TIMEOUT
    assert pace.answered()
    assert pace.delay(1.2) == 0  # only what was sent after the question is still on its way
    assert pace.sent(10, 1.2)  # and that is asked about next


def test_a_lost_answer_delays_frames_once() -> None:
    pace = FlowControl()
    assert pace.sent(2000, 0.0)
    assert pace.answered()
    assert pace.sent(9000, 1.0)
    assert pace.delay(1.0 + ANSWER_TIMEOUT) == 0
    assert not pace.sent(9000, 9.0)
    assert pace.delay(9.0) == 0
    assert pace.answered()  # late, but it answers
    assert pace.delay(9.1) == 0


def test_an_unrequested_cursor_report_is_not_an_answer() -> None:
    assert not FlowControl().answered()


def test_a_query_follows_the_1024th_byte_and_no_other_until_its_answer() -> None:
    pace = FlowControl()
    assert pace.sent(1023, 0.0) is False
    assert pace.sent(1, 0.0) is True
    assert pace.sent(5000, 0.0) is False
    assert pace.answered() is True
    assert pace.answered() is False
    assert pace.sent(0, 0.0) is True, "what was sent after the query is asked about next"


def test_a_frame_waits_from_4097_bytes_on_as_long_as_an_answer_may_take() -> None:
    pace = FlowControl()
    pace.ask(0.0)
    pace.answered()
    pace.sent(3000, 1.0)
    pace.sent(1096, 2.0)
    assert pace.delay(2.5) == 0.0
    pace.sent(1, 2.5)
    assert pace.delay(2.5) == 1.0 + ANSWER_TIMEOUT - 2.5
    assert pace.delay(2.75) == 0.25
