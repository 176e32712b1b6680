"""Minutes of form 1, written from what was read: only equal bytes count as understood."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping

from ...i18n.catalogue import Catalogue, catalogue
from ...ids import PartnerId
from ...model.conversation import ChecklistItem, Conversation
from ...text.markdown import escape_block, escape_line, table
from ..wording import appreciation_lines, approvals, item_text, notes_without_appreciation, sections
from . import wording
from .agreements_section import agreements, entries, who_does_what
from .labelled_values import write_values
from .notes_section import EmbeddedNotes, embed_notes


def minutes(
    conversation: Conversation,
    *,
    authors: bool = True,
    front_matter: bool = False,
    void: Collection[PartnerId] = (),
) -> str:
    """Return the minutes in the conversation's own language, as Markdown with a final line break.

    `authors` marks the author of each part of the notes if both partners wrote; `front_matter` puts
    YAML lines for programs before the title, each value as JSON. `void` are the ids of the partners
    whose approval is void, which the minutes say.
    """
    return _compose(conversation, _notes(conversation, authors), authors, front_matter, void)


def _notes(conversation: Conversation, authors: bool) -> EmbeddedNotes:
    words = catalogue(conversation.header.language)
    marks = wording.author_marks(conversation, words) if authors else {}
    lines = notes_without_appreciation(conversation)
    titles = sections(conversation)
    embedded = embed_notes(lines, marks, titles)
    # An author of headings alone gets no mark; then there are no two authors to distinguish.
    return embedded if embedded.has_author_marks or not marks else embed_notes(lines, None, titles)


def _compose(
    conversation: Conversation,
    notes: EmbeddedNotes,
    authors: bool,
    front_matter: bool,
    void: Collection[PartnerId],
) -> str:
    words = catalogue(conversation.header.language)
    blocks = [
        *(_front_matter(conversation, words) if front_matter else ()),
        f"# {escape_line(wording.title(conversation, words))}",
    ]
    content = [
        *_facts(conversation, words),
        *_checklist(conversation, words),
        *_competencies(conversation, words),
        *_notes_chapter(conversation, words, notes),
        *_appreciation(conversation, words, authors),
        *agreements(conversation, words),
        *who_does_what(conversation, words),
        *_next(conversation, words),
        *_approvals(conversation, words, void),
    ]
    return "\n\n".join([*blocks, *(content or [words("form1.nothing")])]) + "\n"


def _front_matter(conversation: Conversation, words: Catalogue) -> Iterator[str]:
    header = conversation.header
    values: dict[str, str | int] = {
        "title": wording.title(conversation, words),
        "kind": header.kind,
        "language": words.language,
        "date": header.date.isoformat() if header.date else "",
        "time": header.time,
        "minutes": header.minutes if header.date or header.time else 0,
        "place": header.place,
        "department": header.department,
        "period": header.period,
        "previous": header.previous,
        "next": header.next_on.isoformat() if header.next_on else "",
    }
    values |= {partner.role: partner.name for partner in conversation.partners}
    lines = [f"{k}: {json.dumps(v, ensure_ascii=False)}" for k, v in values.items() if v]
    yield "\n".join(["---", *lines, "---"])


def _facts(conversation: Conversation, words: Catalogue) -> Iterator[str]:
    """Yield the list of partners, date, place and other facts of the header."""
    pairs = [
        (words(f"form1.role.{partner.role}"), escape_line(partner.name))
        for partner in conversation.partners
    ]
    when = escape_line(wording.date_and_time(conversation, words))
    pairs += [(words("form1.when"), when), *write_values("header", conversation.header, words)]
    if facts := entries(pairs):
        yield facts


def _checklist(conversation: Conversation, words: Catalogue) -> Iterator[str]:
    sections = wording.checklist(conversation)
    if sections:
        yield f"## {words('form1.checklist')}"
    for section, items in sections:
        if section:
            yield f"### {escape_line(section)}"
        yield "\n".join(_item(item, conversation, words) for item in items)


def _item(item: ChecklistItem, conversation: Conversation, words: Catalogue) -> str:
    box = "x" if item.state == "done" else " "
    aside = escape_line(wording.item_annotation(item, words))
    line = f"- [{box}] {escape_line(item_text(item))}" + (f" — *{aside}*" if aside else "")
    return "\n".join([line, *_remarks(item, conversation, words)])


def _remarks(item: ChecklistItem, conversation: Conversation, words: Catalogue) -> Iterator[str]:
    """Yield the partners' answers at an item, each as an item below it."""
    for by, text in wording.remarks(item, conversation):
        if remark := escape_block(text, "    "):
            yield f"  - **{escape_line(wording.name_of(by, conversation, words))}:** {remark}"


def _competencies(conversation: Conversation, words: Catalogue) -> Iterator[str]:
    """Yield the table of ratings of each section, and below it the partners' answers."""
    sections = wording.competencies(conversation, words)
    if sections:
        yield f"## {words('form1.competencies')}"
    for section, items in sections:
        if section:
            yield f"### {escape_line(section)}"
        yield table(
            [
                wording.competency_head(words),
                *(wording.competency_row(item, words) for item in items),
            ]
        )
        answers = [
            "\n".join([f"- {escape_line(item_text(item))}", *lines])
            for item in items
            if (lines := list(_remarks(item, conversation, words)))
        ]
        if answers:
            yield "\n".join(answers)


def _notes_chapter(
    conversation: Conversation, words: Catalogue, notes: EmbeddedNotes
) -> Iterator[str]:
    if not notes.text:
        return
    yield f"## {words('form1.notes')}"
    if notes.has_author_marks:
        yield author_legend(wording.author_marks(conversation, words), conversation, words)
    yield notes.text


def author_legend(
    marks: Mapping[PartnerId, str], conversation: Conversation, words: Catalogue
) -> str:
    """Return the paragraph before the notes that explains the author marks."""
    names = {by: wording.name_of(by, conversation, words) for by in marks}
    if marks == names:
        return f"*{words('form1.authors_by_name')}*"
    (one_mark, one), (other_mark, other) = ((marks[by], names[by]) for by in marks)
    return words(
        "form1.authors",
        one_mark=f"*({one_mark})*",
        one=escape_line(one),
        other_mark=f"*({other_mark})*",
        other=escape_line(other),
    )


def _appreciation(conversation: Conversation, words: Catalogue, authors: bool) -> Iterator[str]:
    lines = [
        f"- **{escape_line(wording.name_of(by, conversation, words))}:** {escape_line(text)}"
        if by and authors
        else f"- {escape_line(text)}"
        for by, text in appreciation_lines(conversation)
    ]
    if lines:
        yield f"## {words('form1.appreciation')}"
        yield "\n".join(lines)


def _next(conversation: Conversation, words: Catalogue) -> Iterator[str]:
    if conversation.header.next_on:
        yield f"## {words('form1.next')}"
        yield wording.written_date(conversation.header.next_on, words)


def _approvals(
    conversation: Conversation, words: Catalogue, void: Collection[PartnerId]
) -> Iterator[str]:
    given = approvals(conversation)
    if not given:
        return
    yield f"## {words('form1.approvals')}"
    lines: list[str] = []
    for approval in given:
        name = escape_line(wording.name_of(approval.partner, conversation, words))
        void_note = f" — *{words('form1.void')}*" if approval.partner in void else ""
        lines.append(f"- **{name}:** {escape_line(wording.stance(approval, words))}{void_note}")
        if remark := escape_block(approval.remark, "    "):
            lines.append(f"  - {remark}")
    yield "\n".join(lines)
    yield words("form1.approvals_hold")
