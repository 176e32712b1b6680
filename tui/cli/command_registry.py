"""The commands by name, and where they live: one is loaded when a command line names it.

Every module and every parser that is made before the answer is time that a person waits for
`afspraak list`, so the words of the other commands are not told to argparse at all.
"""

from __future__ import annotations

import argparse
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ...data.i18n.catalogue import tr
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
"""The commands, in the order in which help tells of them, and their modules in `commands/`."""


class LazySubParsers(_SubParsers):
    """All the commands for argparse: their names and what they do, and the rest when wanted."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._not_loaded = dict(COMMANDS)
        for name in COMMANDS:
            self._name_parser_map[name] = None  # type: ignore[assignment] # made by `load`
            about = self._ChoicesPseudoAction(name, (), tr(f"cli.{name}"))
            self._choices_actions.append(about)

    def load(self, name: str) -> None:
        """Make the parser of this command, unless it is there already or there is none such."""
        if module := self._not_loaded.pop(name, None):
            import_module(f".commands.{module}", __package__).add(self)

    def load_all(self) -> None:
        """Make the parsers of all commands: completion offers the words of each."""
        for name in COMMANDS:
            self.load(name)

    def add_parser(self, name: str, *, description: str, **_: Any) -> Parser:  # type: ignore[override]
        """The parser for one command; its help was told with the names of all."""
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
        """The command line names a command: load it, and let it read on."""
        self.load(values[0])
        super().__call__(parser, namespace, values, option_string)
