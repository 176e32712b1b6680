"""The agreements in the minutes: a table, and a section for each."""

from __future__ import annotations

from collections.abc import Iterator

from ...i18n.catalogue import Catalogue
from ...model.conversation import Agreement, Conversation, Header
from ...model.field_spec import view
from ...text.sanitize import clean_line
from ..edition import Edition
from ..markup.entries import block_entry, cell, entry, table, typed_label
from ..markup.inline import Place, escape
from ..names import Names
from ..wording import field_label, labelled, progress, written_date
from .moments import day_of, earlier

COLUMNS = ("number", "agreement", "owner", "due", "status")
"""The columns of the table, by their messages."""


def agreements(conversation: Conversation, edition: Edition, words: Catalogue) -> Iterator[str]:
    """Yield the blocks of the chapter."""
    rows = list(labelled(conversation, words))
    if not rows:
        return
    yield f"## {words('minutes.agreements')}"
    yield words("minutes.legend")
    head = [words(f"minutes.{column}") for column in COLUMNS]
    yield table([head, *(_row(label, agreement, words) for label, agreement in rows)])
    names = Names(conversation, edition, words)
    for label, agreement in rows:
        yield f"### {label}: {escape(agreement.text, Place.HEADING)}".rstrip()
        lines = list(_entries(agreement, conversation.header, edition, words))
        if not edition.is_file:
            lines += _progress(agreement, conversation.header.zone, names, words)
        yield "\n".join(lines)


def status(agreement: Agreement, words: Catalogue) -> str:
    """Return the status in words; an open agreement's with the last known percentage."""
    text = words(f"minutes.status.{agreement.status}")
    percentages = [p.percent for p in progress(agreement) if p.percent is not None]
    if agreement.status != "open" or not percentages:
        return text
    return words("minutes.status.percent", status=text, percent=percentages[-1])


def _row(label: str, agreement: Agreement, words: Catalogue) -> list[str]:
    due = written_date(agreement.due, words) if agreement.due else ""
    text, owner = cell(agreement.text), cell(agreement.owner)
    return [label, text, owner, due, status(agreement, words)]


def _entries(
    agreement: Agreement, header: Header, edition: Edition, words: Catalogue
) -> Iterator[str]:
    """Yield the values of an agreement by their descriptions."""
    for name, spec in view(Agreement, "minutes").items():
        value = getattr(agreement, name)
        label = field_label("agreement", name, words)
        if spec.value == "block":
            text = value
        elif name == "status":
            text = status(agreement, words)
        elif name == "carried_from":
            text = earlier(value, header, words) if value else ""
        elif spec.value == "moment":
            text = "" if edition.is_file else day_of(value, header.zone, words)
        elif spec.value == "date":
            text = written_date(value, words) if value else ""
        else:
            text = value
        if clean_line(text):
            yield block_entry(label, text) if spec.value == "block" else entry(label, text)


def _progress(agreement: Agreement, zone: str, names: Names, words: Catalogue) -> Iterator[str]:
    """Yield the progress log, oldest first: day, percentage and name, then the text."""
    log = progress(agreement)
    if log:
        yield f"- **{words('minutes.progress')}:**"
    for each in log:
        percent = "" if each.percent is None else words("minutes.percent", percent=each.percent)
        head = (day_of(each.at, zone, words), percent, typed_label(names.short(each.by)))
        yield entry(", ".join(filter(None, head)), each.text, "  ")
