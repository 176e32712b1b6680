"""The user of this program: their names, their logins, their keys, and what to notify them of."""

from __future__ import annotations

from typing import NamedTuple

from ..storage.encryption.keyring import USUAL_KEYS, Keyring
from ..system.notices import Notices
from ..system.user import full_name, login_name


class User(NamedTuple):
    """Who uses this program."""

    name: str = ""
    """Their own name in the settings; empty means that of the system."""
    remote_login: str = ""
    """The login under which they share elsewhere; empty if it is no other one."""
    keyring: Keyring = USUAL_KEYS
    notices: Notices | None = None
    """What happened to their files unasked; None if nobody shows it."""

    @property
    def own_name(self) -> str:
        """Their own name: from the settings, else from the system; "" for none."""
        return self.name or full_name()

    @property
    def logins(self) -> tuple[str, str]:
        """The login elsewhere ("" if none) and the Unix login."""
        return self.remote_login, login_name()

    @property
    def identity_key(self) -> str:
        """Everything that identifies this user, apart from private files, as one text."""
        return repr((login_name(), self.remote_login, self.own_name))

    def notify(self, text: str, brief: str) -> None:
        """Keep a message to show later; `brief` is for one line of a screen."""
        if self.notices is not None:
            self.notices.add(text, brief)


SYSTEM_USER = User()
"""The user as the system knows them, without settings."""
