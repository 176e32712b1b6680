"""A conversation as plain, frozen data. No I/O, no clock, no library.

Ids are ours and stable; `order` is a fractional index (see `fractional_index.py`); times are UTC
ISO 8601 strings, dates are calendar dates without a zone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal

from ..ids import NOBODY, PARTNER_IDS, Login, PartnerId, RowId, Slug
from ..lazy_dataclass import dataclass, field
from ..text.graphemes import next_boundary
from .agreement_numbers import HIGHEST, NUMBER, HeldNumber, settle
from .field_spec import FieldSpec, described, metadata

Day = date
"""A calendar date, where a column called `date` hides the type."""

CONVERSATION_KINDS = ("planning", "progress", "review")
"""The kinds of conversation of the year, in its order. There are others: a kind is data."""

Role = Literal["manager", "employee"]
ROLES: tuple[Role, ...] = ("manager", "employee")
Belongs = Literal["manager", "employee", "both"]
BELONGS: tuple[Belongs, ...] = ("manager", "employee", "both")
ItemState = Literal["open", "done", "parked"]
ITEM_STATES: tuple[ItemState, ...] = ("open", "done", "parked")
ItemKind = Literal["question", "competency", "reminder"]
ITEM_KINDS: tuple[ItemKind, ...] = ("question", "competency", "reminder")
"""A reminder is for oneself: it is ticked, and never in minutes or on a sheet."""

Rating = Literal["mastered", "growing", "improve", "undiscussed"]
RATINGS: tuple[Rating, ...] = ("mastered", "growing", "improve", "undiscussed")
"""A partner's rating of a competency, in words without marks, and never an overall score."""

DESCRIBED: tuple[Rating, ...] = ("mastered", "growing", "improve")
"""The ratings for which a competency has a text on behaviour."""

Stance = Literal["agreed", "seen", "disagreed"]
STANCES: tuple[Stance, ...] = ("agreed", "seen", "disagreed")
AgreementKind = Literal["result", "development", "other"]
AGREEMENT_KINDS: tuple[AgreementKind, ...] = ("result", "development", "other")
AgreementStatus = Literal["open", "done", "dropped"]
AGREEMENT_STATUSES: tuple[AgreementStatus, ...] = ("open", "done", "dropped")

CHANGED = "changed"
"""The attribute with the time of a partner's last edit: `changed/<partner>`."""

_LINE = FieldSpec()
_BLOCK = FieldSpec("block")
_APART = FieldSpec(form=False, minutes=False, search=False)
"""Shown in a way of its own, or not at all."""
_ORDER = _APART._replace(json=False, about=False)
_NUMBERS = _ORDER._replace(value="ordinal", digest=False, reported=False, keys=AGREEMENT_KINDS)
_SOURCE = FieldSpec(form=False, search=False)
"""The slug of a conversation, which carrying over sets."""
_OF_KIND = _APART._replace(fixed=True, reported=False)
"""What the conversation keeps of its kind; empty if it was begun before kinds were data."""
_OF_ITEM = FieldSpec(form=False, minutes=False, search=False, reported=False)
"""What an item keeps of its kind."""


