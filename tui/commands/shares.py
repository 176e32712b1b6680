"""`shares`: what is shared, with this user and by this user."""

from __future__ import annotations

from ...data.language import say
from ..parser import Verbs, json_option, verb
from .answer import columns, put, put_json
from .request import Request


def add(verbs: Verbs) -> None:
    """Tell the parser about `shares`."""
    json_option(verb(verbs, "shares", run))


def run(request: Request) -> int:
    """`shares`: a line each, by who shares it; 1 where there is none."""
    from ...data.sharing.offers import offers

    found = offers()
    if request.options.json:
        put_json(found)
    elif not found:
        put(say("sharing.none"))
    else:
        rows: list[tuple[str, ...]] = [
            (one.owner, one.slug, one.title, " · ".join(one.names)) for one in found
        ]
        for line in columns(rows):
            put(line)
    return 0 if found else 1
