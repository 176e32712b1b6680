"""`shares`: what others share with this user, and what this user shares."""

from __future__ import annotations

from ....data.i18n.catalogue import tr
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
    """Print one line a share, by owner. Exit status 1 if there are none."""
    from contextlib import closing

    from ....data.model.remote_address import parse_host
    from ....data.privacy.retention import is_past_retention
    from ....data.text.sanitize import clean_line
    from ...formatting.clock import today

    options = request.options
    wanted = parse_host(options.host) if options.host else None
    hosts, found = request.hosts, []
    for address in hosts_to_search(hosts, options.via, wanted):
        with closing(hosts.open_host(address, ask=True)) as host:
            found += [(address, one) for one in host.list_shares()]
    if options.json:
        write_json(
            [{"where": str(address.share(one.id)), **one.to_dict()} for address, one in found]
        )
    elif not found:
        write_text(tr("sharing.none"))
    else:
        rows: list[tuple[str, ...]] = [
            (
                one.owner,
                one.metadata.slug,
                one.last_written.isoformat() if one.last_written else "-",
                one.metadata.title,
                " · ".join(one.metadata.names),
            )
            for _, one in found
        ]
        for line in align_columns(rows):
            write_text(line)
        years = request.settings.keep_years
        if over := [
            one
            for _, one in found
            if one.last_written and is_past_retention(one.last_written, years, today())
        ]:
            slugs = ", ".join(clean_line(one.metadata.slug) for one in over)
            write_text(tr("privacy.retention.shared", years=years, slugs=slugs))
    return 0 if found else 1