@dataclass(frozen=True, slots=True)
class Header:
    """The subject, date and setting of the conversation."""

    title: str = described("", FieldSpec(minutes=False))
    kind: str = described("planning", _APART)
    language: str = described("en", _APART)
    date: date | None = described(None, FieldSpec("date", minutes=False))
    time: str = described("", FieldSpec(minutes=False, search=False))
    """Planned start, local wall clock, "HH:MM" or empty."""
    minutes: int = described(60, FieldSpec("number", minutes=False))
    """Planned duration in minutes; 0 if unknown."""
    place: str = described("", _LINE)
    department: str = described("", FieldSpec(form="period", search="period"))
    period: str = described("", _LINE)
    job: str = described("", _BLOCK)
    """Job profile: what the agreements can be based on."""
    goals: str = described("", _BLOCK)
    """Goals of the organisation or department."""
    previous: Slug = described(Slug(""), _SOURCE)
    """The slug of the conversation that this one follows, or empty."""
    previous_on: Day | None = described(None, _SOURCE._replace(value="date", minutes=False))
    """The date that it had when this one was made as its follow-up."""
    next_on: Day | None = described(None, FieldSpec("date", minutes=False))
    """The date of the next conversation."""
    in_short: str = described("", _BLOCK._replace(minutes=False))
    """What both want to say to who reads no further than the summary of the minutes."""
    created: str = described(
        "", FieldSpec("moment", form=False, minutes=False, reported=False, fixed=True)
    )
    """UTC time at which the conversation was begun."""
    zone: str = described("", _APART._replace(reported=False, about=False))
    """The time zone of the conversation, by its IANA name; empty in older ones: UTC."""
    changed: Mapping[PartnerId, str] = field(
        default_factory=dict,
        metadata=metadata(
            _ORDER._replace(value="moment", digest=False, reported=False, prefix=CHANGED)
        ),
    )
    """Partner id, "-" for nobody -> UTC time of their last change, to the minute."""
    highest: Mapping[str, str] = field(
        default_factory=dict, metadata=metadata(_NUMBERS._replace(prefix=HIGHEST))
    )
    """Kind of agreement -> the highest number ever given to it, in this chain of conversations."""
    kind_title: str = described("", _OF_KIND)
    """What the kind is called."""
    kind_digest: str = described("", _OF_KIND._replace(about=False))
    """The SHA-256 of the file of the kind."""
    aim: str = described("", _OF_KIND)
    """What the talk is for."""
    talk_order: str = described("", _OF_KIND._replace(value="block"))
    """The steps of the talk, one a line."""
    record_title: str = described("", _OF_KIND._replace(about=False))
    """The form of the title of the minutes; see `kinds/record_form.py`."""
    record_footer: str = described("", _OF_KIND._replace(about=False))
    record_file: str = described("", _OF_KIND._replace(about=False))
    """The chapters of the file version, separated by spaces; `none` if there is none."""
    notice_purpose: str = described("", _OF_KIND)
    notice_readers: str = described("", _OF_KIND)
    notice_keep: str = described("", _OF_KIND)
    notice_rights: str = described("", _OF_KIND)
    notice_never: str = described("", _OF_KIND)
    role_manager: str = described("", _OF_KIND._replace(about=False))
    """What the manager is called; empty is the usual word."""
    role_employee: str = described("", _OF_KIND._replace(about=False))
    agreement_kinds: str = described("", _OF_KIND._replace(about=False))
    """The kinds of agreements that are offered, separated by spaces."""
    agreements_expected: str = described("", _OF_KIND._replace(about=False))
    """Those of which one is usual; `none` if no agreement is expected."""

    @property
    def offered(self) -> tuple[AgreementKind, ...]:
        """The kinds of agreements that are offered."""
        return _kept(self.agreement_kinds) or AGREEMENT_KINDS

    @property
    def expected(self) -> tuple[AgreementKind, ...]:
        """The kinds of agreements of which one is usual.

        Development if the conversation does not keep them: at least one is the usual Dutch rule.
        """
        return _kept(self.agreements_expected) if self.agreements_expected else ("development",)


def _kept(names: str) -> tuple[AgreementKind, ...]:
    return tuple(kind for kind in AGREEMENT_KINDS if kind in names.split())


