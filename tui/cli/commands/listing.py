"""`list`: the conversations, one a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ....data.ids import Slug
from ....data.notebook.places.folders import folders_of
from ....data.notebook.summary import Summary
from ....data.sync.folder.parents import any_shared_folders
from ....data.text.sanitize import clean_line, clean_text
from ....widgets.language import plural, tr
from ...formatting.clock import time_of_day, today
from ..parser import SubParsers, add_command, json_option
from .output import align_columns, loud, write_json, write_text
from .request import Request
from .via import fetch_option, fetch_shared, joining_line

if TYPE_CHECKING:
    from ....data.notebook.notebook import Notebook
    from ....data.sync.offers.offer import Offer


def add(subparsers: SubParsers) -> None:
    """Add the parser of `list`."""
    listing = add_command(subparsers, "list", run)
    fetch_option(listing)
    places = listing.add_mutually_exclusive_group()
    places.add_argument("--due", action="store_true", help=tr("cli.list.due"))
    places.add_argument("--archived", action="store_true", help=tr("cli.list.archived"))
    places.add_argument("--deleted", action="store_true", help=tr("cli.list.deleted"))
    json_option(listing)


def run(request: Request) -> int:
    """Print the conversations, one a line; with `--due` see `list_due`.

    Exit status 1 if there are none, 3 if one is damaged (not with `--json`) or a share was not
    fetched.
    """
    if request.options.deleted:
        return _list_deleted(request)
    fetched_all = fetch_shared(request)
    archived = request.options.archived
    notebook = request.notebook.archive if archived else request.notebook
    summaries = list(notebook.summaries())
    if request.options.due:
        from .due_talks import list_due

        return max(list_due(request, summaries), 0 if fetched_all else 3)
    offers = () if archived else _offers(request, summaries)
    if request.options.json:
        write_json([*summaries, *map(_offer_to_dict, offers)])
        return (0 if summaries else 1) if fetched_all else 3
    lines = [joining_line(offer) for offer in offers]
    if not summaries:
        empty = "lifecycle.none_archived" if archived else "cli.empty"
        if not archived and len(folders_of(request.folder)) > 1:
            lines.insert(0, tr("lifecycle.put_away"))
        write_text(tr(empty, folder=request.folder), *lines)
        return 1 if fetched_all else 3
    # A single write: ten thousand writes of a line take as long as all that came before.
    counts = {summary.open_agreements for summary in summaries}
    opened = {count: tr("cli.open_agreements", count=count) for count in counts}
    day, time = today(), time_of_day()
    late = _late_agreements(notebook, day)
    said = {count: tr("pane.agreements.late", count=count) for count in late.values()}
    late_words = [said.get(late[summary.slug], "") for summary in summaries]
    rows = [
        _row(
            summary, opened[summary.open_agreements], words, awaited=summary.awaits_talk(day, time)
        )
        for summary, words in zip(summaries, late_words, strict=True)
    ]
    listed = [
        _with_loud(line, words, len(row[-1])) if words else line
        for line, words, row in zip(
            map(clean_text, align_columns(rows)), late_words, rows, strict=True
        )
    ]
    write_text("\n".join(listed), styled=True)
    write_text(*lines)
    if not fetched_all or any(summary.fault and not summary.locked for summary in summaries):
        return 3
    return 0


def _list_deleted(request: Request) -> int:
    """Print the deleted conversations that are still kept; exit status 1 if there are none."""
    from ....data.lifecycle.deleted_summaries import deleted_summaries

    found = deleted_summaries(request.folder, user=request.user)
    if request.options.json:
        write_json(
            [
                {**summary.to_dict(), "deleted": deletion.at, "kept_until": deletion.kept_until}
                for deletion, summary in found
            ]
        )
        return 0 if found else 1
    if not found:
        write_text(tr("lifecycle.none_deleted", folder=request.folder))
        return 1
    rows: list[tuple[str, ...]] = [
        (
            clean_line(summary.slug),
            summary.date.isoformat() if summary.date else "-",
            summary.partner or "-",
            tr("lifecycle.kept_until", day=deletion.kept_until.isoformat()),
        )
        for deletion, summary in found
    ]
    write_text(*align_columns(rows))
    return 0


def _late_agreements(notebook: Notebook, day: date) -> Counter[Slug]:
    """Return how many open agreements of each conversation are late, each counted once."""
    found, _ = notebook.index.agreements(day - timedelta(days=1), open_only=True)
    return Counter(row.slug for row in found if not row.is_support)


def _with_loud(line: str, words: str, length: int) -> str:
    """Return the line with these words in its last cell, of that length, to be seen first."""
    begin = line.index(words, max(0, len(line) - length))
    return f"{line[:begin]}{loud(words)}{line[begin + len(words) :]}"


def _offers(request: Request, summaries: Sequence[Summary]) -> Sequence[Offer]:
    """Return what others share on this machine and is not in the notebook.

    Other hosts are not asked: a list should not wait for them.
    """
    if not any_shared_folders():
        return ()
    from ....data.sync.hosts import LocalHost
    from ....data.sync.offers.offer import JoinedShares, offers_of

    return JoinedShares(request.user, request.folder).without(offers_of(LocalHost()), summaries)


def _offer_to_dict(offer: Offer) -> dict[str, object]:
    """Return an offer for JSON: a conversation without slug and path, and the key `offer`."""
    about = offer.share.metadata
    empty = Summary(Slug(""), "", title=about.title, names=about.names, created=about.created)
    share = {"where": str(offer.address), **offer.share.to_dict()}
    return {**empty.to_dict(), "offer": share}


def _row(summary: Summary, opened: str, late: str, *, awaited: bool) -> tuple[str, ...]:
    slug = clean_line(summary.slug)
    if summary.fault:
        return (slug, "-" if summary.locked else "!", tr(summary.fault))
    notes = [opened, late] if late else [opened]
    if summary.prepared and awaited:
        notes.append(tr("notebook.prepared", names=", ".join(summary.prepared)))
    if summary.copies:
        notes.append(plural("cli.copies", len(summary.copies)))
    return (
        slug,
        summary.date.isoformat() if summary.date else "-",
        summary.partner or "-",
        f"{summary.done}/{summary.items}",
        " · ".join(notes),
    )
