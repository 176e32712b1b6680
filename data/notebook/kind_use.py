"""Which kinds of conversation were last used, with a person and at all."""

from __future__ import annotations

from collections.abc import Iterable

from .summary import Summary


def kinds_by_use(summaries: Iterable[Summary], person: str = "") -> tuple[str, ...]:
    """Return the ids of kinds that were used: with this person first, the last one first."""
    wanted = person.strip().casefold()
    used = sorted(
        (each for each in summaries if each.kind), key=lambda each: each.created, reverse=True
    )
    own = [each for each in used if wanted and wanted in map(str.casefold, each.names)]
    return tuple(dict.fromkeys(each.kind for each in (*own, *used)))
