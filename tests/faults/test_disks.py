"""Full and read-only disks: reported, kept in memory, saved later or elsewhere."""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from afspraak.data.model.edits import Write
from afspraak.data.model.remote_address import LocalFolder
from afspraak.data.session.session import Session
from afspraak.data.storage.saving.autosave import BUSY_SECONDS
from afspraak.data.storage.saving.status import Saving

from ..checkout import IMPORT_ROOT
from ..support.conversations.clocks import JumpingClock, pass_time
from ..support.programs import forked
from ..support.terminal.terminal import Terminal, begun
from .harness.disks import fill, read_only, small_disk
from .harness.jobs import begun as jobs_begun

SLUG = "anna-de-vries-planning-2027"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk with the notebook."""
    with small_disk(tmp_path / "nb", 256) as folder:
        if folder is None:
            pytest.skip("nothing can be mounted here")
        yield folder


def notes(path: Path) -> str:
    return Session.open_read_only(path).notes.text


def typing(start: Callable[..., Terminal]) -> Terminal:
    """At the desk, saved, with the caret in the notes."""
    terminal = begun(start)
    terminal.do("desk.save")
    terminal.wait("Saved.")
    terminal.do("desk.pane.notes")
    return terminal


def written_elsewhere(terminal: Terminal, target: Path) -> None:
    """Fill in the path of the copy, and check that it was written."""
    terminal.wait("Write it there")
    terminal.press("ctrl+u")
    terminal.type(str(target))
    terminal.wait(target.name)
    terminal.do("form.accept")
    terminal.wait("Everything is in the copy")


def test_a_full_disk_is_reported_and_saved_when_space_returns(
    start: Callable[..., Terminal], disk: Path
) -> None:
    terminal = typing(start)
    ballast = fill(disk)
    terminal.type("typed on a full disk")
    terminal.wait("typed on a full disk").wait("NOT SAVED").wait("disk is full")
    assert "typed on a full disk" not in notes(disk / f"{SLUG}.json")
    ballast.unlink()
    terminal.wait_gone("NOT SAVED").wait("saved ")
    assert "typed on a full disk" in notes(disk / f"{SLUG}.json")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    assert {path.name for path in disk.iterdir()} == {f"{SLUG}.json", f"{SLUG}.json~"}


def test_a_failed_save_is_retried_until_it_works(
    disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = disk / "talk.json"
    jobs_begun(path)
    clock = JumpingClock(monkeypatch)
    session = Session.open(path, clock=clock.now)
    ballast = fill(disk)
    session.apply(Write(0, 0, "many times", True))
    assert pass_time(session, clock, 60) >= 60 / BUSY_SECONDS, "tried more than once"
    assert "disk is full" in str(session.save_status.reason)
    ballast.unlink()
    assert pass_time(session, clock, 60) == 1, "and once it worked, no more"
    assert session.save_status.state is not Saving.FAILED
    assert "many times" in notes(path)
    session.close()


def test_updates_refused_by_a_full_disk_are_written_with_the_next(
    start: Callable[..., Terminal], disk: Path
) -> None:
    terminal = typing(start)
    ballast = fill(disk)
    terminal.type("first ")
    terminal.wait("first").wait("NOT SAVED")
    ballast.unlink()
    terminal.type("second")
    terminal.wait("second")
    terminal.kill()
    assert "first second" in notes(disk / f"{SLUG}.json")


def test_a_complete_copy_can_be_saved_elsewhere_from_a_full_disk(
    start: Callable[..., Terminal], disk: Path, tmp_path: Path
) -> None:
    terminal = typing(start)
    fill(disk)
    terminal.type("nowhere to go")
    terminal.wait("nowhere to go").wait("NOT SAVED")
    terminal.do("app.leave")
    taken = tmp_path / "taken.json"
    taken.write_text("mine", encoding="utf-8")
    terminal.wait("Write it there")
    terminal.press("ctrl+u")
    terminal.type(str(taken))
    terminal.do("form.accept")
    terminal.wait("there already")
    target = tmp_path / "copy.json"
    written_elsewhere(terminal, target)
    terminal.press("enter")
    assert terminal.ended() == 0
    assert "nowhere to go" in notes(target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert taken.read_text(encoding="utf-8") == "mine"


def test_the_palette_offers_a_copy_while_saving_fails(
    start: Callable[..., Terminal], disk: Path, tmp_path: Path
) -> None:
    terminal = typing(start)
    ballast = fill(disk)
    terminal.type("half a talk")
    terminal.wait("NOT SAVED")
    terminal.do("app.command_palette")
    terminal.wait("What do you want to do?").type("elsewhere")
    terminal.wait("write the whole conversation elsewhere")
    terminal.press("down", "enter")
    target = tmp_path / "copy"
    target.mkdir()
    written_elsewhere(terminal, target)
    terminal.press("enter")
    terminal.wait_gone("Everything is in the copy")
    assert "half a talk" in notes(target / f"{SLUG}.json")
    ballast.unlink()
    terminal.wait_gone("NOT SAVED")
    terminal.do("app.leave")
    assert terminal.ended() == 0


def test_the_user_may_stay_or_quit_without_a_copy(
    start: Callable[..., Terminal], disk: Path
) -> None:
    terminal = typing(start)
    terminal.type("so far ")
    terminal.wait("so far")  # so that there is a journal
    ballast = fill(disk)
    terminal.type("not so important")
    terminal.wait("NOT SAVED")
    terminal.do("app.leave")
    terminal.wait("Leave without").press("tab", "tab", "enter")
    terminal.wait_gone("Leave without").wait("NOT SAVED")
    ballast.unlink()
    terminal.wait_gone("NOT SAVED")
    terminal.type(" or is it")
    terminal.wait("or is it")
    assert "NOT SAVED" not in terminal.text, "the journal goes on after the question"
    fill(disk)
    terminal.type(" not")
    terminal.wait("NOT SAVED")
    terminal.do("app.leave")
    terminal.wait("Leave without").press("tab", "tab", "tab", "enter")
    assert terminal.ended() == 3


def test_a_read_only_disk_is_shown_without_questions(
    start: Callable[..., Terminal], disk: Path
) -> None:
    begun(start).do("app.leave")
    terminal = start("open", "anna").wait("saved ")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    before = {path.name: path.read_bytes() for path in disk.iterdir()}
    read_only(disk)
    terminal = start("open", "anna").wait("READ ONLY").wait("Read only.").wait("when you leave.")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    assert {path.name: path.read_bytes() for path in disk.iterdir()} == before


def test_text_typed_on_a_read_only_disk_is_not_lost(
    start: Callable[..., Terminal], disk: Path, tmp_path: Path
) -> None:
    terminal = begun(start)
    terminal.do("app.leave")
    assert terminal.ended() == 0
    read_only(disk)
    terminal = start("open", "anna").wait("READ ONLY")
    terminal.do("desk.pane.notes")
    terminal.type("all the same")
    terminal.wait("all the same").wait("NOT SAVED").wait("can only be read")
    terminal.do("app.leave")
    target = tmp_path / "copy.json"
    written_elsewhere(terminal, target)
    terminal.press("enter")
    assert terminal.ended() == 0
    assert "all the same" in notes(target)
    read_only(disk, False)
    done = command(tmp_path, "merge", "anna", str(target))
    assert done.returncode == 0, done.stderr
    assert "all the same" in notes(disk / f"{SLUG}.json")


def test_a_disk_writable_again_is_saved_to(start: Callable[..., Terminal], disk: Path) -> None:
    terminal = typing(start)
    read_only(disk)
    terminal.type("while it could be read")
    terminal.wait("NOT SAVED")
    read_only(disk, False)
    terminal.wait_gone("NOT SAVED").wait("saved ")
    assert "while it could be read" in notes(disk / f"{SLUG}.json")


def test_reading_commands_work_on_a_read_only_disk(
    start: Callable[..., Terminal], disk: Path, tmp_path: Path
) -> None:
    terminal = typing(start)
    terminal.type("runbook for the portal")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    read_only(disk)
    assert SLUG in command(tmp_path, "list").stdout
    assert "runbook" in command(tmp_path, "search", "runbook").stdout
    assert command(tmp_path, "agreements").returncode == 1, "there are none"
    assert "runbook" in command(tmp_path, "log", "anna").stdout + notes(disk / f"{SLUG}.json")
    assert command(tmp_path, "check").returncode == 0
    target = tmp_path / "minutes.md"
    assert command(tmp_path, "export", "anna", "-o", str(target)).returncode == 0
    assert "runbook" in target.read_text(encoding="utf-8")
    refused = command(tmp_path, "new", "Sam", "--my-name", "Jan", "--no-open")
    assert refused.returncode and "can only be read" in refused.stderr
    refused = command(tmp_path, "export", "anna", "-o", str(disk / "minutes.md"))
    assert refused.returncode and "can only be read" in refused.stderr


def test_journals_of_a_killed_session_are_shown_on_a_read_only_disk(
    start: Callable[..., Terminal], disk: Path
) -> None:
    """Quitting asks nothing, because everything is on the disk, in the journal."""
    path = disk / f"{SLUG}.json"
    begun(start).kill()
    with closing(Session.open(path)) as session:
        session.sync.set_remote_address(LocalFolder("/var/tmp/nowhere"))
        session.read_marker.mark_read()
    terminal = start("open", "anna").wait("Looking back")
    terminal.do("desk.pane.notes")
    terminal.type("left behind")
    terminal.wait("left behind")
    terminal.kill()
    read_only(disk)
    terminal = start("open", "anna").wait("READ ONLY").wait("left behind")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    read_only(disk, False)
    assert "left behind" in notes(path)


def test_a_folder_found_writable_is_written(disk: Path) -> None:
    path = disk / "talk.json"
    jobs_begun(path)
    read_only(disk)
    session = Session.open(path)
    states = [session.save_status.state]
    read_only(disk, False)
    session.apply(Write(0, 0, "after all", True))
    states.append(session.save_status.state)
    assert states == [Saving.READ_ONLY, Saving.DIRTY]
    session.close()
    assert "after all" in notes(path)


def command(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    done = forked.run(["--notebook", str(folder / "nb"), *words], os.environ, IMPORT_ROOT)
    assert "Traceback" not in done.stderr
    return done
