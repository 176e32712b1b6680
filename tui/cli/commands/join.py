"""`join`: take part in a conversation that somebody shares, on this machine or on another."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

from ....data.errors import NothingFoundError
from ....data.i18n.catalogue import tr
from ..parser import Verbs, screen_options, verb
from .request import Request
from .via import host_names, via_option

if TYPE_CHECKING:
    from ....data.sync.hosts import Host
    from ....data.sync.shares import Share


def add(verbs: Verbs) -> None:
    """Tell the parser about `join`."""
    parser = verb(verbs, "join", run)
    parser.add_argument("owner", metavar="[HOST:]LOGIN", help=tr("cli.join.owner"))
    parser.add_argument("which", metavar="NAME", nargs="?", default="", help=tr("cli.join.which"))
    via_option(parser)
    screen_options(parser.group, argparse.SUPPRESS)


def run(request: Request) -> int:
    """`join`: take the conversation into the own notebook, and open it where there is a screen."""
    from contextlib import closing

    from ....data.model.remote_address import somebody
    from ....data.sync.membership import join
    from ....data.sync.open_remote import keep
    from .open import has_terminal, show
    from .output import put

    options = request.options
    name, owner = somebody(options.owner)
    host, offer = _found(host_names(options.via, name), owner, options.which)
    with closing(host):
        joined = join(offer, request.folder, host)
    if has_terminal():
        keep(joined.where, joined.store)  # who gave a password need not give it again
        return show(request, joined.path)
    joined.store.close()
    put(joined.path.stem)
    return 0


def _found(names: Sequence[str], owner: str, which: str) -> tuple[Host, Share]:
    """The first of these hosts where the owner offers it, and what is offered there."""
    from ....data.sync.hosts import at
    from ....data.sync.membership import wanted

    for name in names:
        with ExitStack() as stack:
            host = at(name, ask=True)
            stack.callback(host.close)
            try:
                offer = wanted(host, owner, which)
            except NothingFoundError:
                if name == names[-1]:
                    raise
                continue
            stack.pop_all()  # it goes on
            return host, offer
    raise AssertionError("the last one raises")
