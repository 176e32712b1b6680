"""`shares`: what is shared, with this user and by this user."""

from __future__ import annotations

from ....data.i18n.catalogue import tr
from ..parser import Verbs, json_option, verb
from .output import columns, put, put_json
from .request import Request
from .via import host_names, via_option


def add(verbs: Verbs) -> None:
    """Tell the parser about `shares`."""
    shares = verb(verbs, "shares", run)
    shares.add_argument("host", metavar="HOST", nargs="?", default="", help=tr("cli.shares.host"))
    via_option(shares)
    json_option(shares)


def run(request: Request) -> int:
    """`shares`: a line each, by who shares it; 1 where there is none."""
    from contextlib import closing

    from ....data.model.remote_address import RemoteAddress
    from ....data.privacy.retention import is_over
    from ....data.sync.hosts import at
    from ....data.text.sanitize import clean_line
    from ...formatting.clock import today

    options = request.options
    names = host_names(options.via, options.host)
    found = []
    for name in names:
        with closing(at(name, ask=True)) as host:
            found += [(name, one) for one in host.offers()]
    if options.json:
        put_json(
            [{"where": str(RemoteAddress(name, one.place)), **one.told()} for name, one in found]
        )
    elif not found:
        put(tr("sharing.none"))
    else:
        rows: list[tuple[str, ...]] = [
            (
                one.owner,
                one.about.slug,
                one.last.isoformat() if one.last else "-",
                one.about.title,
                " · ".join(one.about.names),
            )
            for _, one in found
        ]
        for line in columns(rows):
            put(line)
        years = request.settings.keep_years
        if over := [one for _, one in found if one.last and is_over(one.last, years, today())]:
            slugs = ", ".join(clean_line(one.about.slug) for one in over)
            put(tr("privacy.retention.shared", years=years, slugs=slugs))
    return 0 if found else 1
