"""`list`: the conversations, one a line."""

from __future__ import annotations

from ....data.i18n.catalogue import tr
from ....data.notebook.summary import Summary
from ....data.text.sanitize import clean_line
from ..parser import SubParsers, add_command, json_option
from .output import align_columns, write_json, write_text
from .request import Request
from .via import fetch_option, fetch_shared


def add(verbs: SubParsers) -> None:
    """Tell the parser about `list`."""
    listing = add_command(verbs, "list", run)
    fetch_option(listing)
    json_option(listing)


def run(request: Request) -> int:
    """`list`: the conversations, one a line."""
    whole = fetch_shared(request)
    summaries = list(request.notebook.summaries())
    if request.options.json:
        write_json(summaries)
        return (0 if summaries else 1) if whole else 3
    if not summaries:
        write_text(tr("cli.empty", folder=request.folder))
        return 1 if whole else 3
    # One write: a line at a time, ten thousand of them take as long as everything before.
    counts = {summary.open_agreements for summary in summaries}
    opened = {count: tr("cli.open_agreements", count=count) for count in counts}
    rows = [_row(summary, opened[summary.open_agreements]) for summary in summaries]
    write_text("\n".join(align_columns(rows)))
    if not whole or any(summary.fault and not summary.locked for summary in summaries):
        return 3
    return 0


def _row(summary: Summary, opened: str) -> tuple[str, ...]:
    slug = clean_line(summary.slug)
    if summary.fault:
        return (slug, "-" if summary.locked else "!", summary.fault)
    return (
        slug,
        summary.date.isoformat() if summary.date else "-",
        summary.partner or "-",
        f"{summary.done}/{summary.items}",
        opened,
    )
