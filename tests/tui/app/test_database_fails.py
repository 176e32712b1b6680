"""Messages for the user if TinyDB fails."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import tinydb

from afspraak.tui.cli.main import main

from ...checkout import IMPORT_ROOT
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
