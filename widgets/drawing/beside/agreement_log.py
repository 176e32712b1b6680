"""How one agreement is getting on: its progress log, newest first, and what its row leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rich.cells import cell_len

from ....data.ids import PartnerId
from ....data.model.agreement_label import labelled
from ....data.model.agreements.progress import evaluation_is_late, local_day, support_is_late
from ....data.model.conversation import Agreement, Conversation
from ....data.text.sanitize import clean_line, clean_text
from ...language import tr
from ..bars import bar_pieces
from ..desk.agreement_rows import format_day
from ..desk.detail import Paragraph
from ..roles import Role
from ..title_rule import Title, count
from ..wrapping import ELLIPSIS, Line, Piece, fit, line_width
from .paragraph_row import ParagraphRow, paragraph_rows

_BAR = 10
_WITH_BAR = 56
"""From this width on, in cells, an entry has a bar."""
_IN_COLUMNS = 36
"""From this width on, in cells, texts stand in a column of their own."""
_NAME = 12


def log_title(agreement: Agreement, conversation: Conversation) -> Title:
    """Return the title of the log of an agreement, with the number of entries."""
    label = next(tr(name) for name, row in labelled(conversation) if row.id == agreement.id)
    told = tr("overview.log").lower()
    entries = len(agreement.progress)
    counts = [count(f"{told} · {entries}" if entries else told)]
    return Title((f"{label} {clean_line(agreement.text) or ELLIPSIS}",), counts)


def log_rows(
    agreement: Agreement,
    conversation: Conversation,
    me: PartnerId | None,
    today: date,
    width: int,
    keys: tuple[str, str],
) -> list[ParagraphRow]:
    """Return the rows for `width` cells; `keys` record progress and edit the agreement."""
    told = [(paragraph, ()) for paragraph in _entries(agreement, conversation, me, today, width)]
    if not told:
        nothing = Paragraph([(tr("overview.log_empty", press=keys[0]), Role.DIM)])
        told = [(nothing, ())]
    told += [(Paragraph(line), ()) for line in _fields(agreement, conversation, today, keys[1])]
    told += [(paragraph, ()) for paragraph in _steps(agreement)]
    return paragraph_rows(told)


def _entries(
    agreement: Agreement,
    conversation: Conversation,
    me: PartnerId | None,
    today: date,
    width: int,
) -> Iterator[Paragraph]:
    """Yield `3 Dec  Anna  ████░░░░░░  40 %  text` for each entry, in columns."""
    heads: list[tuple[str, str, Role, int | None, str]] = []
    for entry in reversed(agreement.progress):
        day = local_day(entry.at)
        name = fit(clean_line(conversation.short_name(conversation.name_of(entry.by))), _NAME)
        role = Role.PLAIN if me in (None, entry.by) else Role.OTHER
        heads.append((format_day(day, today) if day else "", name, role, entry.percent, entry.text))
    days = max((cell_len(when) for when, *_ in heads), default=0)
    names = max((cell_len(name) for _, name, *_ in heads), default=0)
    bar = _BAR if width >= _WITH_BAR else 0
    counts = any(percent is not None for *_, percent, _ in heads)
    for when, name, role, percent, text in heads:
        if width < _IN_COLUMNS:
            share = f"{percent} %" if percent is not None else ""
            pieces = ((when, Role.DIM), (name, role), (share, Role.BOLD), (text, Role.PLAIN))
            yield Paragraph([(clean_line(words), style) for words, style in pieces if words])
            continue
        mark: list[Piece] = [(when + " " * (days - cell_len(when) + 2), Role.DIM)]
        mark += [(name, role), (" " * (names - cell_len(name) + 2), Role.PLAIN)]
        figures: list[Piece] = []
        if percent is not None:
            figures = [*(bar_pieces(percent / 100, bar) if bar else []), (f"{percent:4} %", "")]
        if counts:
            room = bar + 6 - line_width(tuple(figures))
            mark += [*figures, (" " * (room + 2), Role.PLAIN)]
        yield Paragraph([(clean_line(text), Role.PLAIN)], tuple(mark))


def _fields(
    agreement: Agreement, conversation: Conversation, today: date, edit: str
) -> Iterator[Line]:
    """Yield what is agreed beside text, owner and date, each behind its name."""

    def named(name: str, *pieces: Piece) -> Line:
        return ((tr(f"overview.field.{name}"), Role.DIM), *pieces)

    if agreement.measure:
        yield named("measure", (clean_line(agreement.measure), Role.PLAIN))
    elif agreement.status == "open":
        lacking: Line = ((tr("overview.measure.none"), Role.MISSING), (edit, Role.KEY))
        yield named("measure", *lacking, (tr("overview.measure.how"), Role.DIM))
    if agreement.support or agreement.support_by:
        by, what = conversation.short_name(agreement.support_by), agreement.support
        yield named(
            "support",
            (": ".join(filter(None, map(clean_line, (by, what)))), Role.PLAIN),
            *_promise(agreement, today),
        )
    if agreement.evaluate_on:
        day: Piece = (format_day(agreement.evaluate_on, today), Role.PLAIN)
        if evaluation_is_late(agreement, today):
            yield named("look", day, (tr("overview.look_late"), Role.LATE))
        else:
            yield named("look", day)
    for name in ("budget", "based_on"):
        if text := clean_line(getattr(agreement, name)):
            yield named(name, (text, Role.PLAIN))


def _steps(agreement: Agreement) -> Iterator[Paragraph]:
    """Yield a heading and the steps, if there are any."""
    steps = [clean_line(line) for line in clean_text(agreement.steps).splitlines() if line.strip()]
    if steps:
        yield Paragraph([(tr("overview.field.steps"), Role.DIM)])
    for step in steps:
        yield Paragraph([(step, Role.PLAIN)], (("  ", Role.PLAIN),))


def _promise(agreement: Agreement, today: date) -> Iterator[Piece]:
    """Yield when support is due, and whether it was given or is late."""
    if agreement.support_due:
        yield f"· {format_day(agreement.support_due, today)}", Role.DIM
    if agreement.support_done:
        yield tr("overview.support_given"), Role.ALL_DONE
    elif support_is_late(agreement, today):
        yield tr("overview.support_late"), Role.LATE
