"""`join`: take part in a conversation that somebody shares, on this machine or on another."""

from __future__ import annotations

import argparse

from ...data.language import say
from ..parser import Verbs, screen_options, verb
from .request import Request


def add(verbs: Verbs) -> None:
    """Tell the parser about `join`."""
    parser = verb(verbs, "join", run)
    parser.add_argument("owner", metavar="[HOST:]LOGIN", help=say("cli.join.owner"))
    parser.add_argument("which", metavar="NAME", nargs="?", default="", help=say("cli.join.which"))
    screen_options(parser.group, argparse.SUPPRESS)


def run(request: Request) -> int:
    """`join`: take the conversation into the own notebook, and open it where there is a screen."""
    from contextlib import closing

    from ...data.sharing.hosts import at
    from ...data.sharing.stores import keep
    from ...data.sharing.taking_part import join, wanted
    from ...data.where import somebody
    from .answer import put
    from .screens import has_terminal, show

    options = request.options
    name, owner = somebody(options.owner)
    with closing(at(name, ask=True)) as host:
        joined = join(wanted(host, owner, options.which), request.folder, host)
    if has_terminal():
        keep(joined.where, joined.store)  # who gave a password need not give it again
        return show(request, joined.path)
    joined.store.close()
    put(joined.path.stem)
    return 0
