"""Who is at this terminal: the login name, and which partner of a conversation that is."""

from __future__ import annotations

import os
import pwd

from .conversation import Conversation
from .fields import Fields, parse_key
from .text import clean_line


class _Known:
    elsewhere = ""


def also_known_as(login: str) -> None:
    """Under which login name the user of this process shares elsewhere; empty for none other."""
    _Known.elsewhere = login


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


def remembered(private: Fields) -> str:
    """The id of the partner whose private file this is; empty where it does not tell."""
    keys = (parse_key(key) for key in private)
    return next((parts.id for parts in keys if parts and parts.table == "partner"), "")


def recognise(conversation: Conversation, private: Fields, login: str = "") -> str:
    """The id of the partner who is at this terminal.

    Known by the private file, else by login name (`login` where it is another one than here; a
    login in the organisation's database tells more than one of this machine), else
    the one whose login is not known yet, else the first. The private file comes first because two
    people may have the same login name, each on a machine of their own.
    """
    if me := remembered(private):
        return me
    for known in (login,) if login else (_Known.elsewhere, login_name()):
        for partner in conversation.partners:
            if known and partner.login == known:
                return partner.id
    unknown = [partner for partner in conversation.partners if not partner.login]
    candidates = unknown or list(conversation.partners)
    return candidates[0].id if candidates else "manager"
