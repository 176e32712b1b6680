"""The session: edits go down, changes come up, and nothing is lost on the way to disk."""

from __future__ import annotations

import gc
import os
import stat
import time
import weakref
from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import cast

import pytest

from afspraak.data.crdt.replica import Replica
from afspraak.data.errors import StorageError
from afspraak.data.ids import EMPLOYEE, MANAGER, RowId
from afspraak.data.model.changes import Changes
from afspraak.data.model.conversation import Agreement
from afspraak.data.model.edits import AddAgreement, Answer, Delete, Tick, Write
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.session.listeners import SessionEvent
from afspraak.data.session.session import Session
from afspraak.data.storage.conversation_file import ConversationFile
from afspraak.data.storage.durable_replica import DurableReplica
from afspraak.data.storage.journal.journal import Journal
from afspraak.data.storage.journal.journal_reader import read_journals
from afspraak.data.storage.saving.autosave import BUSY_SECONDS, AutosaveScheduler
from afspraak.data.storage.saving.status import SaveStatus, Saving
from afspraak.data.storage.saving.tracker import SaveTracker
from afspraak.data.storage.siblings import journal_folder, private_path
from afspraak.data.text.splice import Splice

from ...support.conversations.clocks import fixed_clock
from ...support.conversations.killing import kill


def _item(session: Session, number: int = 0) -> RowId:
    return session.conversation.checklist[number].id


def test_edits_are_present_after_reopening(path: Path) -> None:
    session = Session.open(path, clock=fixed_clock)
    item = _item(session)
    session.apply(Tick(item, "done"))
    session.apply(Write(0, 0, "Ë 😀 e\u0301 中文 שלום\r\nregel twee\u2028regel drie"))
    session.apply(
        AddAgreement(Agreement(RowId("a1"), order="V"), {"text": "Draaiboek", "owner": "Anna"})
    )
    session.apply(Answer(item, MANAGER, "Gedeeld\nantwoord"))
    session.close()

    again = Session.open(path, clock=fixed_clock)
    assert again.conversation.item(item).state == "done"  # type: ignore[union-attr]
    assert again.conversation.item(item).remarks == {"manager": "Gedeeld\nantwoord"}  # type: ignore[union-attr]
    assert again.notes.lines[:3] == [
        "Ë 😀 e\u0301 中文 שלום",
        "regel twee",
        "regel drie## Terugblik",
    ]
    assert again.notes.author(0) == "manager"
    assert [a.text for a in again.conversation.agreements] == ["Draaiboek"]
    assert again.replicas.recovered == 0


def test_a_killed_session_loses_no_journalled_edit(path: Path) -> None:
    session = Session.open(path, clock=fixed_clock)
    for number, letter in enumerate("niets gaat verloren"):
        session.apply(Write(number, 0, letter, boundary=False))
    session.apply(Tick(_item(session), "parked"))
    kill(session)

    again = Session.open(path)
    assert again.notes.lines[0].startswith("niets gaat verloren")
    assert again.conversation.checklist[0].state == "parked"
    edits, times_of_the_last_change = 20, 1
    assert again.replicas.recovered == edits + times_of_the_last_change
    again.close()
    assert not journal_folder(path).exists()
    assert Session.open(path).replicas.recovered == 0


def test_two_sessions_on_one_file_lose_nothing(path: Path) -> None:
    first, second = Session.open(path), Session.open(path)
    first.apply(Write(0, 0, "van de een. "))
    second.apply(Write(0, 0, "van de ander. "))
    first.apply(Tick(_item(first, 0), "done"))
    second.apply(Tick(_item(second, 1), "done"))
    first.close()
    second.close()
    final = Session.open(path)
    assert "van de een. " in final.notes.text
    assert "van de ander. " in final.notes.text
    assert [i.state for i in final.conversation.checklist[:2]] == ["done", "done"]


def test_undo_is_one_history_over_all_panes_and_both_files(path: Path) -> None:
    session = Session.open(path)
    item = _item(session)
    session.apply(Write(0, 0, "tekst"))
    session.apply(Tick(item, "done"))
    session.apply(Answer(item, MANAGER, "alleen voor mij", private=True))
    session.apply(AddAgreement(Agreement(RowId("a1"), order="V"), {"text": "Afspraak"}))
    session.apply(Delete("agreement", RowId("a1")))

    assert session.undo()
    assert [a.text for a in session.conversation.agreements] == ["Afspraak"]
    assert session.undo()
    assert session.conversation.agreements == ()
    assert session.private_answers() == {item: "alleen voor mij"}
    assert session.undo()
    assert session.private_answers() == {}
    assert session.undo()
    assert session.conversation.item(item).state == "open"  # type: ignore[union-attr]
    assert session.undo()
    assert not session.notes.text.startswith("tekst")
    assert not session.undo()
    for _ in range(5):
        assert session.redo()
    assert not session.redo()
    assert session.notes.text.startswith("tekst")
    assert session.private_answers() == {item: "alleen voor mij"}
    assert session.conversation.agreements == ()


def test_private_answers_stay_in_the_private_file(path: Path) -> None:
    session = Session.open(path)
    secret = "dit blijft van mij"
    session.apply(Answer(_item(session), MANAGER, secret, private=True))
    session.close()
    assert secret not in path.read_text(encoding="utf-8")
    own = private_path(path)
    assert secret in own.read_text(encoding="utf-8")
    assert stat.S_IMODE(own.stat().st_mode) == 0o600
    assert Session.open(path).private_answers() == {_item(session): secret}
    assert Notebook(path.parent).paths() == [path]
    assert all(
        secret not in remark
        for item in session.full_conversation().checklist
        for remark in item.remarks.values()
    )


