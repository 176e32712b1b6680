"""`join`: take part in a conversation that somebody on this machine shares."""

from __future__ import annotations

import argparse

from ...data.language import say
from ..parser import Verbs, screen_options, verb
from .request import Request


def add(verbs: Verbs) -> None:
    """Tell the parser about `join`."""
    parser = verb(verbs, "join", run)
    parser.add_argument("owner", metavar="LOGIN", help=say("cli.join.owner"))
    parser.add_argument("which", metavar="NAME", nargs="?", default="", help=say("cli.join.which"))
    screen_options(parser.group, argparse.SUPPRESS)


def run(request: Request) -> int:
    """`join`: take the conversation into the own notebook, and open it where there is a screen."""
    from ...data.sharing.offers import found, join
    from .answer import put
    from .screens import has_terminal, show

    options = request.options
    path = join(found(options.owner, options.which), request.folder)
    if has_terminal():
        return show(request, path)
    put(path.stem)
    return 0
