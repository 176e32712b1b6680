"""`log`: the history of the notes of a conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ....widgets.language import tr
from ..parser import SubParsers, add_command, json_option, reference_argument
from .output import align_columns, write_json, write_text
from .request import Request

if TYPE_CHECKING:
    from datetime import datetime

    from ....data.model.conversation import Conversation
    from ....data.session.steps.history import LineChange


class _Moment(NamedTuple):
    """A checkpoint at which the notes changed."""

    at: datetime | None
    """UTC; None for the present notes, if they are not saved."""
    has_odd_time: bool
    changed: list[LineChange]


def add(subparsers: SubParsers) -> None:
    """Add the parser of `log`."""
    log = add_command(subparsers, "log", run)
    reference_argument(log)
    log.add_argument("--full", action="store_true", help=tr("cli.log.full"))
    json_option(log)


def run(request: Request) -> int:
    """Print each checkpoint at which the notes changed, and its changes; newest last.

    Exit status 1 if the notes never changed.
    """
    from ....data.session.session import Session

    options = request.options
    session = Session.open_read_only(request.find(), user=request.user)
    history, conversation = session.history(), session.conversation
    moments = [
        _Moment(history.time_at(index), history.has_odd_time(index), changed)
        for index in range(len(history))
        if (changed := history.changes_at(index))
    ]
    if options.json:
        write_json([_json_checkpoint(moment, options.full) for moment in moments])
    elif moments:
        heads = align_columns([_row(moment, conversation) for moment in moments])
        for head, (_, _, changed) in zip(heads, moments, strict=True):
            write_text(head)
            if options.full:
                write_text(*(_line(change, conversation) for change in changed))
    else:
        write_text(tr("history.none"))
    return int(not moments)


def _row(moment: _Moment, conversation: Conversation) -> tuple[str, ...]:
    from ....data.session.steps.history import initials

    at, is_odd, changed = moment
    added = sum(change.added for change in changed)
    when = f"{at.astimezone():%Y-%m-%d %H:%M}" if at else tr("history.now")
    if is_odd:
        when = tr("history.odd_time", when=when)
    authors = " ".join(initials(changed, conversation)) or "-"
    return when, authors, f"+{added}", f"-{len(changed) - added}"


def _line(change: LineChange, conversation: Conversation) -> str:
    from ....data.session.steps.history import initials

    authors = " ".join(initials([change], conversation))
    # `NotesHistory` cleaned the text; the blanks before it are part of how it reads.
    return f"  {'+' if change.added else '-'} {authors:2} {change.line.text.expandtabs(4).rstrip()}"


def _json_checkpoint(moment: _Moment, full: bool) -> dict[str, object]:
    """Return one checkpoint as JSON; `by` holds ids of partners."""
    at, is_odd, changed = moment
    added = sum(change.added for change in changed)
    row: dict[str, object] = {
        "at": at.isoformat() if at else None,
        "clock_is_odd": is_odd,
        "by": sorted({change.line.by for change in changed if change.line.by}),
        "came": added,
        "went": len(changed) - added,
    }
    if full:
        row["lines"] = [
            {"came": change.added, "by": change.line.by, "text": change.line.text}
            for change in changed
        ]
    return row
