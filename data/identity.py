"""Who is at this terminal: the login name, and which partner of a conversation that is."""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterable
from typing import TYPE_CHECKING

from .text import clean_line

if TYPE_CHECKING:
    from .conversation import Conversation
    from .fields import Fields


class _Known:
    elsewhere = ""
    name = ""


def also_known_as(login: str) -> None:
    """Set the login under which this user shares elsewhere; empty where that is no other one."""
    _Known.elsewhere = login


def call_me(name: str) -> None:
    """Set the user's own name, as the settings give it; empty leaves it to the system."""
    _Known.name = name


def login_name() -> str:
    """The Unix login name of the user of this process; the number where it has no name."""
    return login_of(os.geteuid())


def login_of(user: int) -> str:
    """The login name of the user with this number; the number where it has no name."""
    try:
        return clean_line(pwd.getpwuid(user).pw_name)
    except KeyError:
        return str(user)


def full_name() -> str:
    """The user's own name as the system knows it (first GECOS field), or empty."""
    try:
        return clean_line(pwd.getpwuid(os.geteuid()).pw_gecos.split(",")[0])
    except KeyError:
        return ""


def own_name() -> str:
    """Return the user's own name: from the settings, else as the system knows it; "" for none."""
    return _Known.name or full_name()


def evidence() -> str:
    """Return all that tells this user from others, apart from private files, as one text."""
    return repr((login_name(), _Known.elsewhere, own_name()))


def remembered(private: Fields) -> str:
    """The id of the partner whose private file this is; empty where it does not tell."""
    from .fields import rows  # lists ask no more than who the user is

    named = (row_id for (table, row_id), row in rows(private).items()
             if table == "partner" and row.get("deleted") is not True)  # fmt: skip
    return next(named, "")


def recognise(conversation: Conversation, private: Fields, login: str = "") -> str | None:
    """Return the id of the partner who is at this terminal, or None if nobody knows who that is.

    As `proven`; and a conversation with a single partner is that one's.
    """
    partners = conversation.partners
    return proven(conversation, private, login) or (partners[0].id if len(partners) == 1 else None)


def proven(conversation: Conversation, private: Fields, login: str = "") -> str | None:
    """Return the id of the partner who is at this terminal, or None if nothing proves who that is.

    The evidence, strongest first: the private file (two people may have the same login, each on a
    machine of their own), a login that one partner alone has (`login` instead of the logins known
    here, such as one in the organisation's database), the user's own name where one partner alone
    is called so.

    That the other partner is known to be somebody else proves nothing either: a colleague, an
    administrator or the same person after a change of login may be reading.
    """
    if me := remembered(private):
        return me
    partners = conversation.partners
    for known in (login,) if login else (_Known.elsewhere, login_name()):
        found = _only(p.id for p in partners if known and p.login == known)
        if found is not None:
            return found
    name = _key(own_name())
    return _only(partner.id for partner in partners if name and _key(partner.name) == name)


def _only(found: Iterable[str]) -> str | None:
    """Return the one id that was found; None for no or several."""
    ids = list(found)
    return ids[0] if len(ids) == 1 else None


def _key(name: str) -> str:
    return " ".join(clean_line(name).casefold().split())
