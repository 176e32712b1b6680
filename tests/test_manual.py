"""The manual page and the README name all commands and options; the page is valid roff."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from afspraak.data.settings.settings import read_settings
from afspraak.tui.cli.completion import parsers
from afspraak.tui.cli.main import build_parser
from afspraak.tui.keys.table import KEYS

from .checkout import ROOT

PAGE = ROOT / "tui" / "cli" / "afspraak.1"


def _plain() -> str:
    """The text of the page, without macros, fonts and escapes."""
    text = PAGE.read_text(encoding="utf-8")
    text = re.sub(r"\\f[BIRP]", "", text).replace("\\-", "-").replace('"', "")
    return re.sub(r"^\.[A-Z]+ *", "", text, flags=re.MULTILINE)


def _sections() -> dict[str, str]:
    """The section of each command, and under "" that of the general options."""
    options, _, commands = PAGE.read_text(encoding="utf-8").partition(".SH COMMANDS")
    commands = commands.partition(".SH KEYS")[0]
    while nested := re.search(r"\.RS\n(?:(?!\.RS\n).)*?\.RE\n", commands, re.DOTALL):
        inside = nested[0].replace(".TP\n", "").replace(".RS\n", "").replace(".RE\n", "")
        commands = commands.replace(nested[0], inside)
    sections = {"": options.replace("\\-", "-")}
    for part in commands.split(".TP\n")[1:]:
        plain = re.sub(r"\\f[BIRP]", "", part).replace("\\-", "-").replace('"', "")
        sections[plain.split()[1]] = plain
    return sections


def _words() -> Iterator[tuple[str, str]]:
    """Every (command, option) of the parser; the command is "" for general options."""
    root, *others = parsers(build_parser())
    common = {name for action in root._actions for name in action.option_strings}
    for parser in (root, *others):
        command = "" if parser is root else parser.prog.split()[-1]
        for action in parser._actions:
            for name in action.option_strings:
                yield ("" if name in common or name == "--json" else command), name


def test_the_page_has_every_command_and_option() -> None:
    sections = _sections()
    commands = {parser.prog.split()[-1] for parser in parsers(build_parser())[1:]}
    assert commands <= set(sections)
    assert set(_words()), "the parser tells its options"
    for command, option in _words():
        said = re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", sections[command])
        assert said, f"{command} {option}"


def test_the_page_has_the_choices_and_exit_statuses() -> None:
    plain = _plain()
    for shell in ("bash", "zsh", "fish"):
        assert f"completion {shell}" in plain
    for heading in ("NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "OPTIONS", "KEYS", "FILES",
                    "ENVIRONMENT", "EXIT STATUS", "EXAMPLES", "PRIVACY"):  # fmt: skip
        assert f"\n.SH {heading}\n" in PAGE.read_text(encoding="utf-8")
    status = plain.partition("EXIT STATUS")[2]
    assert re.findall(r"^(\d)$", status, re.MULTILINE) == ["0", "1", "2", "3"]


@pytest.mark.parametrize(
    "command",
    [
        ["mandoc", "-Tlint", "-Wwarning"],
        ["groff", "-man", "-Tutf8", "-ww"],
        ["man", "--warnings", "-E", "UTF-8", "-l"],
    ],
    ids=lambda command: command[0],
)
def test_the_page_is_valid_roff(command: list[str]) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    answer = subprocess.run(
        [*command, str(PAGE)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"MANWIDTH": "80", "LC_ALL": "C.UTF-8"},
    )
    told = answer.stderr + (answer.stdout if command[0] == "mandoc" else "")
    assert told == ""
    assert answer.returncode == 0


def test_the_readme_names_existing_commands_keys_and_settings(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = {parser.prog.split()[-1] for parser in parsers(build_parser())[1:]}
    told = set(re.findall(r"^afspraak ([a-z-]+) ", readme, re.MULTILINE))
    assert len(told) >= 12
    assert told <= commands
    settings = tmp_path / "settings.toml"
    settings.write_text(readme.partition("```toml\n")[2].partition("```")[0], encoding="utf-8")
    (Path.home() / "checklists").mkdir()
    read = read_settings(settings)
    assert read.faults == ()
    assert set(read.keys) <= {key.id for key in KEYS}
    pictures = set(re.findall(r"\((docs/images/.*?)\)", readme))
    assert pictures == {f"docs/images/{path.name}" for path in (ROOT / "docs/images").iterdir()}
