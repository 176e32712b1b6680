"""`join`: join a shared conversation, on this machine or another host."""

from __future__ import annotations

import argparse
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, NamedTuple

from ....data.errors import NotFoundError, RemoteError
from ....widgets.language import tr
from ..parser import SubParsers, add_command, screen_options
from .output import print_error, write_text
from .request import Request
from .via import hosts_to_search, joining_line, via_option

if TYPE_CHECKING:
    from ....data.model.remote_address import HostAddress
    from ....data.sync.hosts import Host
    from ....data.sync.offers.offer import Offer
    from ....data.sync.shares import Share


class _Found(NamedTuple):
    """A share, and the open host on which it is."""

    host: Host
    share: Share


def add(subparsers: SubParsers) -> None:
    """Add the parser of `join`."""
    parser = add_command(subparsers, "join", run)
    parser.add_argument(
        "owner", metavar="[HOST:]WHO", nargs="?", default="", help=tr("cli.join.owner")
    )
    parser.add_argument("which", metavar="NAME", nargs="?", default="", help=tr("cli.join.which"))
    via_option(parser)
    screen_options(parser.group, argparse.SUPPRESS)


def run(request: Request) -> int:
    """Copy the share into the user's notebook, and open it if there is a terminal.

    Without an owner, that is the only share that is not in the notebook; several are listed, with
    exit status 1.
    """
    from ....data.model.remote_address import parse_host_and_login
    from ....data.sync.membership import join
    from .open import has_terminal, show

    options = request.options
    if options.owner:
        wanted, owner = parse_host_and_login(options.owner)
        found = _find_share(request, wanted, owner)
    else:
        offers = _offers(request)
        if len(offers) > 1:
            write_text(*(joining_line(offer, options.via) for offer in offers))
            return 1
        host = request.hosts.open_host(offers[0].host, ask=True)
        found = _Found(host, offers[0].share)
    with closing(found.host):
        joined = join(found.share, request.folder, found.host, user=request.user)
    if has_terminal():
        # So that a password is typed once.
        return show(request, joined.path, {joined.address: joined.remote})
    joined.remote.close()
    write_text(joined.path.stem)
    return 0


def _find_share(request: Request, wanted: HostAddress | None, owner: str) -> _Found:
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
            return _Found(host, offer)
    raise AssertionError("the last one raises")


def _offers(request: Request) -> list[Offer]:
    """Return what others share and is not in the notebook, on every host of the settings.

    A host that cannot be reached is reported. Raises NotFoundError if there is nothing.
    """
    from ....data.sync.offers.offer import JoinedShares, offers_of

    hosts, found = request.hosts, []
    via = request.options.via
    for address in hosts_to_search(hosts, via, None) if via else hosts.searched:
        try:
            with closing(hosts.open_host(address, ask=True)) as host:
                found += offers_of(host)
        except RemoteError as error:
            print_error(tr(error.message))
    summaries = list(request.notebook.summaries())
    if offers := JoinedShares(request.user).without(found, summaries):
        return offers
    raise NotFoundError("offers.none")
