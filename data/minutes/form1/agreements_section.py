"""The agreements in the minutes: a table, a section for each, and the commitments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...i18n.catalogue import Catalogue
from ...model.conversation import Agreement, Conversation, Progress
from ...text.markdown import escape_line, table
from ..commitments import commitments
from ..wording import agreement_heading, progress
from . import wording
from .labelled_values import write_values


def entries(pairs: Iterable[tuple[str, str]]) -> str:
    """Return a list of filled-in values: label and Markdown.

    Markdown of several lines must be indented by two blanks to stay in its item.
    """
    return "\n".join(f"- **{escape_line(label)}:** {text}" for label, text in pairs if text)


def agreements(conversation: Conversation, words: Catalogue) -> Iterator[str]:
    """Yield the table of all agreements, and a section for each with every field."""
    labels = list(wording.labelled(conversation, words))
    if not labels:
        return
    yield f"## {words('form1.agreements')}"
    yield table(
        [wording.table_head(words), *(wording.agreement_row(*pair, words) for pair in labels)]
    )
    for label, agreement in labels:
        yield f"### {escape_line(agreement_heading(label, agreement))}"
        blocks = [entries(write_values("agreement", agreement, words))]
        if log := [_entry(entry, conversation, words) for entry in progress(agreement)]:
            blocks.append(f"- **{words('form1.progress')}:**")
            blocks += [f"  - {line}" for line in log]
        yield "\n".join(blocks)


def _entry(entry: Progress, conversation: Conversation, words: Catalogue) -> str:
    """Return an entry of the progress log, without unknown parts: `**time**, *name*, 50%: text`."""
    head: list[str] = []
    if time := wording.written_moment(entry.at, words):
        head.append(f"**{escape_line(time)}**")
    if entry.by:
        head.append(f"*{escape_line(wording.name_of(entry.by, conversation, words))}*")
    if entry.percent is not None:
        head.append(words("form1.percent", percent=entry.percent))
    return ": ".join(part for part in (", ".join(head), escape_line(entry.text)) if part) or "…"


def who_does_what(conversation: Conversation, words: Catalogue) -> Iterator[str]:
    """Yield the chapter of commitments: a section for each person."""
    people = commitments(conversation, words)
    if people:
        yield f"## {words('form1.who_does_what')}"
    for person in people:
        yield f"### {escape_line(person.name)}"
        lines = [_owned_line(label, agreement, words) for label, agreement in person.owns]
        for label, agreement in person.supports:
            support = escape_line(agreement.support)
            key = "form1.supports" if support else "form1.supports_somehow"
            lines.append(_mark_done(words(key, label=label, support=support), agreement, words))
        yield "\n".join(f"- {line}" for line in lines)


def _owned_line(label: str, agreement: Agreement, words: Catalogue) -> str:
    text = escape_line(agreement.text) or "…"
    if agreement.due is None:
        return _mark_done(words("form1.does", label=label, text=text), agreement, words)
    due = wording.written_date(agreement.due, words)
    return _mark_done(words("form1.does_by", label=label, text=text, due=due), agreement, words)


def _mark_done(line: str, agreement: Agreement, words: Catalogue) -> str:
    return f"{line} — *{words('form1.done')}*" if agreement.status == "done" else line
