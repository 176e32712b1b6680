"""The idle lock hides the screens and loses nothing."""

from __future__ import annotations

import stat
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest
from textual import events
from textual.pilot import Pilot

from afspraak.data.ids import MANAGER
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.session.session import Session
from afspraak.data.settings import idle_passphrase
from afspraak.data.settings.settings import Settings
from afspraak.tui.app import idle_lock
from afspraak.tui.app.application import AfspraakApp
from afspraak.tui.cli.main import main
from afspraak.tui.forms import locked
from afspraak.tui.forms.agreement import AgreementForm
from afspraak.tui.forms.locked import LockScreen
from afspraak.tui.terminal.editor_command import EditorCommand, EditorResult

from ...support.screens.widget_holder import screen_lines
from ...support.terminal.terminal import PATIENCE, Terminal


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AfspraakApp:
    """The desk of a conversation with confidential text."""
    monkeypatch.setattr(idle_lock, "LOOK_SECONDS", 0.01)
    path = tmp_path / "nb" / "talk.json"
    conversation = build_conversation(NewConversation("manager", "Jan Bakker", "Anna de Vries"))
    session = Session.create(path, conversation, me=MANAGER)
    session.merge_text("confidential")
    session.close()
    return AfspraakApp(Notebook(path.parent), Settings(idle_lock=1), path)


async def left_alone(app: AfspraakApp, pilot: Pilot[int]) -> None:
    """Wait until the idle lock covers the screens."""
    app.idle_lock.last_input = -1e9
    while not isinstance(app.screen, LockScreen):
        await pilot.pause(0.01)
    await pilot.pause()


async def until(pilot: Pilot[int], happened: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end
        await pilot.pause(0.01)


def mouse_move() -> events.MouseMove:
    """A move of the mouse."""
    return events.MouseMove(None, 1, 1, 0, 0, 0, False, False, False)


def shown(app: AfspraakApp) -> str:
    return "\n".join(screen_lines(app))


async def test_a_form_stays_filled_in_under_the_cover(
    app: AfspraakApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    idle_passphrase.set_passphrase("open up")
    clock = SimpleNamespace(monotonic=lambda: 1000.0)
    monkeypatch.setattr(locked, "time", clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f4", "a", "R", "u", "n")
        assert isinstance(app.screen, AgreementForm)
        await left_alone(app, pilot)
        assert "covered since" in shown(app) and "passphrase" in shown(app)
        for word in ("confidential", "Anna", "Jan", "Run", "Checklist"):
            assert word not in shown(app)
        await pilot.press("ctrl+q", "ctrl+p", "f1", "escape", "f8", *"wrong", "enter")
        assert isinstance(app.screen, LockScreen)
        assert "That is not it" in shown(app)
        assert "wrong" not in shown(app)
        await pilot.press(*"open", "space", *"up", "enter")
        assert "One moment" in shown(app), "guessing takes time"
        clock.monotonic = lambda: 1001.0
        await pilot.press(*"open", "space", *"up", "enter")
        await until(pilot, lambda: "A new agreement" in shown(app) and "Run" in shown(app))
        await pilot.press("n")
        await until(pilot, lambda: "Runn" in shown(app))


async def test_without_a_passphrase_any_key_only_uncovers(
    app: AfspraakApp,
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await left_alone(app, pilot)
        assert "Any key goes on" in shown(app)
        await pilot.press("a")
        await until(pilot, lambda: "confidential" in shown(app))
        assert "A new" not in shown(app), "the key did nothing else"


def test_the_screens_are_covered_soon_after_the_shortest_time() -> None:
    """At most a tenth of the one minute that can be set."""
    assert 0 < idle_lock.LOOK_SECONDS <= 6


async def test_each_key_paste_and_click_counts_as_input(app: AfspraakApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        for event in (events.Key("a", "a"), events.Paste("text"), mouse_move()):
            app.idle_lock.last_input = -1e9
            app.idle_lock.note(event)
            app.idle_lock.lock_if_idle()
            assert not app.idle_lock.locked, event
        app.idle_lock.last_input = -1e9
        app.idle_lock.note(events.Focus())
        app.idle_lock.lock_if_idle()
        assert app.idle_lock.locked
        await pilot.press("a")
        await until(pilot, lambda: not app.idle_lock.locked)


async def test_without_a_set_time_the_screens_are_never_covered(tmp_path: Path) -> None:
    app = AfspraakApp(Notebook(tmp_path), Settings())
    async with app.run_test(size=(80, 24)) as pilot:
        app.idle_lock.last_input = -1e9
        app.idle_lock.lock_if_idle()
        await pilot.pause()
        assert not app.idle_lock.locked and not isinstance(app.screen, LockScreen)


def test_the_idle_lock_is_off_by_default(tmp_path: Path) -> None:
    assert Settings().idle_lock == 0


def test_the_passphrase_is_asked_twice(start: Callable[..., Terminal], tmp_path: Path) -> None:
    terminal = start("passphrase")
    terminal.wait("New passphrase").type("zebra\r")
    terminal.wait("same again").type("two\r")
    terminal.wait("not the same")
    assert terminal.ended() == 2
    terminal = start("passphrase")
    terminal.wait("New passphrase").type("zebra\r")
    terminal.wait("same again").type("zebra\r")
    terminal.wait("passphrase is set").wait("idle_lock = 10")
    assert "zebra" not in terminal.text


@pytest.mark.parametrize("damaged", ["", "scrypt", "scrypt zz zz", "\xff" * 9, "x" * 9999])
def test_the_passphrase_file_is_private_and_holds_no_passphrase(damaged: str) -> None:
    idle_passphrase.set_passphrase("tëst")
    path = idle_passphrase.passphrase_file()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "tëst" not in path.read_text()
    assert idle_passphrase.verify_passphrase("tëst")
    assert not idle_passphrase.verify_passphrase("test")
    path.write_text(damaged)
    assert not idle_passphrase.verify_passphrase("tëst")
    idle_passphrase.set_passphrase("")
    assert not idle_passphrase.is_set()


def test_a_passphrase_comes_from_a_pipe_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("from a pipe\n"))
    monkeypatch.setattr("os.isatty", lambda descriptor: False)
    assert main(["passphrase"]) == 0
    assert idle_passphrase.verify_passphrase("from a pipe")


async def test_the_screens_are_covered_as_soon_as_an_editor_ends(
    app: AfspraakApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "suspend", nullcontext)

    def run(command: EditorCommand, file: Path) -> EditorResult:
        app.idle_lock.last_input = -1e9  # it took long
        return EditorResult(0, 1e9)

    monkeypatch.setattr(EditorCommand, "run", run)
    monkeypatch.setattr(idle_lock, "LOOK_SECONDS", 1e9)
    async with app.run_test() as pilot:
        await until(pilot, lambda: "confidential" in shown(app))
        app.screen.action_edit_outside()  # type: ignore[attr-defined]
        assert isinstance(app.screen, LockScreen)
        await pilot.pause()
        assert "confidential" not in shown(app)