def test_subscribers_get_each_change_once_and_the_save_status(path: Path) -> None:
    session = Session.open(path, clock=fixed_clock)
    heard: list[SessionEvent] = []
    stop = session.subscribe(heard.append)
    session.apply(Write(0, 0, "x"))
    changes = [notice for notice in heard if isinstance(notice, Changes)]
    assert [tuple(splice) for splice in changes[0].splices] == [(0, 0, "x", "manager")]
    assert changes[0].written
    assert [notice for notice in heard if isinstance(notice, SaveStatus)] == [
        SaveStatus(Saving.DIRTY, fixed_clock())
    ]
    stop()
    session.apply(Write(0, 0, "y"))
    assert len([notice for notice in heard if isinstance(notice, Changes)]) == 1


def test_a_full_disk_is_reported_and_nothing_is_lost(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session.open(path, clock=fixed_clock)

    def full(*_: object) -> None:
        raise StorageError("storage.reason.other", text="The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(Journal, "append_all", full)
        session.apply(Write(0, 0, "toch getypt"))
        assert "full" in str(session.save_status.reason)
        broken.setattr(ConversationFile, "write", full)
        with pytest.raises(StorageError):
            session.save()
    session.save()
    assert session.save_status.reason is None
    assert Session.open(path).notes.text.startswith("toch getypt")


def test_saving_waits_for_idle_time_and_at_most_the_busy_time(path: Path) -> None:
    session = Session.open(path)
    assert session.autosave.next_job(0.0) is None
    start = time.monotonic()
    session.apply(Write(0, 0, "a"))
    sync = session.autosave.next_job(start + 1.5)
    assert sync is not None
    assert not sync.saves
    assert session.autosave.next_job(start + 1.6) is None, "one job at a time"
    sync.run()
    session.autosave.complete_job(sync)
    save = session.autosave.next_job(start + 2.5)
    assert save is not None
    assert save.saves
    save.run()
    session.autosave.complete_job(save)
    assert session.autosave.next_job(start + 60.0) is None
    assert Session.open_read_only(path).notes.text.startswith("a")
    assert [found.frames for found in read_journals(journal_folder(path))] == [()], (
        "the journal is cut once the file holds it"
    )


def test_continuous_typing_saves_every_ten_seconds() -> None:
    class Changed:
        is_dirty, is_removed = True, False

        def prepare_save(self) -> None:
            return None

    class Replicas(list[DurableReplica]):
        is_changed_on_disk = False

    saved, replicas = [], Replicas([cast(DurableReplica, Changed())])
    tracker = SaveTracker(replicas, datetime.now, lambda _: None)
    schedule = AutosaveScheduler(replicas, tracker, lambda: False)
    for tenths in range(301):
        now = tenths / 10
        tracker.record_edit(now)
        job = schedule.next_job(now)
        if job is not None:
            schedule.complete_job(job)
            if job.saves:
                saved.append(now)
    assert len(saved) == 2
    assert all(later - sooner >= BUSY_SECONDS for sooner, later in pairwise([0.0, *saved]))


def test_a_pending_update_is_applied_when_it_is_sent_again_after_reopening(path: Path) -> None:
    session = Session.open(path)
    elsewhere = Replica(7)
    elsewhere.apply(session.sync.update_since(Replica().state_vector))
    _, first = elsewhere.edit([Splice(0, 0, "eerst ", EMPLOYEE)])
    _, second = elsewhere.edit([Splice(6, 0, "daarna ", EMPLOYEE)])
    session.sync.receive(second)
    session.apply(Write(0, 0, "hier. "))
    session.save()
    session.close()
    assert not journal_folder(path).exists(), "whoever sent it still has it"
    session = Session.open(path)
    assert "daarna" not in session.notes.text
    for update in (second, first):  # the handshake shows that both are missing
        session.sync.receive(update)
    session.close()
    final = Session.open(path)
    assert "eerst daarna " in final.notes.text
    assert "hier. " in final.notes.text
    final.close()
    assert not journal_folder(path).exists()


def test_an_older_save_never_overwrites_a_newer_one(path: Path) -> None:
    session = Session.open(path)
    session.apply(Write(0, 0, "eerst. "))
    slow = session.autosave.next_job(time.monotonic() + 60)
    assert slow is not None
    session.apply(Write(0, 0, "daarna. "))
    session.save()
    slow.run()
    session.autosave.complete_job(slow)
    session.close()
    assert Session.open(path).notes.text.startswith("daarna. eerst. ")


def test_a_save_reads_no_other_conversation(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session.open(path)
    looked: list[str] = []
    for name in ("listdir", "scandir"):
        call = getattr(os, name)

        def noted(folder: object = ".", call: Callable[..., object] = call) -> object:
            looked.append(str(folder))
            return call(folder)

        monkeypatch.setattr(os, name, noted)
    session.apply(Write(0, 0, "x"))
    session.save()
    assert str(path.parent) not in looked
    session.close()


def test_a_dropped_session_is_freed_at_once(path: Path) -> None:
    # pycrdt's objects may only be freed in the thread that made them; the garbage collector runs in
    # any thread.
    session = Session.open_read_only(path)
    session.subscribe(lambda _: None)
    reference = weakref.ref(session)
    gc.disable()
    try:
        del session
        assert reference() is None
    finally:
        gc.enable()
