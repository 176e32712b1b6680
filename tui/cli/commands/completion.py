"""`completion`: a script with which a shell completes commands and options."""

from __future__ import annotations

from ....widgets.language import tr
from ..parser import SubParsers, add_command
from .output import write_text
from .request import Request

SHELLS = ("bash", "zsh", "fish")


def add(subparsers: SubParsers) -> None:
    """Add the parser of `completion`."""
    completion = add_command(subparsers, "completion", run)
    completion.add_argument("shell", choices=SHELLS, help=tr("cli.completion.shell"))


def run(request: Request) -> int:
    """Print the script; with it the shell asks this program for the completions."""
    from argcomplete.shell_integration import shellcode

    write_text(shellcode(["afspraak"], shell=request.options.shell))
    return 0
