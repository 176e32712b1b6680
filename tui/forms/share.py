"""The form that asks for the login to share a conversation with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ...data.errors import AfspraakError
from ...data.model.remote_address import PostgresDatabase, parse_host_and_login
from ...data.sync.folder.shared_folders import logins, uid_of
from ...widgets.forms.form_field import Field
from ...widgets.language import tr
from .dialog import Dialog


class ShareForm(Dialog[str]):
    """Asks for the other partner's login; its result is `login` or `host:login`."""

    ACCEPT_ON_HANG_UP = False

    def __init__(self, login: str, organisation: PostgresDatabase | None, today: date) -> None:
        """Build the form; `login` is the one that the conversation has already, or "".

        Without a host, the login is one in the database of the organisation, if there is one.
        """
        field = Field(
            "login",
            tr("sharing.form.login"),
            value=login,
            help=tr("sharing.form.help.database" if organisation else "sharing.form.help"),
            suggestions=() if organisation else logins(),
            required=tr("sharing.form.required"),
            check=None if organisation else _login_fault,
        )
        super().__init__(tr("sharing.form.title"), [field], today=today)

    def result(self, values: Mapping[str, str]) -> str:
        """Return the login as filled in."""
        return values["login"].strip()


def _login_fault(text: str) -> str:
    host, login = parse_host_and_login(text.strip())
    if host:
        return ""  # the host itself knows its logins
    try:
        uid_of(login)
    except AfspraakError as error:
        return tr(error.message)
    return ""
