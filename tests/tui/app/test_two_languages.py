"""Two applications, and two commands, speak two languages in one process at the same time."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest
from textual.pilot import Pilot

from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.settings.settings import Settings
from afspraak.tui.app.application import AfspraakApp
from afspraak.tui.cli.main import main
from afspraak.tui.environment import Environment
from afspraak.tui.keys.keymap import USUAL_KEYMAP
from afspraak.tui.keys.table import KEYS

from ...support.screens.widget_holder import screen_lines


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A notebook with one conversation, which is damaged."""
    folder = tmp_path / "nb"
    folder.mkdir()
    (folder / "anna.json").write_text("[]")
    return folder


def _app(folder: Path, language: str) -> AfspraakApp:
    environment = Environment(words=catalogue(language))
    return AfspraakApp(Notebook(folder), Settings(), environment=environment)


def _key(binding: str) -> str:
    return next(USUAL_KEYMAP.keys_of(key) for key in KEYS if key.id == binding).split(",")[0]


def _text(app: AfspraakApp) -> str:
    return " ".join(" ".join(screen_lines(app)).replace("│", " ").split())


async def _wait(pilot: Pilot[int], app: AfspraakApp, text: str) -> None:
    for _ in range(500):
        if text in _text(app):
            return
        await pilot.pause(0.01)
    pytest.fail(f"{text!r} is not in {_text(app)}")


async def test_two_applications_in_one_event_loop(folder: Path) -> None:
    english, dutch = (_app(folder, language) for language in ("en", "nl"))
    async with english.run_test() as one, dutch.run_test() as other:
        await _wait(one, english, "cannot be opened")
        await _wait(other, dutch, "kan niet open")
        for key, shown in (("enter", "form.close"), (_key("app.help"), "help.type")):
            await other.press(key)
            await one.press(key)
            for pilot, app, own in ((one, english, "en"), (other, dutch, "nl")):
                said = {language: catalogue(language)(shown) for language in LANGUAGES}
                await _wait(pilot, app, said.pop(own))
                assert all(text not in _text(app) for text in said.values())
            await other.press("escape")
            await one.press("escape")


def test_two_commands_in_two_threads(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    both, find = threading.Barrier(2, timeout=30), Notebook.find

    def find_together(self: Notebook, reference: str) -> Path:
        both.wait()
        return find(self, reference)

    monkeypatch.setattr(Notebook, "find", find_together)
    for stream in ("stdout", "stderr"):
        monkeypatch.setattr(sys, stream, getattr(sys, stream))  # put back when both have ended
    commands = [
        threading.Thread(
            target=main, args=(["--lang", language, "--notebook", str(folder), "export", "bob"],)
        )
        for language in LANGUAGES
    ]
    for command in commands:
        command.start()
    for command in commands:
        command.join()
    said = capsys.readouterr().err
    values = {"reference": "bob", "folder": str(folder)}
    for language in LANGUAGES:
        assert catalogue(language)("notebook.reference.none", **values) in said
