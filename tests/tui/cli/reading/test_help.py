"""`help`: the manual page of a checkout or an installed package, whole or about one command."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from afspraak.data.i18n.catalogue import LANGUAGES
from afspraak.tui.cli import manual_page
from afspraak.tui.cli.command_registry import COMMANDS
from afspraak.tui.cli.main import main

from ....checkout import ROOT

Capture = pytest.CaptureFixture[str]
PAGES: Mapping[str, str] = {"en": "afspraak.1", "nl": "afspraak.nl.1"}


def _shown(capsys: Capture, *words: str, status: int = 0) -> str:
    capsys.readouterr()
    assert main(list(words)) == status
    told = capsys.readouterr()
    return told.out if status == 0 else told.err


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_page_is_shown_without_macros(
    language: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    text = _shown(capsys, "--lang", language, "help")
    source = (ROOT / "tui" / "cli" / PAGES[language]).read_text("utf-8")
    headings = re.findall(r"^\.SH (.+)$", source, re.MULTILINE)
    assert [line for line in text.splitlines() if line in headings] == headings
    assert max(map(len, text.splitlines())) < 80
    assert not re.search(r"^\.[A-Z]|\\[-f(]|\x1b", text, re.MULTILINE)
    for command in COMMANDS:
        assert re.search(rf"^    {command}\b", text, re.MULTILINE), command


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_shown_alone_with_its_options(
    command: str, language: str, capsys: Capture
) -> None:
    text = _shown(capsys, "--lang", language, "help", command)
    first, second, *_ = text.splitlines()
    assert first.split()[0] == command and second.startswith("    ")
    assert not any(line.startswith(tuple("abc")) for line in text.splitlines()[1:])


def test_an_example_keeps_its_lines(capsys: Capture) -> None:
    text = _shown(capsys, "help")
    assert 'afspraak new "Anna de Vries" --date "3 dec" --time 10:00\n' in text


def test_a_mistyped_command_is_asked_about(capsys: Capture) -> None:
    assert _shown(capsys, "help", "exprot", status=2).endswith("Did you mean “export”?\n")
    assert "--help" in _shown(capsys, "help", "xyzzy", status=2)


def test_styles_are_forced_by_the_environment(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "\x1b" not in _shown(capsys, "help", "tick")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1m--park\x1b[0m" in _shown(capsys, "help", "tick")
    monkeypatch.setenv("FORCE_COLOR", "0")
    assert "\x1b" not in _shown(capsys, "help", "tick")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", ["venv", "site"])
def test_the_page_of_an_installed_package_is_found(
    language: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "site" / "afspraak" / "tui" / "cli" / "manual_page.py"
    monkeypatch.setattr(manual_page, "__file__", str(file))
    monkeypatch.setattr("sys.prefix", str(tmp_path / "venv"))
    monkeypatch.setattr("importlib.metadata.files", lambda _: None)  # of the one that is tested
    assert manual_page.find_page(language) is None
    folder = tmp_path / place / "share" / "man" / ("man1" if language == "en" else "nl/man1")
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "tui" / "cli" / PAGES[language], folder / "afspraak.1")
    assert manual_page.find_page(language) == folder / "afspraak.1"


def test_without_a_page_the_help_of_commands_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(manual_page, "__file__", str(tmp_path / "manual_page.py"))
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    monkeypatch.setattr("importlib.metadata.files", lambda _: None)
    assert "--help" in _shown(capsys, "help", status=1)
