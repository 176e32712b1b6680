"""Enter a partner's stance: the only way by which a stance gets into a conversation.

Each user may enter the stance of the other partner, at the keyboard or on the command line. Such a
stance records the login that entered it, and is not that partner's approval until they enter it
themselves, at a terminal where they are known.
"""

from __future__ import annotations

from ..approval.content_digest import Content
from ..errors import UsageError
from ..i18n.catalogue import Message
from ..ids import PartnerId, RowId
from ..kinds.role_words import name_or_role
from ..model.conversation import Approval, Stance
from ..model.edits import Approve, Delete
from ..system.clock import utc_now
from ..system.files.ownership import is_visited_by_root
from ..system.user import login_name
from .session import Session


def enter_stance(
    session: Session, partner: PartnerId, now: Content, stance: Stance, remark: str = ""
) -> Approve:
    """Return the edit by which a partner takes a stance on the content `now`, from this terminal.

    Raises UsageError if the partner entered their own stance, and this is not their terminal: only
    they may replace it.
    """
    _refuse_to_replace(session, partner)
    at, login, own = utc_now(), login_name(), is_own_terminal(session, partner)
    return Approve(Approval(partner, now.digest, at, stance, remark, now.parts, login, own))


def withdraw_stance(session: Session, partner: PartnerId) -> Delete:
    """Return the edit that removes a partner's stance. Raises as `enter_stance`."""
    _refuse_to_replace(session, partner)
    return Delete("approval", RowId(partner))


def confirmation_hint(session: Session, partner: PartnerId) -> Message | None:
    """Return how a partner confirms a stance that was entered for them; None without one."""
    entered = session.conversation.approval(partner)
    if entered is None or not entered.entered_for:
        return None
    return Message("approval.confirm", name=_name(session, partner))


def is_own_terminal(session: Session, partner: PartnerId) -> bool:
    """Return whether this is a partner's own terminal, and no guest is writing at it.

    Root in another user's notebook is not that user, whatever the private file says.
    """
    return session.me == partner and not session.has_guest and not is_visited_by_root(session.path)


def refusal_reason(session: Session, partner: PartnerId) -> Message | None:
    """Return the message why a partner's stance cannot be entered here; None if it can."""
    approval = session.conversation.approval(partner)
    if approval is None or not approval.own or is_own_terminal(session, partner):
        return None
    name = session.conversation.name_of(partner)
    short = session.conversation.short_name(name) if name else _name(session, partner)
    return Message("approval.not_yours", name=short)


def _refuse_to_replace(session: Session, partner: PartnerId) -> None:
    if reason := refusal_reason(session, partner):
        raise UsageError(reason)


def _name(session: Session, partner: PartnerId) -> Message | str:
    return name_or_role(session.conversation, partner)
