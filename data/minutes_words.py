"""How the minutes name things: title, people, dates, agreements, and who does what.

Nothing here is Markdown yet. What is written and what is checked afterwards both start from this.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from .completeness import NOTHING_NEEDED
from .conversation import KINDS, Agreement, Approval, ChecklistItem, Conversation, Partner
from .language import LANGUAGES, Catalogue, catalogue
from .text import clean_line

_NAME = re.compile(r"[^\W_]+(?:[ .'-]{1,2}[^\W_]+)*")


@dataclass
class Commitments:
    """What one person is to do: agreements they own, and agreements they support."""

    name: str
    owns: list[tuple[str, Agreement]] = field(default_factory=list)
    supports: list[tuple[str, Agreement]] = field(default_factory=list)


def title(conversation: Conversation, words: Catalogue) -> str:
    """The title as given, or else the kind of conversation and between whom."""
    header = conversation.header
    if given := clean_line(header.title):
        return given
    kind = words(f"minutes.title.{header.kind if header.kind in KINDS else 'other'}")
    names = [clean_line(partner.name) for partner in conversation.partners]
    if len(names) == 2 and all(names):
        return words("minutes.title.between", title=kind, one=names[0], other=names[1])
    return kind


def written_date(day: date, words: Catalogue) -> str:
    """A date as people write it: 3 December 2026."""
    month = words(f"minutes.month.{day.month}")
    return words("minutes.date", day=day.day, month=month, year=day.year)


def written_moment(moment: str, words: Catalogue, *, time: bool = True) -> str:
    """A UTC moment (ISO 8601) in words, or as it stands where it is no such moment."""
    try:
        at = datetime.fromisoformat(moment)
        at = at.astimezone(UTC) if at.tzinfo else at
    except (ValueError, OverflowError):
        return clean_line(moment)
    day = written_date(at.date(), words)
    return words("minutes.moment", date=day, time=f"{at:%H:%M}") if time else day


def when(conversation: Conversation, words: Catalogue) -> str:
    """Date, time and planned duration; empty where neither date nor time is known."""
    header = conversation.header
    parts = [written_date(header.date, words)] if header.date else []
    if time := clean_line(header.time):
        parts.append(words("minutes.at", time=time))
    if parts and header.minutes:
        parts.append(words("minutes.duration", minutes=header.minutes))
    return ", ".join(parts)


def partner_name(partner: Partner, words: Catalogue) -> str:
    """The name of a partner; without one, what they are."""
    return clean_line(partner.name) or words(f"minutes.role.{partner.role}")


def name_of(partner_id: str, conversation: Conversation, words: Catalogue) -> str:
    """The name that goes with a partner's id, also when there is no such partner any more."""
    if partner := conversation.partner(partner_id):
        return partner_name(partner, words)
    role = f"minutes.role.{partner_id}"
    return words(role) if role in words else clean_line(partner_id)


def author_marks(conversation: Conversation, words: Catalogue) -> dict[str, str]:
    """For each author of the notes a short mark; none when only one wrote.

    Initials where they tell the two apart, else names, else roles. Only letters, digits and what
    joins names are let through, so a mark means nothing in Markdown.
    """
    wrote = {line.by for line in conversation.notes if line.text.strip()}
    authors = [partner for partner in conversation.partners if partner.id in wrote]
    if len(authors) < 2:
        return {}
    for candidates in (
        [partner.initials for partner in authors],
        [clean_line(partner.name) for partner in authors],
    ):
        if len(set(candidates)) == len(authors) and all(map(_NAME.fullmatch, candidates)):
            return {partner.id: mark for partner, mark in zip(authors, candidates, strict=True)}
    return {partner.id: words(f"minutes.role.{partner.role}") for partner in authors}


