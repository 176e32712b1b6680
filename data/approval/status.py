"""Approval status: each partner's stance, and whether it still holds for the present content."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from ..i18n.catalogue import Catalogue, Message
from ..i18n.date_format import format_date
from ..kinds.role_words import role_word
from ..lazy_dataclass import dataclass
from ..model.conversation import Approval, Conversation, NoteLine, Partner
from ..model.fields import Fields
from .content_digest import Content, ContentChange, changed_since, content

MAX_NAMED = 3
"""The most changes that a short line names; the others are counted."""


@dataclass(frozen=True, slots=True)
class ApprovalStatus:
    """One partner's stance. Without an approval they have not taken one yet."""

    partner: Partner
    approval: Approval | None = None
    changed: tuple[ContentChange, ...] = ()
    """The changes since they took it; empty while it holds."""
    role: Message | str = ""
    """What the kind of conversation calls their role; "" for the usual word."""

    def role_in(self, words: Catalogue) -> str:
        """Return what their role is called."""
        return words.text(self.role or Message(f"conversation.role.{self.partner.role}"))

    @property
    def is_valid(self) -> bool:
        """Whether their stance is about exactly the present content."""
        return self.approval is not None and not self.changed

    @property
    def agrees(self) -> bool:
        """Whether they themselves agree with exactly the present content."""
        return self.stance == "agreed" and self.is_valid and not self.entered_for

    @property
    def stance(self) -> str:
        """Their stance: agreed, seen or disagreed; "" without one."""
        return self.approval.stance if self.approval else ""

    @property
    def entered_for(self) -> str:
        """The login that entered the stance for them; it is not theirs until they confirm it."""
        return self.approval.entered_for if self.approval else ""

    def describe(self, words: Catalogue, today: date | None, *, omit_changes: bool = False) -> str:
        """Describe the stance in the user's language, with its local time and the changes since.

        `omit_changes` leaves the changes out.
        """
        name = self.partner.name or self.role_in(words)
        if self.approval is None:
            return words("approval.status.none", name=name)
        stance = words(f"approval.status.{self.approval.stance}", name=name)
        time = format_moment(words, self.approval.at, today)
        text = f"{stance} ({time})" if time else stance
        if self.entered_for:
            text = words("approval.status.entered", stance=text, login=self.entered_for)
        if not self.changed:
            return text
        if omit_changes:
            return words("approval.status.void_too", stance=text)
        return words(
            "approval.status.void", stance=text, what=describe_changes(self.changed, full=True)
        )


def approval_statuses(
    conversation: Conversation, fields: Fields, notes: Iterable[NoteLine]
) -> tuple[ApprovalStatus, ...]:
    """Return each partner's status, from a conversation, its fields and its notes."""
    if not conversation.approvals:
        return tuple(
            ApprovalStatus(partner, role=role_word(conversation.header, partner.role))
            for partner in conversation.partners
        )
    return approval_statuses_at(conversation, content(fields, notes), fields)


def approval_statuses_at(
    conversation: Conversation, now: Content, fields: Fields
) -> tuple[ApprovalStatus, ...]:
    """Return as `approval_statuses`, for content that is known already."""
    given = {approval.partner: approval for approval in conversation.approvals}
    result = []
    for partner in conversation.partners:
        approval = given.get(partner.id)
        changed = changed_since(approval, now, fields) if approval else ()
        role = role_word(conversation.header, partner.role)
        result.append(ApprovalStatus(partner, approval, changed, role))
    return tuple(result)


def status_lines(
    words: Catalogue, statuses: Sequence[ApprovalStatus], today: date | None = None
) -> list[str]:
    """Return a line for each partner; changes that are the same for both are listed once."""
    lines: list[str] = []
    for index, status in enumerate(statuses):
        repeated = any(status.changed == other.changed for other in statuses[:index])
        lines.append(status.describe(words, today, omit_changes=repeated))
    return lines


def describe_changes(
    changed: Sequence[ContentChange], limit: int = MAX_NAMED, *, full: bool = False
) -> tuple[Message | str, ...]:
    """Return changes to list: `notes, R2`; `full` adds details of each."""
    shown = [change.describe() if full else change.describe_briefly() for change in changed[:limit]]
    if len(changed) > limit:
        shown.append(Message("approval.more", count=len(changed) - limit))
    return tuple(shown)


def approval_line(words: Catalogue, statuses: Sequence[ApprovalStatus]) -> tuple[str, ...]:
    """Return texts for the header, longest first; empty while nobody has a stance."""
    if len(statuses) > 1 and all(status.agrees for status in statuses):
        return (words("approval.both"),)
    valid = [_describe_valid(words, status, statuses) for status in statuses if status.is_valid]
    void = [status for status in statuses if status.approval and not status.is_valid]
    if not void:
        short = [
            _describe_valid(words, status, statuses, short=True)
            for status in statuses
            if status.is_valid
        ]
        entered = [status for status in statuses if status.is_valid and status.entered_for]
        alone = [_describe_valid(words, status, statuses, short=True) for status in entered]
        fullest_first = (valid, short, alone)
        return tuple(dict.fromkeys(" · ".join(parts) for parts in fullest_first if parts))
    changed = tuple(dict.fromkeys(change for status in void for change in status.changed))
    who = (
        _short_name(words, void[0], statuses)
        if len(void) == 1 and len(statuses) > 1 and valid
        else ""
    )
    key = (
        "approval.void"
        if any(status.stance == "agreed" for status in void)
        else "approval.stance_void"
    )
    brief = words(f"{key}.of", who=who) if who else words(key)
    voids = [
        words("approval.void.because", brief=brief, what=describe_changes(changed)),
        words("approval.void.because", brief=brief, what=describe_changes(changed, 1)),
        brief,
    ]
    forms = [form for void_text in voids for form in (" · ".join([*valid, void_text]), void_text)]
    return tuple(dict.fromkeys(forms))


def _describe_valid(
    words: Catalogue,
    status: ApprovalStatus,
    statuses: Sequence[ApprovalStatus],
    *,
    short: bool = False,
) -> str:
    """Return a partner's stance in short, and who entered it if another did."""
    who, login = _short_name(words, status, statuses), status.entered_for
    text = words(f"approval.by.{status.stance}", who=who)
    if not login:
        return text
    if short:
        return words("approval.by.entered.short", who=who, login=login)
    return words("approval.by.entered", stance=text, login=login)


def _short_name(
    words: Catalogue, status: ApprovalStatus, statuses: Sequence[ApprovalStatus]
) -> str:
    """Return a partner's initials, or the role if these are missing or the same for both."""
    initials = status.partner.initials
    alike = [other for other in statuses if other.partner.initials == initials]
    if initials and len(alike) == 1:
        return initials
    return status.role_in(words)


def format_moment(
    words: Catalogue, at: str, today: date | None, *, omit_today: bool = False
) -> str:
    """Return a UTC time as local date and time; "" if malformed.

    `omit_today` leaves a date out that is today's.
    """
    try:
        local = datetime.fromisoformat(at).astimezone()
    except (ValueError, OverflowError, OSError):
        return ""
    if omit_today and local.date() == today:
        return f"{local:%H:%M}"
    return f"{format_date(local.date(), words.language, today=today, width='short')} {local:%H:%M}"
