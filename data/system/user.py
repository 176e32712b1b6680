"""Who the user of this process is: login names and own name."""

from __future__ import annotations

import os
import pwd

from ..text.sanitize import clean_line


class _Configured:
    remote_login = ""
    name = ""


def set_remote_login(login: str) -> None:
    """Set the login under which this user shares elsewhere; empty where that is no other one."""
    _Configured.remote_login = login


def set_own_name(name: str) -> None:
    """Set the user's own name, as the settings give it; empty leaves it to the system."""
    _Configured.name = name


def login_name() -> str:
    """The Unix login name of the user of this process; the number where it has no name."""
    return login_of(os.geteuid())


def known_logins() -> tuple[str, str]:
    """Return the login elsewhere ("" where there is none) and the Unix login name of this user."""
    return _Configured.remote_login, login_name()


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
    return _Configured.name or full_name()


def identity_key() -> str:
    """Return all that tells this user from others, apart from private files, as one text."""
    return repr((login_name(), _Configured.remote_login, own_name()))
