"""`shares`: the conversations that others share with this user, or this user with others."""

from __future__ import annotations

from ....widgets.language import tr
from ..parser import SubParsers, add_command, json_option
from .output import align_columns, write_json, write_text
from .request import Request
from .via import hosts_to_search, via_option


def add(subparsers: SubParsers) -> None:
    """Add the parser of `shares`."""
    shares = add_command(subparsers, "shares", run)
    shares.add_argument("host", metavar="HOST", nargs="?", default="", help=tr("cli.shares.host"))
    via_option(shares)
    json_option(shares)


def run(request: Request) -> int:
    """Print a line for each share, by owner. Exit status 1 if there are none."""
    from contextlib import closing

    from ....data.model.remote_address import parse_host
    from ....data.privacy.retention import is_past_retention
    from ...formatting.clock import today

    options = request.options
    wanted = parse_host(options.host) if options.host else None
    hosts, found = request.hosts, []
    for address in hosts_to_search(hosts, options.via, wanted):
        with closing(hosts.open_host(address, ask=True)) as host:
            found += [(address, share) for share in host.list_shares()]
    if options.json:
        write_json(
            [{"where": str(address.share(share.id)), **share.to_dict()} for address, share in found]
        )
    elif not found:
        write_text(tr("sharing.none"))
    else:
        rows: list[tuple[str, ...]] = [
            (
                share.owner,
                share.metadata.slug or "-",
                share.last_written.isoformat() if share.last_written else "-",
                tr("sharing.aged") if share.is_remains else share.metadata.title,
                " · ".join(share.metadata.names),
            )
            for _, share in found
        ]
        write_text(*align_columns(rows))
        years = request.settings.keep_years
        if over := [
            share
            for _, share in found
            if share.last_written and is_past_retention(share.last_written, years, today())
        ]:
            slugs = ", ".join(share.metadata.slug for share in over)
            write_text(tr("privacy.retention.shared", years=years, slugs=slugs))
    return 0 if found else 1
