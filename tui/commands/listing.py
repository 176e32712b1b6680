"""`list`: the conversations, one a line."""

from __future__ import annotations

from ...data.language import say
from ...data.summary import Summary
from ..parser import Verbs, json_option, verb
from .answer import columns, put, put_json
from .request import Request


def add(verbs: Verbs) -> None:
    """Tell the parser about `list`."""
    json_option(verb(verbs, "list", run))


def run(request: Request) -> int:
    """`list`: the conversations, one a line."""
    summaries = list(request.notebook.summaries())
    if request.options.json:
        put_json(summaries)
        return 0 if summaries else 1
    if not summaries:
        put(say("cli.empty", folder=request.folder))
        return 1
    for row in columns([_row(summary) for summary in summaries]):
        put(row)
    return 3 if any(summary.fault for summary in summaries) else 0


def _row(summary: Summary) -> tuple[str, ...]:
    if summary.fault:
        return (summary.slug, "!", summary.fault)
    return (
        summary.slug,
        summary.date.isoformat() if summary.date else "-",
        summary.partner or "-",
        f"{summary.done}/{summary.items}",
        say("cli.open_agreements", count=summary.open_agreements),
    )
