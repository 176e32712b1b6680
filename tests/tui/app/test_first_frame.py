"""The first frame of a screen is painted once, and its widgets are styled once."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from textual._compositor import Compositor
from textual.app import App
from textual.drivers.headless_driver import HeadlessDriver
from textual.pilot import Pilot
from textual.screen import Screen

from afspraak.data.ids import MANAGER
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.session.session import Session
from afspraak.data.settings.settings import Settings
from afspraak.tui.app.application import AfspraakApp

from ...support.screens.drawn import drawn

_BATCHES = "_batch_count"
"""Textual's number of open batches, in which nothing is sent to the terminal."""


def _application(folder: Path) -> AfspraakApp:
    conversation = build_conversation(NewConversation("manager", "Jan Bakker", "Anna de Vries"))
    path = folder / "anna.json"
    Session.create(path, conversation, me=MANAGER).close()
    return AfspraakApp(Notebook(folder), Settings(), path)


async def test_nothing_is_painted_that_nobody_sees(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[bool] = []
    render = Compositor.render_update

    def count(self: Compositor, *args: Any, **options: Any) -> object:
        painted.append(bool(getattr(app, _BATCHES)))
        return render(self, *args, **options)

    monkeypatch.setattr(Compositor, "render_update", count)
    app = _application(tmp_path / "nb")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        desk = drawn(app)
    assert "Anna de Vries" in desk[0]
    assert painted, "the desk is painted"
    assert not any(painted), "a frame within a batch is thrown away"


async def test_nothing_is_painted_while_an_early_picture_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[object] = []
    before: list[int] = []
    render = Compositor.render_update

    def count(self: Compositor, *args: Any, **options: Any) -> object:
        painted.append(render(self, *args, **options))
        return painted[-1]

    def end(driver: HeadlessDriver) -> None:
        before.append(len(painted))
        monkeypatch.setattr(HeadlessDriver, "keeps_picture", False)
        app.refresh()

    monkeypatch.setattr(Compositor, "render_update", count)
    monkeypatch.setattr(HeadlessDriver, "keeps_picture", True, raising=False)
    monkeypatch.setattr(HeadlessDriver, "end_early_picture", end, raising=False)
    app = _application(tmp_path / "nb")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert before == [0]
        assert painted
        assert "Anna de Vries" in drawn(app)[0]


async def test_a_screen_has_no_toasts_and_tooltips(tmp_path: Path) -> None:
    app = _application(tmp_path / "nb")
    found: list[str] = []

    async def look(pilot: Pilot[Any]) -> None:
        await pilot.pause()
        found.extend(type(widget).__name__ for widget in app.screen.children)
        app.exit(0)

    await app.run_async(headless=True, size=(80, 24), auto_pilot=look)  # `run_test` has none anyway
    assert "Header" in found
    assert not {"ToastRack", "Tooltip"} & set(found)


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (Screen, "_compositor_refresh"),
        (Screen, "_on_screen_resume"),
        (App, "_begin_batch"),
        (App, "_end_batch"),
        (App, "refresh_css"),
    ],
)
def test_textual_has_the_methods_that_the_first_frame_overrides(owner: type, name: str) -> None:
    assert name in vars(owner), f"Textual {version('textual')} has no {owner.__name__}.{name}"
