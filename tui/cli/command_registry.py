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

COMMANDS = {
    "new": "new",
    "open": "open",
    "list": "listing",
    "search": "search",
    "invite": "invite",
    "prepared": "prepared",
    "agreements": "agreements",
    "approve": "approve",
    "export": "export",
    "log": "log",
    "import": "import_file",
    "merge": "merge",
    "sign": "sign",
    "verify": "verify",
    "follow-up": "follow_up",
    "share": "share",
    "unshare": "unshare",
    "shares": "shares",
    "join": "join",
    "sync": "sync",
    "db": "db",
    "lock": "lock",
    "unlock": "unlock",
    "check": "check",
    "about": "about",
    "forget": "forget",
    "passphrase": "passphrase",
    "settings": "settings",
    "completion": "completion",
}
"""Name and module (in `commands/`) of each command, in the order of the help."""


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
