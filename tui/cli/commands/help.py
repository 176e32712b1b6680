"""`help`: show the manual page, or what it says about a command."""

from __future__ import annotations

from ....data.errors import NotFoundError, UsageError
from ....data.i18n.catalogue import Message
from ....data.text.sanitize import clean_line, clip
from ....widgets.language import spoken, tr
from ..parser import SubParsers, add_command, did_you_mean
from .output import may_style, write_text
from .request import Request

_WIDEST = 100
"""The most cells of a line: longer ones are hard to read."""
_LONGEST = 60


def add(subparsers: SubParsers) -> None:
    """Add the parser of `help`."""
    parser = add_command(subparsers, "help", run)
    parser.add_argument("verb", nargs="?", default="", metavar="VERB", help=tr("cli.help.verb"))


def run(request: Request) -> int:
    """Show the page. Raises UsageError for an unknown command, NotFoundError without a page."""
    from shutil import get_terminal_size

    from ..command_registry import COMMANDS
    from ..manual_page import command_source, find_page, shown_lines

    verb = request.options.verb
    if verb and verb not in COMMANDS:
        unknown = Message("cli.no_choice", value=clip(clean_line(verb), _LONGEST))
        meant = did_you_mean(verb, COMMANDS)
        raise UsageError("cli.with_hint", error=unknown, hint=meant or tr("cli.help.all"))
    path = find_page(spoken().language)
    if path is None:
        raise NotFoundError("cli.help.none")
    source = path.read_text(encoding="utf-8")
    if verb:
        source = command_source(source, tr("cli.help.commands"), verb)
    width = min(get_terminal_size().columns, _WIDEST) - 1
    lines = [line.render(styled=may_style()) for line in shown_lines(source, width)]
    write_text("\n".join(lines).strip("\n"), styled=True)
    return 0
