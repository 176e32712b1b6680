"""An argument parser in the user's language, argparse's own messages included."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

from ...data.i18n.catalogue import LANGUAGES
from ...data.settings.settings import DRIVERS
from ...data.text.sanitize import clean_line, clip
from ...widgets.language import tr

if TYPE_CHECKING:
    from .commands.request import Command

EXIT_USAGE = 2
"""The exit status of argparse for arguments that it rejects."""

_LONGEST = 60
"""The most code points of a mistyped word that are repeated."""

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

_OTHER_WORDS = {
    "unarchive": "archive --undo",
    "undelete": "delete --undo",
    "restore": "delete --undo",
    "remove": "delete",
    "rm": "delete",
    "mv": "rename",
    "ls": "list",
    "show": "export -o -",
    "man": "help",
    "doctor": "diagnose",
}
"""Words that other programs have for our commands, and nothing here resembles enough."""


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


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a question that names the most similar of the known words; "" if none is similar."""
    from difflib import get_close_matches

    near = get_close_matches(word, list(known), n=1)
    return tr("cli.did_you_mean", word=near[0]) if near else ""


class Parser(argparse.ArgumentParser):
    """A parser with headings and errors in the user's language."""

    takes_text = False
    """Whether it takes words that may begin with a hyphen."""

    def __init__(self, **options: object) -> None:
        self._words: Sequence[str] = ()
        super().__init__(
            add_help=False,
            formatter_class=_Formatter,
            **options,  # type: ignore[arg-type]
        )
        self.group = self.add_argument_group(tr("cli.options"))
        self.group.add_argument("-h", "--help", action="help", help=tr("cli.show_help"))

    def parse_known_args(  # type: ignore[override] # argparse has overloads for any namespace
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Parse as argparse does, and remember the words for its errors."""
        self._words = list(args or ())
        return super().parse_known_args(args, namespace)

    @property
    def option_names(self) -> list[str]:
        """The options that it takes, such as `--lang`."""
        return list(self._option_string_actions)

    def hyphen_hint(self, words: Iterable[str]) -> str:
        """Return how a text begins with a hyphen, if one of the words does and is no option."""
        for word in takewhile(lambda word: word != "--", words if self.takes_text else ()):
            name = word.partition("=")[0]
            known = any(option.startswith(name) for option in self.option_names)
            if word.startswith("-") and word != "-" and " " not in word and not known:
                shown = clip(clean_line(word), _LONGEST)
                return tr("cli.hyphen", command=self.prog, word=shown)
        return ""

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Raise ArgumentError if `value` is none of the choices; name the most similar one."""
        if action.choices is not None and value not in action.choices:
            is_command = action.nargs == argparse.PARSER
            other = _OTHER_WORDS.get(str(value)) if is_command else None
            known = [other] if other else map(str, action.choices)
            meant = did_you_mean(other or str(value), known)
            if meant or is_command:  # all commands in one line help nobody
                message = tr("cli.no_choice", value=clip(clean_line(str(value)), _LONGEST))
                # The name of the argument says nothing to somebody who mistyped a command.
                named = None if is_command else action
                raise argparse.ArgumentError(named, f"{message} {meant}".rstrip())
        super()._check_value(action, value)

    def error(self, message: str) -> NoReturn:
        """Print the message and how to get help, and exit with status 2."""
        if hint := self.hyphen_hint(self._words):
            message = f"{message}. {hint}"
        self.exit(EXIT_USAGE, tr("cli.wrong", message=message, prog=self.prog) + "\n")


class SubParsers(Protocol):
    """The object to which commands are added; argparse has no public name for its type."""

    def add_parser(self, name: str, *, help: str, description: str) -> Parser:  # noqa: A002
        """Return a new parser for one command."""


def common_options(group: argparse._ArgumentGroup, default: object) -> None:
    """Add the options that may stand before or after a command."""
    group.add_argument("--notebook", metavar="DIR", default=default, help=tr("cli.notebook"))
    group.add_argument("--debug", action="store_true", default=default, help=tr("cli.debug"))
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