@dataclass(frozen=True, slots=True)
class Partner:
    """A person in the conversation. The id is the role: there is one of each."""

    id: PartnerId
    name: str = field(metadata=metadata(_APART._replace(search=True, json="role")))
    role: Role = field(metadata=metadata(_APART._replace(value="choice", choices=ROLES)))
    login: Login = described(Login(""), _APART._replace(json=False, digest=False, reported=False))
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

    id: RowId
    section: str = field(metadata=metadata(FieldSpec(form="belongs", minutes=False, search=False)))
    text: str = field(metadata=metadata(FieldSpec(minutes=False, required=True, long=True)))
    explanation: str = described("", FieldSpec(minutes=False, search=False, long=True))
    belongs: Belongs = described("both", FieldSpec("choice", BELONGS, minutes=False))
    kind: ItemKind = described(
        "question", FieldSpec("choice", ITEM_KINDS, form=False, minutes=False)
    )
    state: ItemState = described(
        "open", FieldSpec("choice", ITEM_STATES, neutral="open", form=False, minutes=False)
    )
    order: str = described("", _ORDER)
    carried_from: Slug = described(Slug(""), _APART)
    """The slug of the conversation in which it was parked, or empty."""
    remarks: Mapping[PartnerId, str] = field(
        default_factory=dict,
        metadata=metadata(FieldSpec("block", form=False, minutes=False, prefix="remark")),
    )
    """Shared answers: partner id -> text, which may hold several lines."""
    ratings: Mapping[PartnerId, Rating] = field(
        default_factory=dict,
        metadata=metadata(
            FieldSpec(
                "choice",
                RATINGS,
                neutral="undiscussed",
                form=False,
                minutes=False,
                prefix="rating",
            )
        ),
    )
    """Of a competency: partner id -> that partner's rating."""
    earlier: Mapping[PartnerId, Rating] = field(
        default_factory=dict,
        metadata=metadata(
            _APART._replace(value="choice", choices=RATINGS, reported=False, prefix="earlier")
        ),
    )
    """Of a competency: partner id -> their last rating in the conversations before this one."""
    rated: Mapping[PartnerId, str] = field(
        default_factory=dict,
        metadata=metadata(_ORDER._replace(digest=False, reported=False, prefix="rated")),
    )
    """The partners whose rating the other does not see yet (`hidden_ratings.py`)."""
    help: str = described("", _OF_ITEM._replace(about=False))
    """A line of help, shown in the field while it is empty."""
    questions: Mapping[PartnerId, str] = field(
        default_factory=dict, metadata=metadata(_OF_ITEM._replace(prefix="question"))
    )
    """Partner id -> the question, where the two are asked differently."""
    behaviour: Mapping[Rating, str] = field(
        default_factory=dict,
        metadata=metadata(_OF_ITEM._replace(about=False, prefix="behaviour", keys=DESCRIBED)),
    )
    """Of a competency: level -> the behaviour that goes with it; for all levels, or for none."""

    def question_for(self, partner: PartnerId | None) -> str:
        """Return the whole question as this partner is asked; both questions for nobody."""
        if self.explanation or not self.questions:
            return self.explanation
        asked = self.questions.get(partner or NOBODY)
        both = (self.questions.get(each, "") for each in PARTNER_IDS)
        return asked or " ".join(dict.fromkeys(filter(None, both)))


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of an agreement at one time, as a partner described it."""

    id: RowId
    agreement: RowId = field(metadata=metadata(_APART._replace(json=False)))
    """The id of the agreement."""
    at: str = described("", _APART._replace(value="moment", reported=False))
    """UTC time."""
    by: PartnerId = described(NOBODY, _APART)
    """Partner id."""
    text: str = described("", FieldSpec(minutes=False, required=True, long=True))
    percent: int | None = described(None, FieldSpec("percent", minutes=False))
    """How far the agreement is, 0 to 100; None if not given."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement. Empty means "not filled in"; `owner` and `support_by` are free names."""

    id: RowId
    kind: AgreementKind = described(
        "result", FieldSpec("choice", AGREEMENT_KINDS, form="text", minutes=False)
    )
    text: str = described("", FieldSpec(minutes=False, required=True, long=True))
    owner: str = described("", FieldSpec(person=True))
    measure: str = described("", _LINE)
    due: date | None = described(None, FieldSpec("date"))
    support: str = described("", _LINE)
    support_by: str = described("", FieldSpec(person=True))
    support_due: date | None = described(None, FieldSpec("date"))
    support_done: date | None = described(None, FieldSpec("date"))
    """The date on which the support was given; until then it is promised for `support_due`."""
    steps: str = described("", FieldSpec("block", form="due", minutes="due", search="budget"))
    """How to get there; may hold several lines."""
    budget: str = described("", _LINE)
    """The permitted cost, in money or time."""
    based_on: str = described(
        "", FieldSpec(minutes="evaluate_on", search="support_by", json="support_by")
    )
    evaluate_on: date | None = described(None, FieldSpec("date"))
    """The date on which the partners evaluate its progress."""
    status: AgreementStatus = described(
        "open",
        FieldSpec("choice", AGREEMENT_STATUSES, neutral="open", json="based_on"),
    )
    order: str = described("", _ORDER)
    created: str = described(
        "", FieldSpec("moment", form=False, json="carried_from", reported=False)
    )
    """UTC time at which it was written down."""
    carried_from: Slug = described(Slug(""), FieldSpec(form=False, search=False))
    """The slug of the conversation it was carried over from, or empty. The id stays the same."""
    drafted_from: str = described("", _APART._replace(json=False, digest=False, reported=False))
    """The words of the line of the notes of which it was made (`drafted_lines.py`), or empty."""
    numbers: Mapping[str, str] = field(
        default_factory=dict, metadata=metadata(_NUMBERS._replace(prefix=NUMBER))
    )
    """Kind -> the number given when the agreement got that kind. Screens show `numbered`."""
    progress: tuple[Progress, ...] = ()
    """The progress log, oldest first."""


