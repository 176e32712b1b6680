"""The commands by name and module; a module is loaded when the command line names it.

Importing all modules and building all parsers would slow down every command. So argparse learns the
options of a command only when it needs them.
"""

from __future__ import annotations

import argparse
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ...widgets.language import tr
from .parser import Parser

if TYPE_CHECKING:
    _SubParsers = argparse._SubParsersAction[Parser]  # noqa: SLF001 - it has no public name
else:
    _SubParsers = argparse._SubParsersAction  # noqa: SLF001 - as above

GROUPS = {
    "talk": "new open list search",
    "write": "note add tick answer progress",
    "prepare": "invite prepared",
    "agree": "agreements approve follow-up",
    "share": "share unshare shares join sync",
    "keep": "export import merge log sign verify lock unlock check diagnose"
    " rename archive delete about forget",
    "set_up": "help demo settings kinds passphrase completion db",
}
"""The commands by purpose, in the order of a year of conversations."""
_MODULES = {"list": "listing", "import": "import_file"}
"""Modules with another name than their command: these are words of Python."""
COMMANDS = {
    name: _MODULES.get(name, name.replace("-", "_"))
    for names in GROUPS.values()
    for name in names.split()
}
"""Name and module (in `commands/`) of each command."""


class LazySubParsers(_SubParsers):
    """Sub-parsers with names and help; `load` builds the parser of a command when it is needed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._not_loaded = dict(COMMANDS)
        for name in COMMANDS:
            self._name_parser_map[name] = None  # type: ignore[assignment] # made by `load`
            about = self._ChoicesPseudoAction(name, (), tr(f"cli.{name}"))
            self._choices_actions.append(about)

    def load(self, name: str) -> None:
        """Build the parser of this command, unless it is unknown or built already."""
        if module := self._not_loaded.pop(name, None):
            import_module(f".commands.{module}", __package__).add(self)

    def load_all(self) -> None:
        """Build all parsers: completion offers the options of every command."""
        for name in COMMANDS:
            self.load(name)

    def add_parser(self, name: str, *, description: str, **_: Any) -> Parser:  # type: ignore[override]
        """Return a new parser for one command; its help line was set in `__init__`."""
        parser = Parser(prog=f"{self._prog_prefix} {name}", description=description)
        self._name_parser_map[name] = parser
        return parser

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        """Load the command that the command line names, and let its parser read the rest."""
        self.load(values[0])
        super().__call__(parser, namespace, values, option_string)
