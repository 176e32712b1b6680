"""Autosave: what is saved when, what closing the session does, and what happens if it fails."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from unittest.mock import MagicMock, Mock

import pytest

from afspraak.data.i18n.catalogue import Message
from afspraak.data.model.edits import Write
from afspraak.data.session.session import Session
from afspraak.data.session.user import User
from afspraak.data.storage.saving import autosave as scheduling
from afspraak.data.storage.saving.status import SaveStatus, Saving
from afspraak.data.system.notices import Notices
from afspraak.tui.cli.main import main
from afspraak.tui.controllers.autosave import AutosaveController
from afspraak.tui.forms.dialog.confirm import Choice, Notice
from afspraak.tui.forms.elsewhere import LeaveWithoutCopy, SaveCopyForm
from afspraak.widgets.language import tr

from ...support.screens.contexts import FakeContext, bare_app, new_session
from ...support.terminal.terminal import PATIENCE, Terminal, begun


class Desk:
    """A session and its autosave controller, with the order of their shutdown."""

    def __init__(self, folder: Path) -> None:
        self.session, self.context = new_session(folder), FakeContext()
        self.session.save()
        self.ended: list[str] = []
        self.autosave = AutosaveController(
            self.session,
            self.context,
            lambda: self.ended.append("read"),
            lambda: self.ended.append("stopped"),
        )

    def write(self, text: str) -> None:
        self.session.apply(Write(0, 0, text))

    @property
    def in_file(self) -> str:
        return self.session.path.read_text("utf-8")

    def block(self) -> None:
        """Make saving impossible: a file replaces the folder."""
        folder = self.session.path.parent
        folder.rename(folder.with_name("moved"))
        folder.write_text("in the way", "utf-8")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "nb")


def test_a_notice_is_shown_once_in_brief_and_kept_for_the_end(tmp_path: Path) -> None:
    notices = Notices()
    folder = tmp_path / "nb"
    folder.mkdir()
    path = new_session(folder).path
    session = Session.open(path, user=User(notices=notices))
    context = FakeContext()
    autosave = AutosaveController(session, context, lambda: None, lambda: None)
    autosave.start()
    notices.add(Message("desk.saved"), brief=Message("desk.disk_changed"))
    context.tick()
    context.tick()
    assert context.said.count(tr("desk.disk_changed")) == 1
    assert notices.take() == [Message("desk.saved")]
    autosave.close(ask=False)


async def test_a_due_save_runs_in_a_thread(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.autosave.start()
    desk.context.tick()
    assert desk.context.work == []
    monkeypatch.setattr(scheduling, "IDLE_SECONDS", 0.0)
    desk.write("unsaved words ")
    desk.context.tick()
    desk.context.tick()  # one job at a time
    (job,) = desk.context.work
    assert "unsaved words" not in desk.in_file
    await job
    assert "unsaved words" in desk.in_file
    assert desk.session.save_status.state is Saving.SAVED


async def test_a_save_job_that_ends_after_the_session_is_ignored(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.autosave.start()
    monkeypatch.setattr(scheduling, "IDLE_SECONDS", 0.0)
    desk.write("unsaved words ")
    desk.context.tick()
    assert desk.autosave.close(ask=True)
    before = desk.session.save_status
    await desk.context.work.pop()
    assert desk.session.save_status == before
    desk.context.tick()
    assert desk.context.work == []


def test_saving_by_key_is_reported(desk: Desk) -> None:
    desk.write("words ")
    desk.autosave.save()
    assert "words" in desk.in_file
    assert desk.context.said == [tr("desk.saved")]
    assert list(desk.autosave.commands()) == []


def test_closing_marks_saves_and_then_stops_sharing(desk: Desk) -> None:
    desk.write("last words ")
    assert desk.autosave.close(ask=True)
    assert "last words" in desk.in_file
    assert desk.ended == ["read", "stopped"]
    assert desk.context.closed
    assert desk.autosave.close(ask=True), "closed is closed"
    assert desk.ended == ["read", "stopped"]


async def test_a_failed_save_asks_before_quitting(desk: Desk, tmp_path: Path) -> None:
    async with bare_app():
        desk.write("precious ")
        desk.block()
        desk.autosave.save()
        assert desk.session.save_status.state is Saving.FAILED
        assert "not a folder" in desk.context.said[-1]
        ((title, _),) = desk.autosave.commands()
        assert title == tr("save_copy.command")
        assert not desk.autosave.close(ask=True)
        assert desk.ended == [] and not desk.context.closed
        desk.context.answer(None)
        assert not desk.autosave.close(ask=True)
        target = tmp_path / "copy.json"
        assert isinstance(desk.context.answer(target), SaveCopyForm)
        assert "precious" in target.read_text("utf-8")
        assert desk.ended == [], "the notice first"
        assert isinstance(desk.context.answer(None), Notice)
        assert desk.context.exit_status == 0
        assert desk.ended == ["stopped"] and desk.context.closed


async def test_quitting_without_a_copy_has_a_failure_exit_status(desk: Desk) -> None:
    async with bare_app():
        desk.write("lost ")
        desk.block()
        assert not desk.autosave.close(ask=True)
        desk.context.answer(LeaveWithoutCopy())
        assert desk.context.exit_status == 3


def test_closing_without_a_question_always_closes(desk: Desk) -> None:
    desk.write("in the journal at least ")
    desk.block()
    assert desk.autosave.close(ask=False)
    assert desk.context.dialogs == [] and desk.ended == ["read", "stopped"]


def test_who_leaves_after_the_file_was_removed_is_told_how_to_get_it_back(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    terminal = begun(start)
    path = tmp_path / "nb" / "anna-de-vries-planning-2027.json"
    terminal.do("desk.pane.notes")
    terminal.type("never lost")
    terminal.wait("never lost")
    path.unlink()
    terminal.do("app.leave")
    terminal.wait(tr("desk.removed.leave"))
    terminal.press("tab", "enter")
    terminal.wait("--restore” brings it back")
    told = " ".join(terminal.text.replace("│", " ").split()).replace(" ", "")
    assert f"Whatitheldisstillin{path.with_suffix('.log')}:“afspraakcheck{path.stem}" in told
    terminal.press("enter")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    assert main(["--notebook", str(path.parent), "check", path.stem, "--restore"]) == 0
    assert "never lost" in path.read_text("utf-8")


@pytest.fixture
def removed(desk: Desk) -> Desk:
    """A desk whose file was removed, with words in the journal alone."""
    desk.autosave.start()
    desk.write("never lost ")
    desk.session.path.unlink()
    assert not desk.autosave.close(ask=True)
    return desk


@pytest.mark.parametrize("answer", ["again", "leave", "stay", None])
def test_a_removed_file_is_asked_about(removed: Desk, answer: str | None) -> None:
    asked = removed.context.answer(answer)
    assert isinstance(asked, Choice)
    assert (asked.question, asked.detail) == (
        tr("desk.removed", file="talk.json"), tr("desk.removed.detail"),
    )  # fmt: skip
    assert list(asked.answers.items()) == [
        (name, tr(f"desk.removed.{name}")) for name in ("again", "leave", "stay")
    ]
    assert removed.session.path.exists() == (answer == "again")
    assert removed.context.dismissed == removed.context.closed == (answer in ("again", "leave"))
    if answer == "again":
        assert "never lost" in removed.in_file and removed.ended == ["read", "stopped"]
    else:
        assert removed.ended == (["stopped"] if answer == "leave" else [])
        assert removed.session.path.with_suffix(".log").exists()


async def test_a_removed_file_that_cannot_be_written_again_is_offered_as_a_copy(
    removed: Desk,
) -> None:
    async with bare_app():
        removed.block()
        removed.context.answer("again")
        assert isinstance(removed.context.answer(None), SaveCopyForm)
        assert not removed.context.dismissed and removed.ended == []


def test_what_another_program_changed_is_taken_over_and_told(desk: Desk) -> None:
    desk.autosave.start()
    (timer,) = desk.context.timers
    assert timer.seconds == 0.5
    with closing(Session.open(desk.session.path)) as other:
        other.apply(Write(0, 0, "from elsewhere "))
    end = time.monotonic() + PATIENCE
    while tr("desk.disk_changed") not in desk.context.said:
        assert time.monotonic() < end
        desk.context.tick()
    assert desk.session.notes.text.startswith("from elsewhere ")
    desk.autosave.stop()
    desk.autosave.close(ask=False)


@pytest.mark.parametrize(
    ("replicas", "state", "said"),
    [
        ({}, Saving.SAVED, []),
        ({"recovered": 1}, Saving.SAVED, ["desk.recovered"]),
        ({"recovered": 1, "damaged_journals": ["x"]}, Saving.SAVED, ["desk.journal_damaged"]),
        (
            {"damaged_journals": ["x"], "waiting_journals": ["x"]}, Saving.SAVED,
            ["desk.journal_waits"],
        ),
        ({"waiting_journals": ["x"]}, Saving.READ_ONLY, ["desk.read_only"]),
    ],
)  # fmt: skip
async def test_the_gravest_finding_of_opening_is_told(
    replicas: dict[str, object], state: Saving, said: list[str], desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    found: dict[str, object] = {"recovered": 0, "damaged_journals": [], "waiting_journals": []}
    known = MagicMock(**(found | replicas))
    monkeypatch.setattr(desk.session, "replicas", known)
    monkeypatch.setattr(Session, "save_status", SaveStatus(state, None))
    desk.autosave.start()
    assert desk.context.said == [tr(key) for key in said]
    job = Mock(changed_on_disk=False)
    monkeypatch.setattr(desk.session, "autosave", Mock(next_job=lambda _: job))
    for waits in (True, False):
        known.waiting_journals = ["x"] if waits else []
        desk.context.tick()
        await desk.context.work.pop()
    told = [tr("desk.journal_arrived")] if "waiting_journals" in replicas else []
    assert desk.context.said[len(said) :] == told
    desk.autosave.stop()
