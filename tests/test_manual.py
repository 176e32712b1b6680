"""The manual pages and the README name all commands and options; both pages say the same."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from argparse import Action, ArgumentParser
from collections.abc import Iterator
from pathlib import Path

import pytest

from afspraak.data.i18n.catalogue import LANGUAGES, LOCALE
from afspraak.data.settings.settings import read_settings
from afspraak.tui.cli.completion import parsers
from afspraak.tui.cli.main import build_parser
from afspraak.tui.keys.table import KEYS, format_keys

from .checkout import ROOT
from .support.manual_page import ManualPage

HEADINGS = {
    "NAME": "NAAM",
    "SYNOPSIS": "SAMENVATTING",
    "DESCRIPTION": "BESCHRIJVING",
    "OPTIONS": "OPTIES",
    "COMMANDS": "OPDRACHTEN",
    "KEYS": "TOETSEN",
    "YOUR OWN EDITOR": "JE EIGEN EDITOR",
    "FILES": "BESTANDEN",
    "WHO YOU ARE": "WIE JE BENT",
    "OTHER MACHINES": "ANDERE MACHINES",
    "DATABASE": "DATABASE",
    "LOCKED": "OP SLOT",
    "TERMINAL": "TERMINAL",
    "ENVIRONMENT": "OMGEVING",
    "EXIT STATUS": "EXITSTATUS",
    "EXAMPLES": "VOORBEELDEN",
    "PRIVACY": "PRIVACY",
    "SEE ALSO": "ZIE OOK",
}
"""Every section of the English page, and its name in the Dutch one."""

ENGLISH = ManualPage(ROOT / "tui" / "cli" / "afspraak.1", "COMMANDS")
DUTCH = ManualPage(ROOT / "tui" / "cli" / "afspraak.nl.1", HEADINGS["COMMANDS"])
PAGES = pytest.mark.parametrize("page", [ENGLISH, DUTCH], ids=LANGUAGES)


def _heading(page: ManualPage, english: str) -> str:
    return english if page is ENGLISH else HEADINGS[english]


def _actions(parser: ArgumentParser) -> list[Action]:
    """The options and arguments of a parser."""
    return parser._actions


def _words() -> Iterator[tuple[str, str]]:
    """Every (command, option) of the parser; the command is "" for general options."""
    root, *others = parsers(build_parser())
    common = {name for action in _actions(root) for name in action.option_strings}
    for parser in (root, *others):
        command = "" if parser is root else parser.prog.split()[-1]
        for action in _actions(parser):
            for name in action.option_strings:
                yield ("" if name in common or name == "--json" else command), name


def _choices() -> Iterator[tuple[str, str]]:
    """Every (command, choice) of the parser. The kinds are those of `new` in other commands too."""
    for parser in parsers(build_parser())[1:]:
        for action in _actions(parser):
            general = {"--lang", "--driver"} & set(action.option_strings)
            command = "new" if "--kind" in action.option_strings else parser.prog.split()[-1]
            yield from (
                ("" if general else command, str(choice)) for choice in action.choices or ()
            )


def _says(text: str, word: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text) is not None


@PAGES
def test_a_page_has_every_command_and_option(page: ManualPage) -> None:
    told = page.commands()
    commands = {parser.prog.split()[-1] for parser in parsers(build_parser())[1:]}
    assert commands == set(told) - {""}
    assert set(_words()), "the parser tells its options"
    for command, option in _words():
        assert _says(told[command], option), f"{command} {option}"


@PAGES
def test_a_page_marks_the_commands_that_can_do_without_an_argument(page: ManualPage) -> None:
    told = page.commands()
    for parser in parsers(build_parser())[1:]:
        arguments = [action for action in _actions(parser) if not action.option_strings]
        optional = any(action.nargs in ("?", "*") for action in arguments)
        first, *_ = told[parser.prog.split()[-1]].splitlines()
        assert ("[" in first.replace("[HOST:]WHO", "").replace("[HOST:]WIE", "")) == optional, first


@PAGES
def test_a_page_has_every_choice(page: ManualPage) -> None:
    told = page.commands()
    choices = set(_choices())
    assert {("completion", "fish"), ("export", "html"), ("", "nl")} <= choices
    for command, choice in choices:
        assert _says(told[command], choice), f"{command} {choice}"


@PAGES
def test_a_page_has_every_setting(page: ManualPage, tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text("such_a_setting_is_none = 1\n", encoding="utf-8")
    (fault,) = read_settings(settings).faults
    names = str(fault.reason.values["known"]).split(", ")
    assert "sharing.url" in names
    told = page.emphasised(_heading(page, "FILES"))
    for name in names:
        table, _, setting = name.rpartition(".")
        assert (setting or name).strip(",") in told, name
        assert not table or f"[{table}]" in told, table


@PAGES
def test_a_page_has_every_environment_variable(page: ManualPage) -> None:
    sources = (path for room in ("data", "widgets", "tui") for path in (ROOT / room).rglob("*.py"))
    read = re.compile(r"environ(?:\.get)?[(\[]\"(AFSPRAAK_\w+)\"")
    names = {name for path in sources for name in read.findall(path.read_text(encoding="utf-8"))}
    assert "AFSPRAAK_NOTEBOOK" in names
    told = {name for tag in page.tags(_heading(page, "ENVIRONMENT")) for name in tag}
    assert names | {*LOCALE, "TERM", "VISUAL", "EDITOR", "NO_COLOR"} <= told


@PAGES
def test_a_page_has_the_exit_statuses(page: ManualPage) -> None:
    told = page.tags(_heading(page, "EXIT STATUS"))
    assert told == [("0",), ("1",), ("2",), ("3",)]


@PAGES
def test_a_page_names_existing_keys(page: ManualPage) -> None:
    known = {name for key in KEYS for name in format_keys(key.keys).split()}
    told = {name for tag in page.tags(_heading(page, "KEYS")) for name in tag}
    assert len(told) > 20
    assert told <= known


@PAGES
def test_a_page_has_every_section(page: ManualPage) -> None:
    assert page.headings == [_heading(page, heading) for heading in HEADINGS]
    for heading in page.headings:
        assert page.section(heading).strip(), heading


@pytest.mark.parametrize("heading", HEADINGS)
def test_both_pages_explain_the_same_things_in_the_same_order(heading: str) -> None:
    dutch = HEADINGS[heading]
    assert DUTCH.tags(dutch) == ENGLISH.tags(heading)
    assert DUTCH.examples(dutch) == ENGLISH.examples(heading)
    paragraphs = (page.section(name) for page, name in ((ENGLISH, heading), (DUTCH, dutch)))
    assert len({section.count("\n.PP\n") for section in paragraphs}) == 1


@PAGES
@pytest.mark.parametrize(
    "command",
    [
        ["mandoc", "-Tlint", "-Wwarning"],
        ["groff", "-k", "-man", "-Tutf8", "-ww"],
        ["man", "--warnings", "-E", "UTF-8", "-l"],
    ],
    ids=lambda command: command[0],
)
def test_a_page_is_valid_roff(page: ManualPage, command: list[str]) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    answer = subprocess.run(
        [*command, str(page.path)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"MANWIDTH": "80", "LC_ALL": "C.UTF-8"},
    )
    told = answer.stderr + (answer.stdout if command[0] == "mandoc" else "")
    assert told == ""
    assert answer.returncode == 0
    broken = "‐\n" in answer.stdout
    assert not (broken and page is DUTCH), "words are broken as if they were English"


def _installed(folder: Path) -> Path:
    """Install what the wheel installs beside the package; return the folder of the pages."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        hatch = tomllib.load(file)["tool"]["hatch"]
    for source, target in hatch["build"]["targets"]["wheel"]["shared-data"].items():
        (folder / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / source, folder / target)
    return folder / "share" / "man"


