"""The user of this process as the system knows them: login and full name."""

from __future__ import annotations

import os
import pwd

from ..ids import Login
from ..text.sanitize import clean_line


def login_name() -> Login:
    """Return the Unix login of the user of this process; the user id if there is none."""
    return login_of(os.geteuid())


def login_of(user: int) -> Login:
    """Return the login of a user id; the id itself if there is none."""
    try:
        return Login(clean_line(pwd.getpwuid(user).pw_name))
    except KeyError:
        return Login(str(user))


def full_name() -> str:
    """Return the user's own name in the system (first GECOS field), or ""."""
    try:
        return clean_line(pwd.getpwuid(os.geteuid()).pw_gecos.split(",")[0])
    except KeyError:
        return ""


def offered_name() -> str:
    """Return the name to offer users as their own: their full name, else their login.

    Nothing for root: that is the name of an account and of nobody.
    """
    name, login = full_name(), login_name()
    return (name if name != "root" else "") or (login if login != "root" else "")
