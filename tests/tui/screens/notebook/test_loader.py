"""The notebook screen answers keys while it reads very many conversations."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest

from afspraak.data.model.conversation import Conversation
from afspraak.data.notebook import index
from afspraak.data.notebook.index_schema import open_index
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.notebook.summary import Summary, read_summary
from afspraak.data.settings.settings import Settings
from afspraak.data.system.paths import index_file
from afspraak.tui.app.application import AfspraakApp
from afspraak.tui.keys.keymap import USUAL_KEYMAP
from afspraak.tui.keys.table import KEYS
from afspraak.tui.screens.notebook.notebook import NotebookScreen

from ....support.conversations.notebooks import kept
from ....support.screens.widget_holder import screen_lines


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let five conversations count as many, and two be read at once."""
    monkeypatch.setattr(index, "PROGRESS_THRESHOLD", 5)
    monkeypatch.setattr(index, "BATCH", 2)
    monkeypatch.setattr(index, "SETTLING_NS", -(10**15))


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> threading.Semaphore:
    """The number of conversations that the other thread may read."""
    gate = threading.Semaphore(0)
    main = threading.current_thread()

    def read(path: Path, **more: Any) -> tuple[Summary, Conversation]:
        if threading.current_thread() is not main:
            gate.acquire()
        return read_summary(path, **more)

    monkeypatch.setattr(index, "read_summary", read)
    return gate


def _key(binding: str) -> str:
    return next(USUAL_KEYMAP.keys_of(key) for key in KEYS if key.id == binding).split(",")[0]


def _kept(folder: Path) -> int:
    connection = open_index(index_file(folder))
    try:
        return int(connection.execute("SELECT count(*) FROM file").fetchone()[0])
    finally:
        connection.close()


@pytest.mark.usefixtures("few")
async def test_keys_work_while_the_notebook_is_loading(
    tmp_path: Path, gate: threading.Semaphore
) -> None:
    notebook = Notebook(tmp_path / "nb")
    for slug in ("a", "b", "c"):
        kept(notebook.folder, slug, title=f"about {slug}")
    app = AfspraakApp(notebook, Settings())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, NotebookScreen)
        for number in range(8):
            kept(notebook.folder, f"new{number}", title=f"new {number}")
        screen.action_reload()
        gate.release(2)
        while "Reading conversations: 2 of 6" not in "\n".join(screen_lines(app)):
            await pilot.pause()
        await pilot.press(_key("notebook.cursor_down"))
        assert screen.active_pane.key == "b"
        screen.action_reload()  # once is enough
        # What asks about all of them waits for all of them.
        await pilot.press(_key("notebook.agreements"), _key("notebook.search"))
        assert isinstance(app.screen, NotebookScreen)
        gate.release(4)
        await app.workers.wait_for_complete()
        await pilot.pause()
        lines = screen_lines(app)
        assert screen.active_pane.key == "b"
        assert " 11 " in lines[1]
        assert not any("Reading" in line for line in lines)
        for path in notebook.paths():
            path.unlink()
        screen.action_reload()
        await pilot.pause()
        assert screen_lines(app)[1].endswith(" none yet ━")


@pytest.mark.usefixtures("few")
async def test_quitting_does_not_wait_for_loading_and_keeps_its_result(
    tmp_path: Path, gate: threading.Semaphore
) -> None:
    notebook = Notebook(tmp_path / "nb")
    for number in range(9):
        kept(notebook.folder, f"c{number}")
    app = AfspraakApp(notebook, Settings())
    async with app.run_test(size=(80, 24)) as pilot:
        gate.release(2)
        while "Reading conversations: 2 of 7" not in "\n".join(screen_lines(app)):
            await pilot.pause()
        assert screen_lines(app)[2] == " Reading conversations: 2 of 7", "not that there are none"
        assert "none yet" not in screen_lines(app)[1]
        await app.action_leave()
    gate.release(99)
    await asyncio.get_running_loop().shutdown_default_executor()  # where the reading is done
    assert _kept(notebook.folder) == 6
