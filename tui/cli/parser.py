"""A command line parser that speaks the user's language, also where argparse finds the words."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, NoReturn, Protocol

from ...data.i18n.catalogue import LANGUAGES, tr
from ...data.settings.settings import DRIVERS
from ...data.text.sanitize import clean_text

if TYPE_CHECKING:
    from .commands.request import Command

EXIT_USAGE = 2
"""The exit status of argparse for words that it does not understand."""

_COLUMNS = 78
"""The width of help until it is known: what argparse takes for 80 columns."""

_MESSAGES = {
    "usage: ": "cli.argparse.usage",
    "options": "cli.argparse.options",
    "positional arguments": "cli.argparse.positional",
    "argument %(argument_name)s: %(message)s": "cli.argparse.argument",
    "invalid choice: %(value)r (choose from %(choices)s)": "cli.argparse.choice",
    "invalid %(type)s value: %(value)r": "cli.argparse.number",
    "expected one argument": "cli.argparse.value",
    "ignored explicit argument %r": "cli.argparse.no_value",
    "ambiguous option: %(option)s could match %(matches)s": "cli.argparse.ambiguous",
    "the following arguments are required: %s": "cli.argparse.required",
    "unrecognized arguments: %s": "cli.argparse.unknown",
}
"""What argparse says, and under which key we say it."""


def _translate(message: str) -> str:
    return tr(_MESSAGES[message]) if message in _MESSAGES else message


# Argparse asks gettext by this name. Gettext would want compiled catalogues of its own, and chooses
# by the environment, where `--lang` and the settings have no say.
vars(argparse)["_"] = _translate


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Lays out help. It asks how wide the terminal is when there is help to lay out.

    Argparse makes one for every argument that it is told, and its own asks each time.
    """

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_COLUMNS)

    def format_help(self) -> str:
        """Everything that was added, in the width of the terminal."""
        from shutil import get_terminal_size

        self._width = get_terminal_size().columns - 2
        self._max_help_position = min(self._max_help_position, max(self._width - 20, 4))
        return super().format_help()


class Parser(argparse.ArgumentParser):
    """A parser whose headings and complaints are in the user's language."""

    def __init__(self, **options: object) -> None:
        super().__init__(
            add_help=False,
            formatter_class=_Formatter,
            **options,  # type: ignore[arg-type]
        )
        self.group = self.add_argument_group(tr("cli.options"))
        self.group.add_argument("-h", "--help", action="help", help=tr("cli.help"))

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the words, and where help is; exit 2."""
        self.exit(EXIT_USAGE, clean_text(tr("cli.wrong", message=message, prog=self.prog)) + "\n")


class SubParsers(Protocol):
    """Where commands are told to the parser; argparse has no public name for it."""

    def add_parser(self, name: str, *, help: str, description: str) -> Parser:  # noqa: A002
        """A parser for one command."""


def common_options(group: argparse._ArgumentGroup, default: object) -> None:
    """The options that hold before and after a command."""
    group.add_argument("--notebook", metavar="DIR", default=default, help=tr("cli.notebook"))
    group.add_argument("--lang", choices=LANGUAGES, default=default, help=tr("cli.lang"))


def screen_options(group: argparse._ArgumentGroup, default: object) -> None:
    """The options that hold for the screens, before and after a command that shows them."""
    group.add_argument("--no-mouse", action="store_true", default=default, help=tr("cli.no_mouse"))
    group.add_argument(
        "--driver", choices=DRIVERS, metavar="NAME", default=default, help=tr("cli.driver")
    )


def add_command(verbs: SubParsers, name: str, run: Command) -> Parser:
    """A command: `name` with what it does in one line (`cli.<name>`), carried out by `run`."""
    about = tr(f"cli.{name}")
    parser = verbs.add_parser(name, help=about, description=about)
    # Left out here, the value given before the command holds.
    common_options(parser.group, argparse.SUPPRESS)
    parser.set_defaults(run=run)
    return parser


def reference_argument(parser: Parser) -> None:
    """REF: which conversation a command is about."""
    parser.add_argument("reference", metavar="REF", help=tr("cli.reference"))


def json_option(parser: Parser) -> None:
    """`--json`: an answer for programs."""
    parser.add_argument("--json", action="store_true", help=tr("cli.json"))
