"""Enter where a partner stands: the one way by which a stance gets into a conversation.

Everybody may write down what the other says, at one keyboard or on the command line. Such a stance
says by which login it was entered, and is no agreement of that partner's until they give it
themselves, at a terminal where they are known.
"""

from __future__ import annotations

from ..approval.content_digest import Content
from ..errors import UsageError
from ..i18n.catalogue import tr
from ..model.conversation import Approval, Stance
from ..model.edits import Approve, Delete
from ..system.clock import utc_now
from ..system.ownership import is_visited_by_root
from ..system.user import login_name
from ..text.sanitize import clean_line
from .session import Session


def enter_stance(
    session: Session, partner: str, now: Content, stance: Stance, remark: str = ""
) -> Approve:
    """Make the edit by which a partner takes a stance on the content `now`, from this terminal.

    Raises UsageError for a partner who took a stance at a terminal of their own, where this is not
    theirs: nobody replaces that but they.
    """
    _refuse_to_replace(session, partner)
    at, login, own = utc_now(), login_name(), is_own_terminal(session, partner)
    return Approve(Approval(partner, now.digest, at, stance, remark, now.parts, login, own))


def withdraw_stance(session: Session, partner: str) -> Delete:
    """Make the edit that takes a partner's stance away, from this terminal. Raises as `enter`."""
    _refuse_to_replace(session, partner)
    return Delete("approval", partner)


def confirmation_hint(session: Session, partner: str) -> str:
    """Say how a partner makes theirs what was entered for them; "" where nothing was."""
    entered = session.conversation.approval(partner)
    if entered is None or not entered.entered_for:
        return ""
    return tr("approval.confirm", name=_name(session, partner))


def is_own_terminal(session: Session, partner: str) -> bool:
    """Tell whether this is a partner's own terminal, at which nobody else writes now.

    Root in another user's notebook is not that user, whatever the private file there says.
    """
    return session.me == partner and not session.has_guest and not is_visited_by_root(session.path)


def refusal_reason(session: Session, partner: str) -> str:
    """Say why a partner's stance cannot be entered from this terminal; "" where it can."""
    before = session.conversation.approval(partner)
    if before is None or not before.own or is_own_terminal(session, partner):
        return ""
    name = _name(session, partner)
    return tr("approval.not_yours", name=session.conversation.short_name(name))


def _refuse_to_replace(session: Session, partner: str) -> None:
    if reason := refusal_reason(session, partner):
        raise UsageError(reason)


def _name(session: Session, partner: str) -> str:
    known = session.conversation.partner(partner)
    name = clean_line(known.name) if known else ""
    return name or tr(f"conversation.role.{partner}")
