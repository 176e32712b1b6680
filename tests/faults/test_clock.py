"""Clock jumps by days in both directions lose nothing and save neither endlessly nor never."""

from __future__ import annotations

import os
import random
from contextlib import closing
from pathlib import Path

import pytest

from afspraak.data.model.edits import Write
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.session.session import Session
from afspraak.data.storage.saving.autosave import BUSY_SECONDS, IDLE_SECONDS
from afspraak.data.storage.saving.status import Saving

from ..support.conversations.clocks import JumpingClock, pass_time
from .harness.jobs import begun, mark


@pytest.mark.parametrize("seed", range(4))
def test_clock_jumps_lose_nothing_and_save_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    path = tmp_path / "talk.json"
    begun(path)
    clock, chance = JumpingClock(monkeypatch), random.Random(seed)
    with closing(Session.open(path, clock=clock.now)) as session:
        for number in range(8):
            clock.jump(chance)
            session.apply(Write(len(session.notes), 0, mark(number), True))
            clock.jump(chance)
            assert pass_time(session, clock, IDLE_SECONDS + 1) == 1
            assert mark(number) in Session.open_read_only(path).notes.text
            clock.jump(chance)
            assert pass_time(session, clock, 60) == 0, "nothing was typed"
            assert session.save_status.state is not Saving.FAILED
    session = Session.open_read_only(path)
    assert session.notes.text == "".join(mark(number) for number in range(8))
    assert len(session.history()), "the history stands"


def test_typing_is_saved_despite_clock_jumps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "talk.json"
    begun(path)
    clock, chance = JumpingClock(monkeypatch), random.Random(5)
    with closing(Session.open(path, clock=clock.now)) as session:
        saved = 0
        for number in range(60):
            clock.jump(chance)
            session.apply(Write(len(session.notes), 0, mark(number), True))
            saved += pass_time(session, clock, 0.5)
    assert 1 <= saved <= 30 / BUSY_SECONDS + 1


@pytest.mark.parametrize("days", [-4000, 4000])
def test_the_index_detects_changes_with_any_file_time(tmp_path: Path, days: int) -> None:
    """Saves with a wrong clock are found when the clock is right again, and the reverse."""
    path = tmp_path / "talk.json"
    begun(path)
    assert len(list(Notebook(tmp_path).summaries())) == 1
    with closing(Session.open(path)) as session:
        session.apply(Write(0, 0, "a word nowhere else", True))
    wrong = path.stat().st_mtime + days * 86400
    os.utime(path, (wrong, wrong))
    hits, unread = Notebook(tmp_path).index.search("nowhere")
    assert len(hits) == 1
    assert not unread
    with closing(Session.open(path)) as session:
        session.apply(Write(0, 0, "else", True))
    assert Session.open_read_only(path).notes.text.startswith("else")
    assert len(list(Notebook(tmp_path).summaries())) == 1
