"""The states of saving, and how a session goes through them."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import datetime
from itertools import product
from pathlib import Path

import pytest

from afspraak.data.errors import StorageError
from afspraak.data.model.edits import Write
from afspraak.data.session.listeners import SessionEvent
from afspraak.data.session.session import Session
from afspraak.data.storage.conversation_file import ConversationFile
from afspraak.data.storage.journal.journal import Journal
from afspraak.data.storage.saving.status import (
    SaveStatus,
    Saving,
    SavingEvent,
    status_at_opening,
    transition,
)

DRAWN = {
    (Saving.SAVED, SavingEvent.CHANGED): Saving.DIRTY,
    (Saving.SAVED, SavingEvent.FAILED): Saving.FAILED,
    (Saving.DIRTY, SavingEvent.SAVED): Saving.SAVED,
    (Saving.DIRTY, SavingEvent.FAILED): Saving.FAILED,
    (Saving.FAILED, SavingEvent.SAVED): Saving.SAVED,
    (Saving.READ_ONLY, SavingEvent.CHANGED): Saving.DIRTY,
    (Saving.READ_ONLY, SavingEvent.SAVED): Saving.SAVED,
    (Saving.READ_ONLY, SavingEvent.FAILED): Saving.FAILED,
}


@pytest.mark.parametrize(("state", "event"), list(product(Saving, SavingEvent)))
def test_each_event_causes_its_drawn_transition_or_none(state: Saving, event: SavingEvent) -> None:
    assert transition(state, event) is DRAWN.get((state, event), state)


def _state(session: Session) -> Saving:
    return session.save_status.state


def test_a_session_is_dirty_until_its_file_is_written(path: Path) -> None:
    session = Session.open(path)
    assert _state(session) is Saving.SAVED
    session.apply(Write(0, 0, "a"))
    assert _state(session) is Saving.DIRTY
    session.save()
    assert _state(session) is Saving.SAVED
    session.close()


def test_edits_made_during_a_save_keep_the_session_dirty(path: Path) -> None:
    session = Session.open(path)
    session.apply(Write(0, 0, "a"))
    job = session.autosave.next_job(float("inf"))
    assert job is not None
    session.apply(Write(0, 0, "b"))
    job.run()
    session.autosave.complete_job(job)
    assert _state(session) is Saving.DIRTY
    session.close()


def test_a_failure_lasts_until_a_save_succeeds(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session.open(path)

    def full(*_: object) -> None:
        raise StorageError("storage.reason.full")

    with monkeypatch.context() as broken:
        broken.setattr(Journal, "append_all", full)
        session.apply(Write(0, 0, "a"))
        assert _state(session) is Saving.FAILED
        assert str(session.save_status.reason) == "the disk is full, or your share of it is"
    session.apply(Write(0, 0, "b"))
    assert _state(session) is Saving.FAILED
    with monkeypatch.context() as broken:
        broken.setattr(ConversationFile, "write", full)
        with pytest.raises(StorageError):
            session.save()
    assert _state(session) is Saving.FAILED
    session.save()
    assert (_state(session), session.save_status.reason) == (Saving.SAVED, None)
    session.close()


def test_listeners_get_no_status_that_looks_like_the_last_one(path: Path) -> None:
    now = datetime(2026, 12, 3, 14, 2)  # noqa: DTZ001 - local
    session = Session.open(path, clock=lambda: now)
    session.apply(Write(0, 0, "a"))
    session.save()
    heard: list[SessionEvent] = []
    session.subscribe(heard.append)
    session.apply(Write(0, 0, "b"))
    session.save()
    assert [type(event).__name__ for event in heard] == ["Changes"]
    session.close()


def test_at_opening_the_time_of_saving_is_that_of_the_file(path: Path) -> None:
    with closing(Session.open(path)) as session:
        session.save()
    os.utime(path, (1_000_000_000, 1_000_000_000))
    known = datetime(2027, 3, 4, 5, 6)  # noqa: DTZ001 - local
    written = datetime.fromtimestamp(1_000_000_000)  # noqa: DTZ006 - local
    assert status_at_opening(path, SaveStatus(Saving.SAVED, None)).at == written
    assert status_at_opening(path, SaveStatus(Saving.SAVED, known)).at == known
    assert status_at_opening(path.with_name("none.json"), SaveStatus(Saving.SAVED, None)).at is None
