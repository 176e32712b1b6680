"""Messages for the user if a file or TinyDB cannot be read."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import tinydb

from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.settings.settings import Settings
from afspraak.tui.app.application import AfspraakApp
from afspraak.tui.cli.main import main
from afspraak.widgets.language import speaking

from ...checkout import IMPORT_ROOT
from ...support.screens.dialogs import settle
from ...support.screens.widget_holder import screen_text
from ...support.terminal.terminal import Terminal, begun


@pytest.mark.parametrize(
    "words",
    [
        ["export", "anna", "-o", "-"],
        ["log", "anna"],
        ["new", "Bo Jansen", "--no-open"],
    ],
)
@pytest.mark.parametrize(
    ("language", "told"), [("en", "cannot be opened: TinyDB"), ("nl", "kan niet open: TinyDB")]
)
def test_a_failing_database_is_reported_in_words_and_nothing_changes(
    words: list[str],
    language: str,
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path / "nb"
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(folder))
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-11-23")
    monkeypatch.setenv("LANGUAGE", language)
    monkeypatch.setenv("LANG", f"{language}_{language.upper()}.UTF-8")
    assert main(["new", "Anna de Vries", "--no-open", "--my-name", "Jan Bakker"]) == 0
    capsys.readouterr()
    before = {one.name: one.read_bytes() for one in folder.iterdir()}

    def refuse(*_: object, **__: object) -> None:
        raise RuntimeError("an incompatible version")

    monkeypatch.setattr(tinydb.TinyDB, "__init__", refuse)
    assert main(words) != 0
    answer = capsys.readouterr()
    assert told in answer.err
    assert "an incompatible version" in answer.err
    assert "Traceback" not in answer.err + answer.out
    assert {one.name: one.read_bytes() for one in folder.iterdir()} == before


@pytest.mark.parametrize(("language", "file"), [("en", "FILE"), ("nl", "BESTAND")])
async def test_a_damaged_conversation_without_a_copy_says_how_to_put_one_back(
    language: str, file: str, tmp_path: Path
) -> None:
    path = tmp_path / "nb" / "anna's talk.json"
    path.parent.mkdir()
    path.write_text("{", "utf-8")
    with speaking(catalogue(language)):
        app = AfspraakApp(Notebook(path.parent), Settings(), path)
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)  # type: ignore[arg-type]
            shown = " ".join(screen_text(app).replace("│", " ").split())
    assert f"afspraak check 'anna'\"'\"'s talk' --restore --from {file}" in shown
    assert path.read_text("utf-8") == "{"


def test_a_failing_database_is_shown_on_the_screens_too(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    desk = begun(start)
    desk.do("app.leave")
    assert desk.ended() == 0
    (path,) = (tmp_path / "nb").glob("*.json")
    before = path.read_bytes()
    patch = tmp_path / "patch"
    patch.mkdir()
    (patch / "sitecustomize.py").write_text(
        "import tinydb\n"
        "def refuse(*_, **__): raise RuntimeError('an incompatible version')\n"
        "tinydb.TinyDB.__init__ = refuse\n"
    )
    python_path = os.pathsep.join((str(patch), str(IMPORT_ROOT)))
    terminal = start("open", path.stem, environment={"PYTHONPATH": python_path})
    terminal.wait("cannot be opened: TinyDB").wait("incompatible version")
    assert "Traceback" not in terminal.text
    assert path.read_bytes() == before
