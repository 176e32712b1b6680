"""The user of this program: their names, logins, keys and notices."""

from __future__ import annotations

from typing import NamedTuple

from ..i18n.catalogue import Message
from ..ids import Login
from ..storage.encryption.keyring import USUAL_KEYS, Keyring
from ..system.notices import Notices
from ..system.user import full_name, login_name


class User(NamedTuple):
    """The user of this program."""

    name: str = ""
    """Their own name in the settings; "" for that of the system."""
    remote_login: Login = Login("")
    """Their login on other machines; "" if it is the login on this one."""
    keyring: Keyring = USUAL_KEYS
    notices: Notices | None = None
    """The messages on changes of files that they did not request; None if they are not shown."""

    @property
    def own_name(self) -> str:
        """Their own name: from the settings, else from the system; "" for none."""
        return self.name or full_name()

    @property
    def logins(self) -> tuple[Login, Login]:
        """The login on other machines ("" if it is the same) and the Unix login."""
        return self.remote_login, login_name()

    @property
    def identity_key(self) -> str:
        """The text that identifies this user in the notebook's index, without private files."""
        return repr((login_name(), self.remote_login, self.own_name))

    def notify(self, text: Message, brief: Message) -> None:
        """Store a message to show later; `brief` is its form for one line of a screen."""
        if self.notices is not None:
            self.notices.add(text, brief)


SYSTEM_USER = User()
"""The user with the names of the system, without settings."""
