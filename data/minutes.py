"""The minutes: a conversation as Markdown that is worth keeping.

A pure function of the conversation, without a clock: the same conversation gives the same bytes.
It takes nothing but a Conversation, so private preparation has no way in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from . import minutes_words as told
from .conversation import Agreement, ChecklistItem, Conversation
from .errors import AfspraakError
from .language import Catalogue, catalogue, say
from .markdown import escape_block, escape_line
from .minutes_check import difference
from .minutes_notes import Contained, contain
from .text import clean_line


def minutes(conversation: Conversation, *, authors: bool = True, front_matter: bool = False) -> str:
    """The minutes in the conversation's own language, as Markdown that ends in a line break.

    `authors` tells who wrote what in the notes when both did; `front_matter` puts the facts that
    programs sort by before the title, each value as JSON.
    """
    return _compose(conversation, _notes(conversation, authors), authors, front_matter)


def checked_minutes(
    conversation: Conversation, *, authors: bool = True, front_matter: bool = False
) -> str:
    """The minutes, read back and compared with the conversation.

    Raises AfspraakError where headings, checklist or table do not say what the conversation says.
    """
    notes = _notes(conversation, authors)
    text = _compose(conversation, notes, authors, front_matter)
    if part := difference(text, conversation, notes):
        raise AfspraakError(say("minutes.mismatch", part=say(f"minutes.part.{part}")))
    return text


def _notes(conversation: Conversation, authors: bool) -> Contained:
    words = catalogue(conversation.header.language)
    marks = told.author_marks(conversation, words) if authors else {}
    return contain(conversation.notes, marks)


def _compose(
    conversation: Conversation, notes: Contained, authors: bool, front_matter: bool
) -> str:
    words = catalogue(conversation.header.language)
    blocks = [
        *(_front_matter(conversation, words) if front_matter else ()),
        f"# {escape_line(told.title(conversation, words))}",
    ]
    content = [
        *_facts(conversation, words),
        *_checklist(conversation, words),
        *_noted(conversation, words, notes, authors),
        *_agreements(conversation, words),
        *_who_does_what(conversation, words),
        *_approvals(conversation, words),
    ]
    return "\n\n".join([*blocks, *(content or [words("minutes.nothing")])]) + "\n"


def _front_matter(conversation: Conversation, words: Catalogue) -> Iterator[str]:
    header = conversation.header
    values: dict[str, str | int] = {
        "title": told.title(conversation, words),
        "kind": clean_line(header.kind),
        "language": words.language,
        "date": header.date.isoformat() if header.date else "",
        "time": clean_line(header.time),
        "minutes": header.minutes if header.date or header.time else 0,
        "place": clean_line(header.place),
        "period": clean_line(header.period),
    }
    values |= {partner.role: clean_line(partner.name) for partner in conversation.partners}
    lines = [f"{k}: {json.dumps(v, ensure_ascii=False)}" for k, v in values.items() if v]
    yield "\n".join(["---", *lines, "---"])


def _entries(pairs: Iterable[tuple[str, str]]) -> str:
    """A list of what is filled in: label and text, of one line or more."""
    return "\n".join(
        f"- **{escape_line(label)}:** {block}"
        for label, text in pairs
        if (block := escape_block(text, "  "))
    )


def _facts(conversation: Conversation, words: Catalogue) -> Iterator[str]:
    """Who, when, and from what profile and goals."""
    header = conversation.header
    pairs = [(words(f"minutes.role.{p.role}"), p.name) for p in conversation.partners]
    pairs.append((words("minutes.when"), told.when(conversation, words)))
    pairs += [
        (words(f"minutes.{name}"), getattr(header, name))
        for name in ("place", "period", "job", "goals")
    ]
    if facts := _entries(pairs):
        yield facts


def _checklist(conversation: Conversation, words: Catalogue) -> Iterator[str]:
    sections = told.checklist(conversation)
    if sections:
        yield f"## {words('minutes.checklist')}"
    for section, items in sections:
        if section:
            yield f"### {escape_line(section)}"
        yield "\n".join(_item(item, conversation, words) for item in items)


def _item(item: ChecklistItem, conversation: Conversation, words: Catalogue) -> str:
    text, parked = told.item_text(item, words)
    box = "x" if item.state == "done" else " "
    lines = [f"- [{box}] {escape_line(text)}" + (f" — *{parked}*" if parked else "")]
    ranks = [partner.id for partner in conversation.partners]
    for by in sorted(
        item.remarks, key=lambda by: (ranks.index(by) if by in ranks else len(ranks), by)
    ):
        if remark := escape_block(item.remarks[by], "    "):
            name = escape_line(told.name_of(by, conversation, words))
            lines.append(f"  - **{name}:** {remark}")
    return "\n".join(lines)


def _noted(
    conversation: Conversation, words: Catalogue, notes: Contained, authors: bool
) -> Iterator[str]:
    if not notes.text:
        return
    yield f"## {words('minutes.notes')}"
    marks = told.author_marks(conversation, words) if authors else {}
    names = {by: told.name_of(by, conversation, words) for by in marks}
    if marks and marks == names:
        yield f"*{words('minutes.authors_by_name')}*"
    elif marks:
        (one_mark, one), (other_mark, other) = ((marks[by], names[by]) for by in marks)
        yield words(
            "minutes.authors",
            one_mark=f"*({one_mark})*",
            one=escape_line(one),
            other_mark=f"*({other_mark})*",
            other=escape_line(other),
        )
    yield notes.text


def _agreements(conversation: Conversation, words: Catalogue) -> Iterator[str]:
    labelled = list(told.labelled(conversation, words))
    if not labelled:
        return
    yield f"## {words('minutes.agreements')}"
    head = told.table_head(words)
    rows = [head, ("---",) * len(head)]
    rows += [
        tuple(escape_line(cell) for cell in told.agreement_row(label, agreement, words))
        for label, agreement in labelled
    ]
    yield "\n".join("|" + "".join(f" {cell} |" if cell else " |" for cell in row) for row in rows)
    for label, agreement in labelled:
        yield f"### {escape_line(told.agreement_heading(label, agreement))}"
        yield _entries(_filled(agreement, words))


def _filled(agreement: Agreement, words: Catalogue) -> Iterator[tuple[str, str]]:
    """Everything about an agreement but its text, which is its heading."""
    due = told.written_date(agreement.due, words) if agreement.due else ""
    for name, text in (
        ("kind", words(f"minutes.kind.{agreement.kind}")),
        ("based_on", agreement.based_on),
        ("owner", agreement.owner),
        ("measure", agreement.measure),
        ("due", due),
        ("support", agreement.support),
        ("support_by", agreement.support_by),
        ("status", words(f"minutes.status.{agreement.status}")),
        ("created", told.written_moment(agreement.created, words, time=False)),
    ):
        yield words(f"minutes.{name}"), text


def _who_does_what(conversation: Conversation, words: Catalogue) -> Iterator[str]:
    people = told.commitments(conversation, words)
    if people:
        yield f"## {words('minutes.who_does_what')}"
    for person in people:
        yield f"### {escape_line(person.name)}"
        lines = [_does(label, agreement, words) for label, agreement in person.owns]
        for label, agreement in person.supports:
            support = escape_line(agreement.support)
            key = "minutes.supports" if support else "minutes.supports_somehow"
            lines.append(_done(words(key, label=label, support=support), agreement, words))
        yield "\n".join(f"- {line}" for line in lines)


def _does(label: str, agreement: Agreement, words: Catalogue) -> str:
    text = escape_line(agreement.text) or "…"
    if agreement.due is None:
        return _done(words("minutes.does", label=label, text=text), agreement, words)
    due = told.written_date(agreement.due, words)
    return _done(words("minutes.does_by", label=label, text=text, due=due), agreement, words)


def _done(line: str, agreement: Agreement, words: Catalogue) -> str:
    return f"{line} — *{words('minutes.done')}*" if agreement.status == "done" else line


def _approvals(conversation: Conversation, words: Catalogue) -> Iterator[str]:
    approvals = told.approvals(conversation)
    if not approvals:
        return
    yield f"## {words('minutes.approvals')}"
    lines: list[str] = []
    for approval in approvals:
        moment = escape_line(told.written_moment(approval.at, words))
        agreed = (
            words("minutes.approved", moment=moment)
            if moment
            else words("minutes.approved_sometime")
        )
        digest = words("minutes.digest", digest=escape_line(approval.digest))
        name = escape_line(told.name_of(approval.partner, conversation, words))
        lines.append(f"- **{name}:** {agreed}, {digest}")
    yield "\n".join(lines)
    yield words("minutes.approvals_hold")
