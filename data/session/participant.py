"""Recognise which partner of a conversation is at this terminal."""

from __future__ import annotations

from collections.abc import Iterable

from ..ids import Login, PartnerId
from ..model.checklist.private_answers import private_file_partner
from ..model.conversation import Conversation
from ..model.fields import Fields
from ..text.sanitize import clean_line
from .user import SYSTEM_USER, User


def recognise(
    conversation: Conversation,
    private: Fields,
    login: Login | None = None,
    *,
    user: User = SYSTEM_USER,
) -> PartnerId | None:
    """Return the id of the partner who is at this terminal; None if unknown.

    As `proven`; and in a conversation with a single partner, that partner.
    """
    partners = conversation.partners
    return proven(conversation, private, login, user=user) or (
        partners[0].id if len(partners) == 1 else None
    )


def proven(
    conversation: Conversation,
    private: Fields,
    login: Login | None = None,
    *,
    user: User = SYSTEM_USER,
) -> PartnerId | None:
    """Return the id of the partner who is at this terminal; None if it cannot be proven.

    The evidence, strongest first: the private file (two people may have the same login, each on a
    machine of their own); a login that only one partner has (`login` replaces the logins known
    here, such as a login in the organisation's database); the user's own name if only one partner
    has it.
    Excluding the other partner proves nothing: a colleague, an administrator or that partner under
    a new login may be reading.
    """
    if me := private_file_partner(private):
        return me
    partners = conversation.partners
    for own_login in (login,) if login else user.logins:
        found = _only_id(p.id for p in partners if own_login and p.login == own_login)
        if found is not None:
            return found
    name = _key(user.own_name)
    return _only_id(partner.id for partner in partners if name and _key(partner.name) == name)


def _only_id(found: Iterable[PartnerId]) -> PartnerId | None:
    """Return the only id; None for no or several."""
    ids = list(found)
    return ids[0] if len(ids) == 1 else None


def _key(name: str) -> str:
    return " ".join(clean_line(name).casefold().split())
