"""`join`: join a shared conversation, on this machine or another host."""

from __future__ import annotations

import argparse
from contextlib import closing
from typing import TYPE_CHECKING

from ....data.errors import NotFoundError, RemoteError
from ....widgets.language import tr
from ..parser import SubParsers, add_command, screen_options
from .output import print_error, write_text
from .request import Request
from .via import hosts_to_search, joining_line, via_option

if TYPE_CHECKING:
    from ....data.model.remote_address import HostAddress
    from ....data.sync.hosts import Host
    from ....data.sync.membership import FoundShare
    from ....data.sync.offers.offer import Offer


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
    from ....data.sync.membership import FoundShare, join
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
        found = FoundShare(host, offers[0].share)
    with closing(found.host):
        joined = join(found.share, request.folder, found.host, user=request.user)
    if has_terminal():
        # So that a password is typed once.
        return show(request, joined.path, {joined.address: joined.remote})
    joined.remote.close()
    write_text(joined.path.stem)
    return 0


def _find_share(request: Request, wanted: HostAddress | None, owner: str) -> FoundShare:
    """Return the first host on which `owner` has this share, and the share.

    A login or a whole name counts on every host before a first name. A host that cannot be reached
    matters only if no other one has the share.
    """
    from ....data.sync.membership import FoundShare, find_share, find_share_by_first_name

    hosts, which = request.hosts, request.options.which
    opened: list[Host] = []
    failure: RemoteError | None = None
    found: FoundShare | None = None
    try:
        for address in hosts_to_search(hosts, request.options.via, wanted):
            try:
                opened.append(host := hosts.open_host(address, ask=True))
                found = FoundShare(host, find_share(host, owner, which))
            except NotFoundError:
                continue
            except RemoteError as error:
                failure = error
                break
            return found
        try:
            found = find_share_by_first_name(opened, owner, which)
        except (NotFoundError, RemoteError) as error:
            raise failure or error from None
        return found
    finally:
        for host in opened:
            if found is None or host is not found.host:  # keep that connection open
                host.close()


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
    if offers := JoinedShares(request.user, request.folder).without(found, summaries):
        return offers
    raise NotFoundError("offers.none")
