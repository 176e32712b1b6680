"""Where both partners stand: who agreed, and whether that holds for what is written now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ..i18n.catalogue import current_language, tr
from ..i18n.date_format import format_date
from ..model.conversation import Approval, Conversation, NoteLine, Partner
from ..model.fields import Fields
from ..text.sanitize import clean_line
from .content_digest import Content, ContentChange, changed_since, content

MAX_NAMED = 3
"""How many changes a short line names; the others are counted."""


@dataclass(frozen=True, slots=True)
class ApprovalStatus:
    """Where one partner stands. Without an approval they have not said anything yet."""

    partner: Partner
    approval: Approval | None = None
    changed: tuple[ContentChange, ...] = ()
    """What is not as it was when they said so; nothing where it holds."""

    @property
    def is_valid(self) -> bool:
        """Whether they said something, and exactly of what is written now."""
        return self.approval is not None and not self.changed

    @property
    def agrees(self) -> bool:
        """Whether they agree themselves with exactly what is written now."""
        return self.stance == "agreed" and self.is_valid and not self.entered_for

    @property
    def stance(self) -> str:
        """What they said: agreed, seen or disagreed; "" where they said nothing."""
        return self.approval.stance if self.approval else ""

    @property
    def entered_for(self) -> str:
        """The login of who said so in their place; what they did not confirm is not theirs yet."""
        return self.approval.entered_for if self.approval else ""

    def describe(self, today: date | None, *, omit_changes: bool = False) -> str:
        """It in the user's words, with the moment in local time and what changed since.

        What changed is left out where it was `told_before`.
        """
        name = self.partner.name or tr(f"conversation.role.{self.partner.role}")
        if self.approval is None:
            return tr("approval.status.none", name=name)
        stands = tr(f"approval.status.{self.approval.stance}", name=name)
        moment = _format_moment(self.approval.at, today)
        told = f"{stands} ({moment})" if moment else stands
        if self.entered_for:
            told = tr("approval.status.entered", told=told, login=clean_line(self.entered_for))
        if not self.changed:
            return told
        if omit_changes:
            return tr("approval.status.void_too", told=told)
        return tr("approval.status.void", told=told, what=describe_changes(self.changed, full=True))


def approval_statuses(
    conversation: Conversation, fields: Fields, notes: Iterable[NoteLine]
) -> tuple[ApprovalStatus, ...]:
    """Where each partner stands, of the conversation, its fields and its notes as they are now."""
    if not conversation.approvals:
        return tuple(ApprovalStatus(partner) for partner in conversation.partners)
    return approval_statuses_at(conversation, content(fields, notes), fields)


def approval_statuses_at(
    conversation: Conversation, now: Content, fields: Fields
) -> tuple[ApprovalStatus, ...]:
    """As `standings`, where the content is known already."""
    given = {approval.partner: approval for approval in conversation.approvals}
    result = []
    for partner in conversation.partners:
        approval = given.get(partner.id)
        changed = changed_since(approval, now, fields) if approval else ()
        result.append(ApprovalStatus(partner, approval, changed))
    return tuple(result)


def status_lines(statuses: Sequence[ApprovalStatus], today: date | None = None) -> list[str]:
    """A line for each partner; what changed since is told once where it is the same for both."""
    told: list[str] = []
    for place, one in enumerate(statuses):
        before = any(one.changed == other.changed for other in statuses[:place])
        told.append(one.describe(today, omit_changes=before))
    return told


def describe_changes(
    changed: Sequence[ContentChange], limit: int = MAX_NAMED, *, full: bool = False
) -> str:
    """What changed, in words: `notes, R2`; with `full` more is said of each."""
    words = [change.describe() if full else change.describe_briefly() for change in changed[:limit]]
    if len(changed) > limit:
        words.append(tr("approval.more", count=len(changed) - limit))
    return ", ".join(words)


def approval_line(statuses: Sequence[ApprovalStatus]) -> tuple[str, ...]:
    """What a heading tells of it, the fullest form first; nothing while nobody said anything."""
    if len(statuses) > 1 and all(one.agrees for one in statuses):
        return (tr("approval.both"),)
    holding = [_describe_valid(one, statuses) for one in statuses if one.is_valid]
    void = [one for one in statuses if one.approval and not one.is_valid]
    if not void:
        short = [_describe_valid(one, statuses, short=True) for one in statuses if one.is_valid]
        entered = [one for one in statuses if one.is_valid and one.entered_for]
        alone = [_describe_valid(one, statuses, short=True) for one in entered]
        fullest_first = (holding, short, alone)
        return tuple(dict.fromkeys(" · ".join(parts) for parts in fullest_first if parts))
    changed = tuple(dict.fromkeys(change for one in void for change in one.changed))
    who = _short_name(void[0], statuses) if len(void) == 1 and len(statuses) > 1 and holding else ""
    key = "approval.void" if any(_agreed(one) for one in void) else "approval.stance_void"
    brief = tr(f"{key}.of", who=who) if who else tr(key)
    voids = [
        tr("approval.void.because", brief=brief, what=describe_changes(changed)),
        tr("approval.void.because", brief=brief, what=describe_changes(changed, 1)),
        brief,
    ]
    forms = [form for told in voids for form in (" · ".join([*holding, told]), told)]
    return tuple(dict.fromkeys(forms))


def _agreed(standing: ApprovalStatus) -> bool:
    return standing.stance == "agreed"


def _describe_valid(
    one: ApprovalStatus, statuses: Sequence[ApprovalStatus], *, short: bool = False
) -> str:
    """Where a partner stands in short, and who entered it where that was not they."""
    who, login = _short_name(one, statuses), clean_line(one.entered_for)
    told = tr(f"approval.by.{one.stance}", who=who)
    if not login:
        return told
    if short:
        return tr("approval.by.entered.short", who=who, login=login)
    return tr("approval.by.entered", told=told, login=login)


def _short_name(standing: ApprovalStatus, everybody: Sequence[ApprovalStatus]) -> str:
    """A partner in short: by initials, or by role where those say nothing or the same of both."""
    initials = standing.partner.initials
    alike = [one for one in everybody if one.partner.initials == initials]
    if initials and len(alike) == 1:
        return initials
    return tr(f"conversation.role.{standing.partner.role}")


def _format_moment(at: str, today: date | None) -> str:
    """A UTC moment as local date and time; nothing where it is none."""
    try:
        local = datetime.fromisoformat(at).astimezone()
    except (ValueError, OverflowError, OSError):
        return ""
    return (
        f"{format_date(local.date(), current_language(), today=today, width='short')} {local:%H:%M}"
    )
