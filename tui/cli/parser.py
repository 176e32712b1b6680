"""An argument parser in the user's language, argparse's own messages included."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, NoReturn, Protocol

from ...data.i18n.catalogue import LANGUAGES
from ...data.settings.settings import DRIVERS
from ...widgets.language import tr

if TYPE_CHECKING:
    from .commands.request import Command

EXIT_USAGE = 2
"""The exit status of argparse for arguments that it rejects."""

_COLUMNS = 78
"""The width of help until that of the terminal is known: argparse's default for 80 columns."""

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
"""The messages of argparse and our message keys for them."""


def _translate(message: str) -> str:
    return tr(_MESSAGES[message]) if message in _MESSAGES else message


# argparse calls gettext by this name. Gettext would need compiled catalogues, and would choose by
# the environment, regardless of `--lang` and the settings.
vars(argparse)["_"] = _translate


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """A help formatter that asks for the width of the terminal only when it formats help.

    argparse makes a formatter for every argument, and its own asks each time.
    """

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_COLUMNS)

    def format_help(self) -> str:
        """Return the help, wrapped to the width of the terminal."""
        from shutil import get_terminal_size

        self._width = get_terminal_size().columns - 2
        self._max_help_position = min(self._max_help_position, max(self._width - 20, 4))
        return super().format_help()


class Parser(argparse.ArgumentParser):
    """A parser with headings and errors in the user's language."""

    def __init__(self, **options: object) -> None:
        super().__init__(
            add_help=False,
            formatter_class=_Formatter,
            **options,  # type: ignore[arg-type]
        )
        self.group = self.add_argument_group(tr("cli.options"))
        self.group.add_argument("-h", "--help", action="help", help=tr("cli.help"))

    def error(self, message: str) -> NoReturn:
        """Print the message and how to get help, and exit with status 2."""
        self.exit(EXIT_USAGE, tr("cli.wrong", message=message, prog=self.prog) + "\n")


class SubParsers(Protocol):
    """The object to which commands are added; argparse has no public name for its type."""

    def add_parser(self, name: str, *, help: str, description: str) -> Parser:  # noqa: A002
        """Return a new parser for one command."""


def common_options(group: argparse._ArgumentGroup, default: object) -> None:
    """Add the options that may stand before or after a command."""
    group.add_argument("--notebook", metavar="DIR", default=default, help=tr("cli.notebook"))
    group.add_argument("--lang", choices=LANGUAGES, default=default, help=tr("cli.lang"))


def screen_options(group: argparse._ArgumentGroup, default: object) -> None:
    """Add the options of the screens, which may stand before or after such a command."""
    group.add_argument("--no-mouse", action="store_true", default=default, help=tr("cli.no_mouse"))
    group.add_argument(
        "--driver", choices=DRIVERS, metavar="NAME", default=default, help=tr("cli.driver")
    )


def add_command(subparsers: SubParsers, name: str, run: Command) -> Parser:
    """Add the command `name`, run by `run`; its help line is `cli.<name>`."""
    about = tr(f"cli.{name}")
    parser = subparsers.add_parser(name, help=about, description=about)
    # Suppress the default, so that a value given before the command is kept.
    common_options(parser.group, argparse.SUPPRESS)
    parser.set_defaults(run=run)
    return parser


def reference_argument(parser: Parser) -> None:
    """Add REF, the reference of a conversation."""
    parser.add_argument("reference", metavar="REF", help=tr("cli.reference"))


def json_option(parser: Parser) -> None:
    """Add `--json`, for output as JSON."""
    parser.add_argument("--json", action="store_true", help=tr("cli.json"))
