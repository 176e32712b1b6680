"""The user of this process: logins and own name."""

from __future__ import annotations

import os
import pwd

from ..text.sanitize import clean_line


class _Configured:
    remote_login = ""
    name = ""


def set_remote_login(login: str) -> None:
    """Set the login under which this user shares elsewhere; empty if it is no other one."""
    _Configured.remote_login = login


def set_own_name(name: str) -> None:
    """Set the user's own name from the settings; empty means that of the system."""
    _Configured.name = name


def login_name() -> str:
    """Return the Unix login of the user of this process; the user id if there is none."""
    return login_of(os.geteuid())


def known_logins() -> tuple[str, str]:
    """Return the login elsewhere ("" if none) and the Unix login of this user."""
    return _Configured.remote_login, login_name()


def login_of(user: int) -> str:
    """Return the login of a user id; the id itself if there is none."""
    try:
        return clean_line(pwd.getpwuid(user).pw_name)
    except KeyError:
        return str(user)


def full_name() -> str:
    """Return the user's own name in the system (first GECOS field), or ""."""
    try:
        return clean_line(pwd.getpwuid(os.geteuid()).pw_gecos.split(",")[0])
    except KeyError:
        return ""


def own_name() -> str:
    """Return the user's own name: from the settings, else from the system; "" for none."""
    return _Configured.name or full_name()


def identity_key() -> str:
    """Return everything that identifies this user, apart from private files, as one text."""
    return repr((login_name(), _Configured.remote_login, own_name()))
