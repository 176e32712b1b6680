"""Writing minutes from a screen: the status line names the file, and a word about health in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from afspraak.data.i18n.catalogue import catalogue
from afspraak.tui.controllers.export import write_minutes
from afspraak.widgets.language import speak

from ...support.screens.contexts import FakeContext


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("We spoke of the budget.", "Minutes: {path}"),
        ("We spoke of back pain.", "“back pain” is about health. Minutes: {path}"),
        ("Zij is ziek.", "“ziek” is about health. Minutes: {path}"),
    ],
)
def test_the_status_line_names_the_file_and_a_word_about_health(
    text: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    speak(catalogue("en"))
    context = FakeContext()

    def export(target: Path) -> None:
        target.write_text(text, encoding="utf-8")

    write_minutes(tmp_path / "talk.json", export, context)
    assert context.said == [said.format(path=tmp_path / "talk.md")]
    assert Path("talk.md").read_text(encoding="utf-8") == text
