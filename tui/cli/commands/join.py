"""`join`: join a shared conversation, on this machine or another host."""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from typing import TYPE_CHECKING

from ....data.errors import NotFoundError
from ....widgets.language import tr
from ..parser import SubParsers, add_command, screen_options
from .request import Request
from .via import hosts_to_search, via_option

if TYPE_CHECKING:
    from ....data.ids import Login
    from ....data.model.remote_address import HostAddress
    from ....data.sync.hosts import Host
    from ....data.sync.shares import Share


def add(subparsers: SubParsers) -> None:
    """Add the parser of `join`."""
    parser = add_command(subparsers, "join", run)
    parser.add_argument("owner", metavar="[HOST:]LOGIN", help=tr("cli.join.owner"))
    parser.add_argument("which", metavar="NAME", nargs="?", default="", help=tr("cli.join.which"))
    via_option(parser)
    screen_options(parser.group, argparse.SUPPRESS)


def run(request: Request) -> int:
    """Copy the share into the user's notebook, and open it if there is a terminal."""
    from contextlib import closing

    from ....data.model.remote_address import parse_host_and_login
    from ....data.sync.membership import join
    from .open import has_terminal, show
    from .output import write_text

    options = request.options
    wanted, owner = parse_host_and_login(options.owner)
    host, offer = _find_share(request, wanted, owner)
    with closing(host):
        joined = join(offer, request.folder, host, user=request.user)
    if has_terminal():
        # So that a password is typed once.
        return show(request, joined.path, {joined.address: joined.remote})
    joined.remote.close()
    write_text(joined.path.stem)
    return 0


def _find_share(request: Request, wanted: HostAddress | None, owner: Login) -> tuple[Host, Share]:
    """Return the first host on which `owner` has this share, and the share."""
    from ....data.sync.membership import find_share

    hosts, options = request.hosts, request.options
    addresses = hosts_to_search(hosts, options.via, wanted)
    for address in addresses:
        with ExitStack() as stack:
            host = hosts.open_host(address, ask=True)
            stack.callback(host.close)
            try:
                offer = find_share(host, owner, options.which)
            except NotFoundError:
                if address == addresses[-1]:
                    raise
                continue
            stack.pop_all()  # keep the connection open
            return host, offer
    raise AssertionError("the last one raises")
