"""The header of the desk: what it shows when, without a screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import pytest

from afspraak.data.i18n.catalogue import Message
from afspraak.data.session.session import Session
from afspraak.data.storage.saving.status import SaveStatus, Saving
from afspraak.tui.formatting.talk_clock import TalkClock
from afspraak.tui.screens.desk.heading import DeskHeading
from afspraak.widgets.language import tr

from ....support.screens.contexts import FakeContext
from ....support.screens.portal import portal_session


class _Header:
    """Records what the header shows."""

    def __init__(self) -> None:
        self.titles: list[Sequence[str]] = []
        self.clocks: list[str] = []
        self.statuses: list[tuple[Saving, str]] = []

    def show_title(self, *forms: str) -> None:
        self.titles.append(forms)

    def show_clock(self, face: Any) -> None:
        self.clocks.append(face.words)

    def show_save_status(self, state: Saving, time: str = "") -> None:
        self.statuses.append((state, time))


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setenv("AFSPRAAK_TODAY", "2027-01-07")
    session = portal_session(tmp_path, time="", minutes=60)
    yield session
    session.close()


def _made(
    session: Session, clock: TalkClock | None = None
) -> tuple[DeskHeading, _Header, FakeContext]:
    header, context = _Header(), FakeContext()
    heading = DeskHeading(session, cast("Any", header), cast("Any", context), clock)
    return heading, header, context


def test_the_title_is_there_in_forms_that_fit(session: Session) -> None:
    heading, header, _ = _made(session)
    heading.show_title()
    ((longest, *rest),) = header.titles
    assert longest == "Anna de Vries · planning 2027 · today"
    assert rest[-1] == "Anna de Vries · planning 2027"


def test_the_clock_goes_on_by_half_seconds(session: Session) -> None:
    now = [0.0]
    heading, header, context = _made(session, TalkClock(lambda: now[0]))
    heading.start()
    assert header.clocks == ["0:00/1:00"]
    assert [(timer.seconds, timer.repeats) for timer in context.timers] == [(0.5, True)]
    now[0] = 720.0
    context.tick()
    assert header.clocks == ["0:00/1:00", "0:12/1:00"]
    assert len(header.statuses) == 1


def test_without_a_clock_nothing_runs(session: Session) -> None:
    heading, header, context = _made(session)
    heading.start()
    assert (header.clocks, context.timers) == ([], [])
    assert [state for state, _ in header.statuses] == [session.save_status.state]


def test_a_failed_save_says_why_in_the_status_line(session: Session) -> None:
    at = datetime.fromisoformat("2027-01-07T10:05")
    cause, reason = Message("desk.read_only"), Message("desk.recovered")
    with_cause = tr("desk.save_failed", cause=tr(cause))
    for status, said in (
        (SaveStatus(Saving.SAVED, at), []),
        (SaveStatus(Saving.FAILED, at, reason, cause), [with_cause]),
        (SaveStatus(Saving.FAILED, at, reason), [tr(reason)]),
    ):
        heading, header, context = _made(session)
        heading.show_save_status(status)
        assert header.statuses == [(status.state, "10:05")]
        assert context.said == said