@dataclass(frozen=True, slots=True)
class Approval:
    """A partner's stance, bound to a digest of the exact content."""

    partner: PartnerId
    digest: str = field(metadata=metadata(_APART._replace(json="at", reported=False)))
    at: str = field(
        metadata=metadata(_APART._replace(value="moment", json="stance", reported=False))
    )
    """UTC time."""
    stance: Stance = described("agreed", _APART._replace(value="choice", choices=STANCES))
    remark: str = described("", FieldSpec("block", form=False, minutes=False))
    """A reaction, or the reason of a disagreement; may hold several lines."""
    parts: str = described("", _APART._replace(json=False, reported=False, about=False))
    """The parts of the digest, so that a later change can be named."""
    entered_by: str = described("", _APART._replace(json=False, reported=False))
    """The login that entered it; empty in files from before that was recorded."""
    own: bool = described(
        default=False,
        spec=_APART._replace(value="flag", json=False, reported=False, about=False),
    )
    """Whether the partner entered it themselves, at a terminal where they were known."""

    @property
    def entered_for(self) -> str:
        """The login that entered it in the partner's place; "" if the partner did."""
        return "" if self.own else self.entered_by


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One line of the notes, and the id of the partner who wrote most of it ("" for nobody)."""

    text: str
    by: PartnerId = NOBODY


@dataclass(frozen=True, slots=True)
class Conversation:
    """One talk: header, partners, checklist and agreements in display order, notes, approvals."""

    header: Header
    partners: tuple[Partner, ...] = ()
    checklist: tuple[ChecklistItem, ...] = ()
    notes: tuple[NoteLine, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    approvals: tuple[Approval, ...] = ()

    def partner(self, partner_id: PartnerId | None) -> Partner | None:
        """Return the partner with this id, or None."""
        return next((p for p in self.partners if p.id == partner_id), None)

    def name_of(self, partner_id: PartnerId | None) -> str:
        """Return the name of the partner with this id; "" if unknown."""
        partner = self.partner(partner_id)
        return partner.name if partner else ""

    def item(self, item_id: RowId) -> ChecklistItem | None:
        """Return the checklist item with this id, or None."""
        return next(iter([i for i in self.checklist if i.id == item_id]), None)

    def agreement(self, agreement_id: RowId) -> Agreement | None:
        """Return the agreement with this id, or None."""
        return next(iter([a for a in self.agreements if a.id == agreement_id]), None)

    def approval(self, partner_id: PartnerId) -> Approval | None:
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

    def numbered(self) -> Iterator[tuple[str, Agreement]]:
        """Yield the agreements in order, with their number in their kind: R1, R2, D1, R2b."""
        held = [
            HeldNumber(row.id, kind, number)
            for row in self.agreements
            for kind, number in {row.kind: "", **row.numbers}.items()
        ]
        settled = settle(held, self.header.highest).numbers
        for agreement in self.agreements:
            yield settled[agreement.id, agreement.kind], agreement
