"""`--via`: the host of a share, for commands that share or find shares."""

from __future__ import annotations

import sys
from shlex import quote
from typing import TYPE_CHECKING

from ....data.errors import RemoteError, StorageError, UsageError
from ....data.model.remote_address import (
    HostAddress,
    PostgresDatabase,
    SshMachine,
    ThisMachine,
    parse_host,
)
from ....widgets.language import tr
from ..parser import Parser
from .output import print_error
from .request import Request

if TYPE_CHECKING:
    from ....data.sync.hosts import Hosts
    from ....data.sync.offers.offer import Offer

HERE, DATABASE = "here", "db"
"""The words of `--via` for this machine, and for the database of the settings."""


def fetch_option(parser: Parser) -> None:
    """Add `--via` to the parser of a command that lists or searches conversations."""
    parser.add_argument("--via", metavar="URL", default="", help=tr("cli.via.finding"))


def fetch_shared(request: Request) -> bool:
    """Fetch the conversations shared with the user over the database, if `--via` is given.

    Return False, and print the faults, if some could not be fetched: the command still uses the
    notebook. Raises UsageError.
    """
    via = request.options.via
    if not via:
        return True
    from contextlib import closing

    from ....data.sync.fetch_shares import fetch_shares

    hosts = request.hosts
    try:
        with closing(hosts.open_host(via_host(hosts, via), ask=True)) as host:
            result = fetch_shares(host, request.folder, user=request.user)
    except (StorageError, RemoteError) as error:
        print_error(tr(error.message))
        return False
    if (result.new or result.updated) and sys.stderr.isatty():
        sys.stderr.write(tr("database.received", new=result.new, known=result.updated) + "\n")
    for fault in result.faults:
        sys.stderr.write(tr(fault) + "\n")
    return not result.faults


def via_option(parser: Parser) -> None:
    """Add `--via` to a parser."""
    parser.add_argument("--via", metavar="URL", default="", help=tr("cli.via"))


def via_host(hosts: Hosts, via: str) -> HostAddress:
    """Return the host that `--via` names. Raises UsageError."""
    if via == HERE:
        return ThisMachine()
    if via == DATABASE:
        if hosts.organisation is None:
            raise UsageError("sharing.database.none")
        return hosts.organisation
    match parse_host(via):
        case PostgresDatabase() as database:
            return database
        case _:
            raise UsageError("sharing.database.address")


def hosts_to_search(hosts: Hosts, via: str, wanted: HostAddress | None) -> list[HostAddress]:
    """Return the hosts on which to look for shares: by default this machine and the database.

    `wanted` is the host of `host:login`. Raises UsageError.
    """
    if via and wanted:
        raise UsageError("sharing.database.either")
    chosen = via_host(hosts, via) if via else wanted
    return [chosen] if chosen else hosts.usual


def chosen_host(hosts: Hosts, via: str, wanted: HostAddress | None) -> HostAddress:
    """Return the host to share on: that of `--via`, of `host:login`, or of the settings.

    Raises UsageError.
    """
    return hosts_to_search(hosts, via, wanted)[-1]


def joining_line(offer: Offer, via: str = "") -> str:
    """Return who offers what, and the command that joins it; `via` is the value of `--via`."""
    share = offer.share
    match offer.host:
        case SshMachine(name):
            words = [f"{name}:{share.owner}", share.metadata.slug]
        case _:
            words = [share.owner, share.metadata.slug]
    words += ["--via", via] if via else []
    command = " ".join(["afspraak join", *map(quote, filter(None, words))])
    key = "offers.line.more" if offer.more else "offers.line"
    return tr(key, who=offer.who, title=offer.title, command=command, more=offer.more)
