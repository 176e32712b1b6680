"""The command line: parse the arguments, run the command, report errors.

Exit status: 0 done, 1 nothing found, 2 wrong use, 3 data or a remote could not be read or written.
Nothing here imports Textual; commands import the screens when they show one.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextvars import copy_context
from pathlib import Path
from typing import TYPE_CHECKING

from ... import __version__
from ...data.errors import AfspraakError, NotFoundError, UsageError
from ...data.i18n.catalogue import Message, catalogue
from ...data.ids import Login
from ...data.lifecycle.tidying import tidy_if_needed
from ...data.session.user import User
from ...data.settings.settings import Settings, read_settings
from ...data.storage.encryption.keyring import Keyring
from ...data.system.notices import Notices
from ...data.system.paths import settings_file
from ...data.system.process_hardening import disable_core_dumps
from ...data.text.sanitize import clean_line
from ...widgets.language import speak, tr
from .command_registry import LazySubParsers
from .commands.output import print_error
from .debug_log import debugging
from .effective_settings import asked_language, language, notebook
from .help_page import RootParser
from .parser import EXIT_USAGE, Parser, common_options, screen_options
from .passphrase_prompt import ask_passphrase
from .standard_streams import standard_streams

if TYPE_CHECKING:
    from .commands.request import Request

_SCREENS = (None, "open")
"""The commands that show screens; those collect no garbage before the first frame."""

EXIT_OK, EXIT_NOT_FOUND, EXIT_DATA_ERROR = 0, 1, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `afspraak` with these arguments and return the exit status."""
    disable_core_dumps()
    words = list(sys.argv[1:] if arguments is None else arguments)
    was_enabled = gc.isenabled()
    gc.disable()  # objects made before the command or the first frame are not garbage
    try:
        return copy_context().run(_main, words)  # the language is that of this call alone
    finally:
        if was_enabled:
            gc.enable()


def _main(words: Sequence[str]) -> int:
    notices = Notices()
    with standard_streams():
        try:
            return _run_command(words, notices)
        except UsageError as error:
            print_error(tr(error.message))
            return EXIT_USAGE
        except AfspraakError as error:
            print_error(tr(error.message))
            return EXIT_NOT_FOUND if isinstance(error, NotFoundError) else EXIT_DATA_ERROR
        except UnicodeEncodeError:  # usually a file name that the locale cannot encode
            print_error(tr("cli.encoding", encoding=sys.getfilesystemencoding()))
            return EXIT_DATA_ERROR
        except BrokenPipeError:
            return EXIT_OK  # the reader closed the pipe, such as `| head`
        except KeyboardInterrupt:
            return 130
        except SystemExit:  # argparse has printed the message
            raise
        except BaseException as error:  # a traceback may hold what was typed
            return _report_defect(error)
        finally:
            for message in notices.take():
                print_error(tr(message))


def _run_command(words: Sequence[str], notices: Notices) -> int:
    """Parse the arguments, run the command and flush its output; return its exit status."""
    settings = read_settings(settings_file())
    speak(catalogue(str(language(asked_language(words), settings).value)))
    settings = _with_user_keymap(settings)
    user = _user(settings, notices)
    parser = build_parser()
    if "_ARGCOMPLETE" in os.environ:
        from .completion import complete

        complete(parser, settings, user)
    try:
        options = parser.parse_all(words)
    except SystemExit:
        sys.stdout.flush()
        raise
    if options.command not in ("settings", "diagnose"):  # they tell of the faults themselves
        for fault in settings.faults:
            print_error(tr(fault.message))
    folder = Path(str(notebook(options, settings).value))
    from .commands.request import Request
    from .pager import paged

    tidy_if_needed(folder)
    if options.command not in _SCREENS:
        gc.enable()
    with debugging(options), paged(options.command):
        status = int(options.run(Request(folder, settings, options, user)))
    sys.stdout.flush()
    return status


def _user(settings: Settings, notices: Notices) -> User:
    """Return the user with these settings."""
    remote_login = Login("")
    if settings.sharing_url:
        from ...data.model.remote_address import PostgresDatabase

        remote_login = PostgresDatabase(settings.sharing_url).login
    return User(settings.name, remote_login, Keyring(settings.identities, ask_passphrase), notices)


def _report_defect(error: BaseException) -> int:
    """Report an error that nothing handled, and return the exit status.

    An error of the file system becomes a message. Anything else is a defect, which gets a crash
    report.
    """
    from ..app.crash_report import Crashed, write_report

    if isinstance(error, OSError):
        from ...data.system.files.file_errors import read_error

        print_error(tr(read_error(str(error.filename or "?"), error).message))
        return EXIT_DATA_ERROR
    if isinstance(error, Crashed):
        error = error.error
    path, kind = write_report(error), type(error).__name__
    print_error(tr("cli.crash", kind=kind))
    print_error(tr("cli.crash.report", path=path) if path else tr("cli.crash.no_report"))
    return EXIT_DATA_ERROR


def _with_user_keymap(settings: Settings) -> Settings:
    """Return the settings with a fault for each rejected key of the user."""
    if not settings.keys:
        return settings
    from ..keys.keymap import read_keymap

    _, refused = read_keymap(settings.keys)
    return settings.with_faults(
        settings.fault(
            f"keys.{fault.id}",
            Message(
                f"settings.key.{fault.reason}",
                pressed=clean_line(fault.key),
                other=fault.other,
                what=Message(f"key.{fault.other}") if fault.other else "",
            ),
        )
        for fault in refused
    )


def build_parser() -> RootParser:
    """Return the parser of the command line, in the language of screens and messages."""
    parser = RootParser(
        prog="afspraak",
        description=tr("cli.program"),
        epilog=tr("cli.epilog"),
        usage=tr("cli.usage"),
    )
    parser.group.add_argument(
        "--version", action="version", version=f"afspraak {__version__}", help=tr("cli.version")
    )
    common_options(parser.group, None)
    screen_options(parser.group, False)
    parser.set_defaults(run=_choose)
    parser.add_subparsers(
        action=LazySubParsers,
        metavar=tr("cli.command"),
        prog="afspraak",
        parser_class=Parser,
        dest="command",
    )
    return parser


def _choose(request: Request) -> int:
    """Run without a command: show the notebook screen."""
    from .commands.open import choose

    return choose(request)
