"""The wording of minutes of form 1: title, people, dates, agreements, and their order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from ...i18n.catalogue import Catalogue
from ...ids import PARTNER_IDS, PartnerId
from ...model.conversation import (
    CONVERSATION_KINDS,
    ROLES,
    Agreement,
    Approval,
    ChecklistItem,
    Conversation,
    Partner,
)
from ...text.lazy_pattern import lazy_pattern
from ...text.sanitize import clean_line
from ..wording import by_section, is_competency, item_text, notes_without_appreciation, utc_moment

_NAME = lazy_pattern(r"[^\W_]+(?:[ .'-]{1,2}[^\W_]+)*")


def title(conversation: Conversation, words: Catalogue) -> str:
    """Return the given title, or else the kind of conversation and the two names."""
    header = conversation.header
    if header.title:
        return header.title
    kind = words(f"form1.title.{header.kind if header.kind in CONVERSATION_KINDS else 'other'}")
    names = [partner.name for partner in conversation.partners]
    if len(names) == 2 and all(names):
        return words("form1.title.between", title=kind, one=names[0], other=names[1])
    return kind


def written_date(day: date, words: Catalogue) -> str:
    """Return a date as people write it: 3 December 2026."""
    month = words(f"form1.month.{day.month}")
    return words("form1.date", day=day.day, month=month, year=day.year)


def written_moment(moment: str, words: Catalogue, *, time: bool = True) -> str:
    """Return a time (ISO 8601) in words, in UTC; the text itself if malformed."""
    at = utc_moment(moment)
    if at is None:
        return moment
    day = written_date(at.date(), words)
    return words("form1.moment", date=day, time=f"{at:%H:%M}") if time else day


def date_and_time(conversation: Conversation, words: Catalogue) -> str:
    """Return date, time and planned duration; "" if neither date nor time is known."""
    header = conversation.header
    parts = [written_date(header.date, words)] if header.date else []
    if header.time:
        parts.append(words("form1.at", time=header.time))
    if parts and header.minutes:
        parts.append(words("form1.duration", minutes=header.minutes))
    return ", ".join(parts)


def partner_name(partner: Partner, words: Catalogue) -> str:
    """Return the name of a partner; without one, their role."""
    return partner.name or words(f"form1.role.{partner.role}")


def name_of(partner_id: PartnerId, conversation: Conversation, words: Catalogue) -> str:
    """Return the name for a partner's id, also if there is no such partner any more."""
    if partner := conversation.partner(partner_id):
        return partner_name(partner, words)
    role = f"form1.role.{partner_id}"
    return words(role) if role in words else clean_line(partner_id) or "…"


def author_marks(conversation: Conversation, words: Catalogue) -> dict[PartnerId, str]:
    """Return a short mark for each author of the notes; empty if there is only one.

    Initials if they distinguish the two, else names, else roles. Initials and names must match
    `_NAME`, so that a mark has no meaning in Markdown.
    """
    author_ids = {line.by for line in notes_without_appreciation(conversation) if line.text.strip()}
    authors = [partner for partner in conversation.partners if partner.id in author_ids]
    if len(authors) < 2:
        return {}
    for candidates in (
        [partner.initials for partner in authors],
        [partner.name for partner in authors],
    ):
        if len(set(candidates)) == len(authors) and all(map(_NAME.fullmatch, candidates)):
            return {partner.id: mark for partner, mark in zip(authors, candidates, strict=True)}
    return {partner.id: words(f"form1.role.{partner.role}") for partner in authors}


def checklist(conversation: Conversation) -> list[tuple[str, list[ChecklistItem]]]:
    """Return the questions by section heading; those without a heading come first.

    Items without any text of their own or of a partner are left out; competencies have a section of
    their own.
    """
    return by_section(item for item in conversation.checklist if not is_competency(item))


def competencies(
    conversation: Conversation, words: Catalogue
) -> list[tuple[str, list[ChecklistItem]]]:
    """Return the competencies by section heading, as `checklist` does the questions.

    A section with the name of the whole chapter needs no heading: it comes first.
    """
    chapter = words("form1.competencies")
    return by_section(
        replace(item, section="") if item.section == chapter else item
        for item in conversation.checklist
        if is_competency(item)
    )


def item_annotation(item: ChecklistItem, words: Catalogue) -> str:
    """Return what a box cannot show, or "": that an item is parked, and the slug it came from."""
    parked = words("form1.parked") if item.state == "parked" else ""
    carried = words("form1.item_from", slug=item.carried_from) if item.carried_from else ""
    return ", ".join(part for part in (parked, carried) if part)


def competency_row(item: ChecklistItem, words: Catalogue) -> tuple[str, ...]:
    """Return a competency's table row: text, the partners' ratings, and whether it was discussed.

    The last cell stands for the tick of a checklist item.
    """
    ratings = [words(f"form1.rating.{item.ratings[by]}") if by in item.ratings else ""
               for by in PARTNER_IDS]  # fmt: skip
    discussed = words("form1.yes") if item.state == "done" else ""
    last_cell = [part for part in (discussed, item_annotation(item, words)) if part]
    return item_text(item), *ratings, ", ".join(last_cell)


def competency_head(words: Catalogue) -> tuple[str, ...]:
    """Return the head for `competency_row`."""
    roles = (words(f"form1.role.{role}") for role in ROLES)
    return words("form1.competency"), *roles, words("form1.discussed")


def remarks(item: ChecklistItem, conversation: Conversation) -> Iterator[tuple[PartnerId, str]]:
    """Yield the shared answers at an item, (partner id, text): the manager's first."""
    ranks = [partner.id for partner in conversation.partners]
    rank = {by: (ranks.index(by) if by in ranks else len(ranks), by) for by in item.remarks}
    for by in sorted(item.remarks, key=lambda by: rank[by]):
        yield by, item.remarks[by]


def labelled(conversation: Conversation, words: Catalogue) -> Iterator[tuple[str, Agreement]]:
    """Yield the agreements with their labels: R1, R2, D1."""
    for number, agreement in conversation.numbered():
        yield f"{words(f'form1.letter.{agreement.kind}')}{number}", agreement


def field_label(table: str, name: str, words: Catalogue) -> str:
    """Return the label of a field: its own in the minutes, or else the one in the form."""
    own = f"form1.{name}"
    return words(own if own in words else f"form1.{table}.{name}")


def choice_in_words(table: str, name: str, choice: str, words: Catalogue) -> str:
    """Return one of the choices of a field in words."""
    return words(f"form1.{table}.{name}.{choice}")


def agreement_row(label: str, agreement: Agreement, words: Catalogue) -> tuple[str, ...]:
    """Return an agreement's table row: label, text, owner, due date and status."""
    due = written_date(agreement.due, words) if agreement.due else ""
    status = choice_in_words("agreement", "status", agreement.status, words)
    return label, agreement.text, agreement.owner, due, status


def table_head(words: Catalogue) -> tuple[str, ...]:
    """Return the head for `agreement_row`."""
    columns = (field_label("agreement", name, words) for name in ("owner", "due", "status"))
    return "", words("form1.agreement"), *columns


def stance(approval: Approval, words: Catalogue) -> str:
    """Return a stance in words: its time, the login that entered it, and its content digest."""
    text = words(f"form1.stance.{approval.stance}")
    if time := written_moment(approval.at, words):
        text = words("form1.stance_on", stance=text, moment=time)
    if login := approval.entered_for:
        text = words("form1.stance_entered", stance=text, login=login)
    return words("form1.stance_bound", stance=text, digest=approval.digest)
