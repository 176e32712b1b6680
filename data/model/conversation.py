"""A conversation as plain, frozen data. No I/O, no clock, no library.

Ids are ours and stable; `order` is a fractional index (see `fractional_index.py`); times are UTC
ISO 8601 strings, dates are calendar dates without a zone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from ..text.graphemes import next_boundary

Day = date
"""A calendar date, where a column called `date` hides the type."""

CONVERSATION_KINDS = ("planning", "progress", "review")
"""The kinds of conversation, in the order of the year. Each has its checklists in `templates/`."""

Role = Literal["manager", "employee"]
ROLES: tuple[Role, ...] = ("manager", "employee")

Belongs = Literal["manager", "employee", "both"]
BELONGS: tuple[Belongs, ...] = ("manager", "employee", "both")

ItemState = Literal["open", "done", "parked"]
ITEM_STATES: tuple[ItemState, ...] = ("open", "done", "parked")

ItemKind = Literal["question", "competency"]
ITEM_KINDS: tuple[ItemKind, ...] = ("question", "competency")

Rating = Literal["mastered", "growing", "improve", "undiscussed"]
RATINGS: tuple[Rating, ...] = ("mastered", "growing", "improve", "undiscussed")
"""A partner's rating of a competency, in words without marks, and never an overall score."""

Stance = Literal["agreed", "seen", "disagreed"]
STANCES: tuple[Stance, ...] = ("agreed", "seen", "disagreed")

AgreementKind = Literal["result", "development", "other"]
AGREEMENT_KINDS: tuple[AgreementKind, ...] = ("result", "development", "other")

AgreementStatus = Literal["open", "done", "dropped"]
AGREEMENT_STATUSES: tuple[AgreementStatus, ...] = ("open", "done", "dropped")


@dataclass(frozen=True, slots=True)
class Header:
    """What the conversation is about and when it is held."""

    title: str = ""
    kind: str = "planning"
    language: str = "en"
    date: date | None = None
    time: str = ""
    """Planned start, local wall clock, "HH:MM" or empty."""
    minutes: int = 60
    """Planned duration in minutes; 0 if unknown."""
    place: str = ""
    period: str = ""
    job: str = ""
    """Job profile: what the agreements can be based on."""
    goals: str = ""
    """Goals of the organisation or department."""
    department: str = ""
    next_on: Day | None = None
    """When the two talk again."""
    previous: str = ""
    """The slug of the conversation that this one follows, or empty."""
    created: str = ""
    """UTC time at which the conversation was begun."""


@dataclass(frozen=True, slots=True)
class Partner:
    """A person in the conversation. The id is the role: there is one of each."""

    id: str
    name: str
    role: Role
    login: str = ""
    """Unix login, empty if unknown."""

    @property
    def initials(self) -> str:
        """At most two letters: those of the first and the last word of the name."""
        words = self.name.split()
        ends = words[:1] + words[-1:] if len(words) > 1 else words
        return "".join(word[: next_boundary(word, 0)] for word in ends).upper()


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """A question to prepare and tick. `section` is the heading that it stands under."""

    id: str
    section: str
    text: str
    explanation: str = ""
    belongs: Belongs = "both"
    kind: ItemKind = "question"
    state: ItemState = "open"
    order: str = ""
    remarks: Mapping[str, str] = field(default_factory=dict)
    """Shared answers: partner id -> text, which may hold several lines."""
    ratings: Mapping[str, Rating] = field(default_factory=dict)
    """Of a competency: partner id -> that partner's rating."""
    carried_from: str = ""
    """The slug of the conversation in which it was parked, or empty."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How an agreement was getting on at one time, as one of the partners described it."""

    id: str
    agreement: str
    """The id of the agreement."""
    at: str = ""
    """UTC time."""
    by: str = ""
    """Partner id."""
    text: str = ""
    percent: int | None = None
    """How far it is, 0 to 100; None if not given."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What was agreed. Empty means "not filled in"; `owner` and `support_by` are free names."""

    id: str
    kind: AgreementKind = "result"
    text: str = ""
    owner: str = ""
    measure: str = ""
    due: date | None = None
    support: str = ""
    support_by: str = ""
    based_on: str = ""
    status: AgreementStatus = "open"
    order: str = ""
    created: str = ""
    """UTC time at which it was written down."""
    steps: str = ""
    """How to get there; may hold several lines."""
    budget: str = ""
    """What it may cost, in money or time."""
    evaluate_on: date | None = None
    """When the two evaluate how it is going."""
    carried_from: str = ""
    """The slug of the conversation it was carried over from, or empty. The id stays the same."""
    progress: tuple[Progress, ...] = ()
    """The progress log, oldest first."""


@dataclass(frozen=True, slots=True)
class Approval:
    """A partner's stance, bound to a digest of the exact content."""

    partner: str
    digest: str
    at: str
    """UTC time."""
    stance: Stance = "agreed"
    remark: str = ""
    """A reaction or what the partner disagrees with; may hold several lines."""
    parts: str = ""
    """The parts of the digest, so that a later change can be named."""
    entered_by: str = ""
    """The login that entered it; empty in files from before that was recorded."""
    own: bool = False
    """Whether the partner entered it themselves, at a terminal where they were known."""

    @property
    def entered_for(self) -> str:
        """The login that entered it in the partner's place; "" if the partner did."""
        return "" if self.own else self.entered_by


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One line of the notes, and the id of the partner who wrote most of it ("" = nobody)."""

    text: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """One talk: header, partners, checklist and agreements in display order, notes, approvals."""

    header: Header
    partners: tuple[Partner, ...] = ()
    checklist: tuple[ChecklistItem, ...] = ()
    notes: tuple[NoteLine, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    approvals: tuple[Approval, ...] = ()

    def partner(self, partner_id: str | None) -> Partner | None:
        """Return the partner with this id, or None."""
        return next((p for p in self.partners if p.id == partner_id), None)

    def item(self, item_id: str) -> ChecklistItem | None:
        """Return the checklist item with this id, or None."""
        return next((i for i in self.checklist if i.id == item_id), None)

    def agreement(self, agreement_id: str) -> Agreement | None:
        """Return the agreement with this id, or None."""
        return next((a for a in self.agreements if a.id == agreement_id), None)

    def approval(self, partner_id: str) -> Approval | None:
        """Return the stance of the partner with this id, or None."""
        return next((a for a in self.approvals if a.partner == partner_id), None)

    def short_name(self, name: str) -> str:
        """Return a short name: a partner's first name, if the other has another one."""
        partner = next((p for p in self.partners if p.name == name), None)
        if partner is None or not name.split():
            return name
        first = name.split(maxsplit=1)[0]
        alike = [p for p in self.partners if p.name.split()[:1] == [first]]
        return first if len(alike) == 1 else name

    def sections(self) -> Iterator[tuple[str, tuple[ChecklistItem, ...]]]:
        """Yield the checklist by section, in order of each section's first item."""
        grouped: dict[str, list[ChecklistItem]] = {}
        for item in self.checklist:
            grouped.setdefault(item.section, []).append(item)
        for section, items in grouped.items():
            yield section, tuple(items)

    def numbered(self) -> Iterator[tuple[int, Agreement]]:
        """Yield the agreements in order, with the number (from 1) in their kind: R1, R2, D1."""
        count: dict[str, int] = {}
        for agreement in self.agreements:
            count[agreement.kind] = count.get(agreement.kind, 0) + 1
            yield count[agreement.kind], agreement
