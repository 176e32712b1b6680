"""The command line: what `afspraak` understands, and what it answers with.

Exit status: 0 done, 1 nothing found, 2 wrong use, 3 the data could not be read or written. Nothing
here loads Textual; the screens are imported when one is to be shown.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from .. import __version__
from ..data.errors import AfspraakError, NothingFoundError, UsageError
from ..data.language import LANGUAGES, from_locale, say, speak, spoken
from ..data.places import notebook_folder, settings_file
from ..data.settings import Settings, read_settings
from .commands import check, export, import_file, listing, new, screens
from .commands.request import Request
from .parser import WRONG_USE, Parser, common

COMMANDS = (new, screens, listing, export, import_file, check)
"""The commands, in the order in which help tells of them."""

DONE, NOTHING, NO_DATA = 0, 1, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `afspraak` with these arguments; returns the exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    speak(from_locale(os.environ))
    settings = read_settings(settings_file())
    speak(_language(words) or settings.language or spoken())
    try:
        options = _parser().parse_args(words)
        for fault in settings.faults:
            _complain(fault)
        if settings.keys:
            _remap(settings)
        request = Request(_folder(options.notebook, settings), settings, options)
        status = options.run(request)
        sys.stdout.flush()
    except UsageError as error:
        _complain(str(error))
        return WRONG_USE
    except AfspraakError as error:
        _complain(str(error))
        return NOTHING if isinstance(error, NothingFoundError) else NO_DATA
    except BrokenPipeError:
        # The reader had enough (`| head`); nothing more can be said to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if os.environ.get("AFSPRAAK_DEBUG"):
            raise
        _complain(say("cli.crash", kind=type(error).__name__))
        return NO_DATA
    return int(status)


def _remap(settings: Settings) -> None:
    from . import keys

    for name in keys.remap(settings.keys):
        _complain(say("settings.key", path=settings_file(), name=name))


def _complain(message: str) -> None:
    print(f"afspraak: {message}", file=sys.stderr)  # noqa: T201 - the command line speaks


def _language(words: Sequence[str]) -> str:
    """The language asked for with --lang, before the parser is made in that language."""
    for position, word in enumerate(words):
        value = word.partition("=")[2] if word.startswith("--lang=") else ""
        if word == "--lang" and position + 1 < len(words):
            value = words[position + 1]
        if value in LANGUAGES:
            return value
    return ""


def _folder(chosen: str | None, settings: Settings) -> Path:
    if chosen:
        return Path(chosen).expanduser()
    if settings.notebook and "AFSPRAAK_NOTEBOOK" not in os.environ:
        return Path(settings.notebook).expanduser()
    return notebook_folder()


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="afspraak",
        description=say("cli.about"),
        epilog=say("cli.epilog"),
        usage=say("cli.usage"),
    )
    parser.group.add_argument(
        "--version", action="version", version=f"afspraak {__version__}", help=say("cli.version")
    )
    common(parser.group, None)
    parser.set_defaults(run=screens.choose)
    verbs = parser.add_subparsers(
        title=say("cli.commands"),
        metavar=say("cli.command"),
        prog="afspraak",
        parser_class=Parser,
        dest="command",
    )

    for command in COMMANDS:
        command.add(verbs)
    return parser
