"""`afspraak --help`: one screen of 80 by 24 cells, with the commands grouped by purpose."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from typing import NoReturn

from ...data.text.sanitize import clean_line
from ...widgets.language import tr
from .command_registry import GROUPS
from .parser import Parser, did_you_mean

IN_ONE_LINE = (
    "list search",
    "note add tick answer progress",
    "invite prepared",
    "share unshare shares join sync",
    "export import",
    "sign verify",
    "lock unlock",
    "check diagnose",
    "rename archive delete about forget",
    "help demo settings kinds passphrase completion db",
)
"""Commands that share one line (`cli.lines.<first>`), as the screen has 24 rows."""

COLUMNS = 79
"""The most cells of a line, so that it does not wrap in 80 columns."""


class RootParser(Parser):
    """The parser of the whole command line."""

    def parse_all(self, words: Sequence[str]) -> argparse.Namespace:
        """Return the parsed words. Exits with status 2 if there are faults in them."""
        first = words[0].partition("=")[0] if words else ""
        if first.startswith("--") and not any(n.startswith(first) for n in self.option_names):
            self._refuse(words[:1], self.option_names)  # else its value would be the command
        options, rest = self.parse_known_args(words)
        if rest:
            parser = self._parser_of(options.command or "")
            hint = parser.hyphen_hint(rest) if parser else ""
            own = parser.option_names if parser else []
            self._refuse(rest, [*self.option_names, *own], hint)
        return options

    def _refuse(self, words: Sequence[str], known: Sequence[str], hint: str = "") -> NoReturn:
        unknown = tr("cli.argparse.unknown") % clean_line(" ".join(words))
        meant = did_you_mean(words[0].partition("=")[0], known) or hint
        self.error(f"{unknown}. {meant}" if meant else unknown)

    def _parser_of(self, command: str) -> Parser | None:
        for action in self._actions:
            if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - no public name
                parser = action.choices.get(command)
                return parser if isinstance(parser, Parser) else None
        return None

    def format_help(self) -> str:
        """Return usage, the grouped commands, the options and the epilog."""
        lines = [f"{tr('cli.argparse.usage')}{self.usage}", self.description or ""]
        lines += self._commands()
        options = " ".join(map(_option, self.group._group_actions))  # noqa: SLF001 - no other way
        return "\n".join([*lines, "", options, self.epilog or ""]) + "\n"

    def _commands(self) -> list[str]:
        about = {
            choice.dest: choice.help or ""
            for action in self._actions
            if isinstance(action, argparse._SubParsersAction)  # noqa: SLF001 - no public name
            for choice in action._get_subactions()  # noqa: SLF001 - the help is nowhere else
        }
        grouped = [(tr(f"cli.group.{group}"), names.split()) for group, names in GROUPS.items()]
        labels = max(len(label) for label, _ in grouped)
        width = max(map(len, about))
        lines = []
        for label, names in grouped:
            for command, description in _lines([name for name in names if name in about], about):
                start = f"{label.ljust(labels)}  {command.ljust(width)}  "
                lines.append(start + _fitting(description, COLUMNS - len(start)))
                label = ""  # noqa: PLW2901 - a group is named once
        return lines


def _lines(names: Sequence[str], about: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield (commands, description) of each line."""
    done: set[str] = set()
    for name in names:
        if name in done:
            continue
        many = next((line for line in IN_ONE_LINE if name in line.split()), "")
        done |= set(many.split())
        yield many or name, tr(f"cli.lines.{name}") if many else about[name]


def _fitting(text: str, room: int) -> str:
    """Return as many clauses of the text as fit into `room` cells; `<command> --help` has all."""
    while len(text) > room and ", " in text:
        text = text.rpartition(", ")[0]
    return text


def _option(action: argparse.Action) -> str:
    name = max(action.option_strings, key=len)
    if action.nargs == 0:
        return name
    value = action.metavar or "|".join(map(str, action.choices or ()))
    return f"{name} {value}"
