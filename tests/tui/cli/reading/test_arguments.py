"""Every argument of every command, and the overview of all commands, as golden files."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from textwrap import wrap
from typing import Any

import pytest

from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.tui.cli.command_registry import LazySubParsers
from afspraak.tui.cli.completion import parsers
from afspraak.tui.cli.main import build_parser, main
from afspraak.tui.cli.parser import Parser
from afspraak.widgets.language import speak, tr

from ....support.texts.golden_texts import compare_text


def _arguments() -> Iterator[str]:
    """Yield a block of lines for each command: its defaults, and what each argument takes."""
    for parser in parsers(build_parser()):
        assert isinstance(parser, Parser)
        defaults = {
            name: getattr(value, "__name__", value)
            for name, value in sorted(_part(parser, "defaults").items())
        }
        text = ", free text" if parser.takes_text else ""
        yield f"\n{parser.prog}: {parser.description}"
        yield f"  {defaults}{text}"
        for action in _part(parser, "actions"):
            if not isinstance(action, LazySubParsers):
                yield f"  {_described(action)}"
        for group in _part(parser, "mutually_exclusive_groups"):
            names = " or ".join(
                action.option_strings[0] for action in _part(group, "group_actions")
            )
            yield f"  either {names}"


def _part(of: object, name: str) -> Any:
    """Return what argparse has no public name for."""
    return vars(of)[f"_{name}"]


def _described(action: argparse.Action) -> str:
    """Return what an argument is, independently of how a version of argparse prints it."""
    name = " ".join(action.option_strings) or "-"
    kind = type(action).__name__.strip("_").removesuffix("Action").lower()
    parts = [f"{name} ({kind}) -> {action.dest}", f"metavar {action.metavar}"]
    for word in ("nargs", "const", "default", "choices", "required", "type"):
        value = getattr(action, word)
        if value not in (None, False):
            parts.append(f"{word} {getattr(value, '__name__', value)}")
    return f"{'; '.join(parts)}: {action.help}"


def test_every_argument_is_as_documented() -> None:
    speak(catalogue("en"))
    compare_text("commands/arguments.txt", "\n".join(_arguments()).lstrip() + "\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_overview_of_commands_fits_a_screen(
    language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit):
        main(["--lang", language, "--help"])
    compare_text(f"commands/help-{language}.txt", capsys.readouterr().out)


@pytest.mark.parametrize(("columns", "indent"), [(30, 8), (40, 18), (80, 18), (100, 18)])
def test_the_help_of_a_command_is_wrapped_in_two_columns(
    columns: int, indent: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    with pytest.raises(SystemExit):
        main(["--lang", "en", "tick", "--help"])
    speak(catalogue("en"))
    text = capsys.readouterr().out
    wrapped = ("\n" + " " * indent).join(wrap(tr("cli.reference"), columns - 2 - indent))
    assert f"  REF{' ' * (indent - 5)}{wrapped}\n" in text
    for name in ("-h, --help", "--notebook DIR"):
        assert re.search(rf"^  {name}(\n {{6}})? +(show|the) ", text, re.MULTILINE)