@pytest.mark.parametrize(
    ("locale", "title", "letters"),
    [("nl_NL", "NAAM", "vóór en achter"), ("en_GB", "NAME", "before and after")],
)
def test_man_shows_the_page_in_the_language_of_the_reader(
    tmp_path: Path, locale: str, title: str, letters: str
) -> None:
    if not shutil.which("man") or not shutil.which("localedef"):
        pytest.skip("man or localedef is not installed")
    name = f"{locale}.UTF-8"
    (tmp_path / "locales").mkdir()
    made = ["localedef", "-i", locale, "-f", "UTF-8", str(tmp_path / "locales" / name)]
    if subprocess.run(made, capture_output=True, check=False).returncode > 1:  # 1: a warning
        pytest.skip(f"localedef does not know {locale}")
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG"))}
    shown = subprocess.run(
        ["man", "--warnings", "afspraak"],
        capture_output=True,
        text=True,
        check=True,
        env=clean
        | {
            "MANPATH": str(_installed(tmp_path)),
            "LOCPATH": str(tmp_path / "locales"),
            "LANG": name,
            "MANWIDTH": "80",
        },
    )
    assert shown.stderr == ""
    assert f"\n{title}\n" in shown.stdout
    assert letters in shown.stdout


def test_the_documents_name_existing_commands_keys_settings_and_pictures(tmp_path: Path) -> None:
    pages = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md")}
    pages["README.md"] = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = {parser.prog.split()[-1] for parser in parsers(build_parser())[1:]}
    scripts = re.findall(r"^```sh\n(.*?)^```", "\n".join(pages.values()), re.MULTILINE | re.DOTALL)
    told = set(re.findall(r"^afspraak ([a-z][a-z-]*)\b", "\n".join(scripts), re.MULTILINE))
    assert len(told) >= 12
    assert told <= commands
    settings = tmp_path / "settings.toml"
    example = pages["settings.md"].partition("```toml\n")[2].partition("```")[0]
    settings.write_text(example, encoding="utf-8")
    read = read_settings(settings)
    assert read.faults == ()
    assert set(read.keys) <= {key.id for key in KEYS}
    pictures = set(re.findall(r"\((?:docs/)?images/(.*?)\)", "\n".join(pages.values())))
    assert pictures == {path.name for path in (ROOT / "docs" / "images").iterdir()}