def checklist(conversation: Conversation) -> list[tuple[str, list[ChecklistItem]]]:
    """The checklist by section heading; what stands under no heading comes first.

    Items without any text of their own or of a partner are left out.
    """
    grouped: dict[str, list[ChecklistItem]] = {}
    for section, items in conversation.sections():
        told = [i for i in items if clean_line(i.text) or any(map(clean_line, i.remarks.values()))]
        if told:
            grouped.setdefault(clean_line(section), []).extend(told)
    return sorted(grouped.items(), key=lambda pair: pair[0] != "")


def item_text(item: ChecklistItem, words: Catalogue) -> tuple[str, str]:
    """What an item says, and a word on its state where a box cannot tell it."""
    parked = words("minutes.parked") if item.state == "parked" else ""
    return clean_line(item.text) or "…", parked


def labelled(conversation: Conversation, words: Catalogue) -> Iterator[tuple[str, Agreement]]:
    """The agreements with what to call them: R1, R2, D1."""
    for number, agreement in conversation.numbered():
        yield f"{words(f'minutes.letter.{agreement.kind}')}{number}", agreement


def agreement_heading(label: str, agreement: Agreement) -> str:
    """The heading of an agreement's own section."""
    return f"{label} {clean_line(agreement.text)}".strip()


def agreement_row(label: str, agreement: Agreement, words: Catalogue) -> tuple[str, ...]:
    """An agreement in the table: label, text, owner, due date and status."""
    due = written_date(agreement.due, words) if agreement.due else ""
    status = words(f"minutes.status.{agreement.status}")
    return label, clean_line(agreement.text), clean_line(agreement.owner), due, status


def table_head(words: Catalogue) -> tuple[str, ...]:
    """The head that goes with `agreement_row`."""
    return ("", *(words(f"minutes.{name}") for name in ("agreement", "owner", "due", "status")))


def commitments(conversation: Conversation, words: Catalogue) -> list[Commitments]:
    """What each person is to do, the employee first, then the manager, then others.

    Agreements that were dropped ask nothing of anybody.
    """
    people: dict[str, Commitments] = {}
    known = _known_names(conversation)
    for role in ("employee", "manager"):
        people[role] = Commitments(name_of(role, conversation, words))

    def person(name: str) -> Commitments:
        folded = clean_line(name).casefold()
        key = known.get(folded, f"name/{folded}")
        return people.setdefault(key, Commitments(clean_line(name)))

    for label, agreement in labelled(conversation, words):
        if agreement.status == "dropped":
            continue
        if clean_line(agreement.owner):
            person(agreement.owner).owns.append((label, agreement))
        if clean_line(agreement.support_by) and not _nothing(agreement.support):
            person(agreement.support_by).supports.append((label, agreement))
    return [someone for someone in people.values() if someone.owns or someone.supports]


def approvals(conversation: Conversation) -> list[Approval]:
    """The approvals that are bound to some content; one that was taken back has no digest."""
    return [approval for approval in conversation.approvals if clean_line(approval.digest)]


def _nothing(support: str) -> bool:
    asked = clean_line(support).lower()
    return asked in NOTHING_NEEDED or asked.rstrip(".") in NOTHING_NEEDED


def _known_names(conversation: Conversation) -> dict[str, str]:
    """Folded name -> role, for whole names, roles in every language, and unlike first names."""
    known: dict[str, str] = {}
    for role in ("manager", "employee"):
        known |= dict.fromkeys(_role_words(role), role)
    firsts = [_first_name(partner) for partner in conversation.partners]
    for partner, first in zip(conversation.partners, firsts, strict=True):
        if first and firsts.count(first) == 1:
            known[first] = partner.role
    for partner in conversation.partners:
        if name := clean_line(partner.name):
            known[name.casefold()] = partner.role
    return known


def _role_words(role: str) -> Iterable[str]:
    yield role
    for language in LANGUAGES:
        yield catalogue(language)(f"minutes.role.{role}").casefold()


def _first_name(partner: Partner) -> str:
    return clean_line(partner.name).casefold().partition(" ")[0]
