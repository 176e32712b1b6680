"""Read the minutes back, to check that they have the structure of the conversation."""

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
from . import wording
from .commitments import commitments
from .notes_section import EmbeddedNotes

_FENCE = "---\n"


def difference(text: str, conversation: Conversation, notes: EmbeddedNotes) -> str:
    """Return the first part that differs: headings, tasks, table, foreign (HTML, links); or ""."""
    words = catalogue(conversation.header.language)
    tokens = parse(_without_front_matter(text))
    expected = list(_outline(conversation, words, notes))
    if headings(tokens) != expected:
        return "headings"
    # The notes are meant as Markdown: their content is not compared.
    own_sections = [
        section
        for section in sections(tokens)
        if not notes.text or headings(section)[0] != Heading(2, words("minutes.notes"))
    ]
    if [task for section in own_sections for task in tasks(section)] != list(
        _tasks(conversation, words)
    ):
        return "tasks"
    if [row for section in own_sections for row in table_rows(section)] != list(
        _rows(conversation, words)
    ):
        return "table"
    return "foreign" if any(has_html_or_links(section) for section in own_sections) else ""


def _without_front_matter(text: str) -> str:
    if not text.startswith(_FENCE):
        return text
    return text[text.index(f"\n{_FENCE}") + 1 + len(_FENCE) :]


def _outline(
    conversation: Conversation, words: Catalogue, notes: EmbeddedNotes
) -> Iterator[Heading]:
    yield Heading(1, wording.title(conversation, words))
    if checklist_sections := wording.checklist(conversation):
        yield Heading(2, words("minutes.checklist"))
        yield from (Heading(3, section) for section, _ in checklist_sections if section)
    if competency_sections := wording.competencies(conversation, words):
        yield Heading(2, words("minutes.competencies"))
        yield from (Heading(3, section) for section, _ in competency_sections if section)
    if notes.text:
        yield Heading(2, words("minutes.notes"))
        yield from notes.headings
    if wording.appreciation_lines(conversation):
        yield Heading(2, words("minutes.appreciation"))
    if agreements := list(wording.labelled(conversation, words)):
        yield Heading(2, words("minutes.agreements"))
        yield from (Heading(3, wording.agreement_heading(*pair)) for pair in agreements)
    if people := commitments(conversation, words):
        yield Heading(2, words("minutes.who_does_what"))
        yield from (Heading(3, person.name) for person in people)
    if conversation.header.next_on:
        yield Heading(2, words("minutes.next"))
    if wording.approvals(conversation):
        yield Heading(2, words("minutes.approvals"))


def _tasks(conversation: Conversation, words: Catalogue) -> Iterator[Task]:
    for _, items in wording.checklist(conversation):
        for item in items:
            text, annotation = wording.item_text(item), wording.item_annotation(item, words)
            yield Task(item.state == "done", f"{text} — {annotation}" if annotation else text)


def _rows(conversation: Conversation, words: Catalogue) -> Iterator[tuple[str, ...]]:
    for _, items in wording.competencies(conversation, words):
        yield wording.competency_head(words)
        yield from (wording.competency_row(item, words) for item in items)
    rows = [wording.agreement_row(*pair, words) for pair in wording.labelled(conversation, words)]
    if rows:
        yield wording.table_head(words)
        yield from rows
