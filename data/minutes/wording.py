"""What minutes say of a conversation, in plain text: people, dates, agreements, and their order.

The screens and the preparation sheet use it too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime

from ..i18n.catalogue import Catalogue
from ..ids import NOBODY, PartnerId
from ..kinds.record_form import record_form_of
from ..kinds.role_words import name_or_role
from ..model import agreement_label
from ..model.appreciation import appreciation_text
from ..model.conversation import (
    Agreement,
    Approval,
    ChecklistItem,
    Conversation,
    NoteLine,
    Progress,
)
from ..text.sanitize import clean_line, clean_text


def title(conversation: Conversation) -> str:
    """Return the given title, or else the one that the kind of conversation makes."""
    return conversation.header.title or record_form_of(conversation).title_of(conversation)


def written_date(day: date, words: Catalogue) -> str:
    """Return a date as people write it: 3 December 2026."""
    month = words(f"minutes.month.{day.month}")
    return words("minutes.date", day=day.day, month=month, year=day.year)


def utc_moment(moment: str) -> datetime | None:
    """Return a time (ISO 8601) in UTC; None if malformed."""
    try:
        at = datetime.fromisoformat(moment)
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def name_of(partner_id: PartnerId, conversation: Conversation, words: Catalogue) -> str:
    """Return the name for a partner's id, also if there is no such partner any more."""
    if conversation.partner(partner_id):
        return words.text(name_or_role(conversation, partner_id))
    role = f"minutes.role.{partner_id}"
    return words(role) if role in words else clean_line(partner_id) or "…"


def notes_without_appreciation(conversation: Conversation) -> list[NoteLine]:
    """Return the notes without the lines of appreciation, which have a section of their own.

    If such a line was between blank lines, one of those is dropped too.
    """
    lines = list(_note_lines(conversation))
    return [lines[index] for index in indexes_without_appreciation(lines)]


def indexes_without_appreciation(lines: Sequence[NoteLine]) -> list[int]:
    """Return the indexes of the lines that `notes_without_appreciation` returns."""
    kept: list[int] = []
    removed = False
    for index, line in enumerate(lines):
        if appreciation_text(line.text):
            removed = True
        elif line.text.strip() or not removed or (kept and lines[kept[-1]].text.strip()):
            kept.append(index)
            removed = False
    return kept


def appreciation_lines(conversation: Conversation) -> list[tuple[PartnerId, str]]:
    """Return the appreciations in the notes, in order: author (a partner's id or ""), and text."""
    return [
        (line.by if conversation.partner(line.by) else NOBODY, text)
        for line in _note_lines(conversation)
        if (text := clean_line(appreciation_text(line.text) or ""))
    ]


def _note_lines(conversation: Conversation) -> Iterator[NoteLine]:
    for line in conversation.notes:
        for text in clean_text(line.text).split("\n"):
            yield NoteLine(text, line.by)


def sections(conversation: Conversation) -> set[str]:
    """Return the titles of the sections that the checklist has, competencies included."""
    return {item.section for item in conversation.checklist if item.section}


def is_competency(item: ChecklistItem) -> bool:
    """Return whether an item of the checklist is rated."""
    return item.kind == "competency" or bool(item.ratings)


def by_section(items: Iterable[ChecklistItem]) -> list[tuple[str, list[ChecklistItem]]]:
    """Return items by section heading; those without a heading come first.

    Items without any text of their own or of a partner are left out.
    """
    grouped: dict[str, list[ChecklistItem]] = {}
    for item in items:
        if item.text or item.ratings or any(map(str.strip, item.remarks.values())):
            grouped.setdefault(item.section, []).append(item)
    return sorted(grouped.items(), key=lambda pair: pair[0] != "")


def item_text(item: ChecklistItem) -> str:
    """Return the text of an item; "…" if it has none."""
    return item.text or "…"


def labelled(conversation: Conversation, words: Catalogue) -> Iterator[tuple[str, Agreement]]:
    """Yield the agreements with their labels: R1, R2, D1."""
    for label, agreement in agreement_label.labelled(conversation):
        yield words(label), agreement


def agreement_heading(label: str, agreement: Agreement) -> str:
    """Return the heading of an agreement's own section."""
    return f"{label} {agreement.text}".strip()


def field_label(table: str, name: str, words: Catalogue) -> str:
    """Return the label of a field: its own in the minutes, or else the one in the form."""
    own = f"minutes.{name}"
    return words(own if own in words else f"form.{table}.{name}")


def choice_in_words(table: str, name: str, choice: str, words: Catalogue) -> str:
    """Return one of the choices of a field in words."""
    return words(f"form.{table}.{name}.{choice}")


def progress(agreement: Agreement) -> list[Progress]:
    """Return the progress log by time, to the minute; entries without a time come last."""
    return sorted(agreement.progress, key=lambda entry: _time_order(entry.at))


def _time_order(moment: str) -> tuple[bool, str]:
    at = utc_moment(moment)
    return at is None, at.isoformat(timespec="minutes")[:16] if at else moment


def approvals(conversation: Conversation) -> list[Approval]:
    """Return the approvals of the partners with a content digest; a withdrawn one has none."""
    return [
        approval
        for approval in conversation.approvals
        if approval.digest and conversation.partner(approval.partner)
    ]
