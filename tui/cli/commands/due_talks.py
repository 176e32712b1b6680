"""`list --due`: the talks about which something has to be done, one a line."""

from __future__ import annotations

import sys

from ....data.notebook.agenda.agenda import Talk, agenda
from ....data.notebook.agenda.waiting import Waiting, due_for
from ....data.notebook.summary import Summary
from ....data.text.sanitize import clean_line, clean_text
from ....widgets.drawing.notebook.selected import waiting_words
from ....widgets.language import tr
from ...formatting.clock import today
from .output import align_columns, loud, write_json, write_text
from .request import Request


def list_due(request: Request, summaries: list[Summary]) -> int:
    """Print the talks that are not planned, prepared, held or approved in time, with the reason.

    Exit status 1 if there is one, for cron, and 3 if a conversation is damaged (not with `--json`).
    """
    day = today()
    found = [
        (talk, waiting)
        for talk in agenda(summaries, day).talks
        if (waiting := due_for(talk, day)) is not None
    ]
    if request.options.json:
        write_json([talk.summary.to_dict() | {"due_for": due.name.lower()} for talk, due in found])
        return 1 if found else 0
    rows = [_row(talk, waiting) for talk, waiting in found]
    for line, (talk, waiting) in zip(map(clean_text, align_columns(rows)), found, strict=True):
        words = waiting_words(talk.summary, waiting)
        is_over = waiting is Waiting.OVERDUE
        write_text(line.replace(words, loud(words)) if is_over else line, styled=True)
    damaged = [each for each in summaries if each.fault and not each.locked]
    if not (found or damaged) and sys.stdout.isatty():  # cron would mail even this
        write_text(tr("cli.list.none_due"))
    for summary in damaged:
        write_text(f"{clean_line(summary.slug)}  !  {tr(summary.fault or '')}")
    return 3 if damaged else 1 if found else 0


def _row(talk: Talk, waiting: Waiting) -> tuple[str, ...]:
    summary, day = talk.summary, talk.next_day
    return (
        clean_line(summary.slug),
        day.isoformat() if day else "-",
        summary.partner or "-",
        waiting_words(summary, waiting),
    )
