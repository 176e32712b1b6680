"""Reading the minutes back, to see that they have the structure the conversation asks for."""

from __future__ import annotations

from collections.abc import Iterator

from ..i18n.catalogue import Catalogue, catalogue
from ..model.conversation import Conversation
from ..text.markdown import (
    Heading,
    Task,
    has_html_or_links,
    headings,
    parse,
    sections,
    table_rows,
    tasks,
)
from . import wording as told
from .commitments import commitments
from .notes_section import EmbeddedNotes

_FENCE = "---\n"


def difference(text: str, conversation: Conversation, notes: EmbeddedNotes) -> str:
    """What differs between minutes and conversation: headings, tasks, table, foreign, or ""."""
    words = catalogue(conversation.header.language)
    tokens = parse(_without_front_matter(text))
    expected = list(_outline(conversation, words, notes))
    if headings(tokens) != expected:
        return "headings"
    # The notes are Markdown by intent: what they hold is no business of the checks below.
    own = [
        section
        for section in sections(tokens)
        if not notes.text or headings(section)[0] != Heading(2, words("minutes.notes"))
    ]
    if [task for section in own for task in tasks(section)] != list(_tasks(conversation, words)):
        return "tasks"
    if [row for section in own for row in table_rows(section)] != list(_rows(conversation, words)):
        return "table"
    return "foreign" if any(has_html_or_links(section) for section in own) else ""


def _without_front_matter(text: str) -> str:
    if not text.startswith(_FENCE):
        return text
    return text[text.index(f"\n{_FENCE}") + 1 + len(_FENCE) :]


def _outline(
    conversation: Conversation, words: Catalogue, notes: EmbeddedNotes
) -> Iterator[Heading]:
    yield Heading(1, told.title(conversation, words))
    if listed := told.checklist(conversation):
        yield Heading(2, words("minutes.checklist"))
        yield from (Heading(3, section) for section, _ in listed if section)
    if rated := told.competencies(conversation, words):
        yield Heading(2, words("minutes.competencies"))
        yield from (Heading(3, section) for section, _ in rated if section)
    if notes.text:
        yield Heading(2, words("minutes.notes"))
        yield from notes.headings
    if told.appreciation_lines(conversation):
        yield Heading(2, words("minutes.appreciation"))
    if agreements := list(told.labelled(conversation, words)):
        yield Heading(2, words("minutes.agreements"))
        yield from (Heading(3, told.agreement_heading(*pair)) for pair in agreements)
    if people := commitments(conversation, words):
        yield Heading(2, words("minutes.who_does_what"))
        yield from (Heading(3, person.name) for person in people)
    if conversation.header.next_on:
        yield Heading(2, words("minutes.next"))
    if told.approvals(conversation):
        yield Heading(2, words("minutes.approvals"))


def _tasks(conversation: Conversation, words: Catalogue) -> Iterator[Task]:
    for _, items in told.checklist(conversation):
        for item in items:
            text, aside = told.item_text(item), told.item_annotation(item, words)
            yield Task(item.state == "done", f"{text} — {aside}" if aside else text)


def _rows(conversation: Conversation, words: Catalogue) -> Iterator[tuple[str, ...]]:
    for _, items in told.competencies(conversation, words):
        yield told.competency_head(words)
        yield from (told.competency_row(item, words) for item in items)
    rows = [told.agreement_row(*pair, words) for pair in told.labelled(conversation, words)]
    if rows:
        yield told.table_head(words)
        yield from rows
