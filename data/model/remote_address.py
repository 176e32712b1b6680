"""Remote addresses: a folder here or on a machine that SSH reaches, or a database."""

from __future__ import annotations

from typing import NamedTuple

from ..i18n.catalogue import tr
from ..text.sanitize import clean_line


class RemoteAddress(NamedTuple):
    """The address of a share; as text `/folder`, `host:/folder` (as scp) or `postgresql://…#id`."""

    host: str
    """The name of a machine as for SSH, empty for this one; or the address of a database."""
    share_id: str
    """The folder; in a database the number of the conversation."""

    @classmethod
    def parse(cls, text: str) -> RemoteAddress:
        """Parse an address in text form."""
        if text.startswith("/"):
            return cls("", text)
        if is_database(text):
            return cls(*text.rsplit("#", 1)) if "#" in text else cls(text, "")
        host, _, folder = text.partition(":/")
        return cls(host, f"/{folder}")

    def __str__(self) -> str:
        if is_database(self.host):
            return f"{self.host}#{self.share_id}"
        return f"{self.host}:{self.share_id}" if self.host else self.share_id


def is_database(host: str) -> bool:
    """Return whether this is the address of a PostgreSQL database, in libpq's form."""
    return host.startswith(("postgresql://", "postgres://"))


def display_host(host: str) -> str:
    """Return a short name for a host: of a database's address only the machine."""
    if not is_database(host):
        return clean_line(host)
    authority = host.partition("://")[2].partition("/")[0].partition("?")[0]
    return clean_line(authority.rpartition("@")[2]) or tr("sharing.database.here")


def has_password(address: str) -> bool:
    """Return whether the address of a database contains a password, where others may see it."""
    authority, _, rest = address.partition("://")[2].partition("/")
    user, _, _ = authority.rpartition("@")
    names = (word.partition("=")[0] for word in rest.partition("?")[2].split("&"))
    return ":" in user or any("password" in name for name in names)


def login_in_address(address: str) -> str:
    """Return the login in the address of a database; "" if that is left to libpq."""
    from urllib.parse import unquote

    authority = address.partition("://")[2].partition("/")[0].partition("?")[0]
    user, at, _ = authority.rpartition("@")
    return clean_line(unquote(user)) if at else ""


def parse_host_and_login(text: str) -> tuple[str, str]:
    """Return host and login of `host:login`, as typed by a user; the host may be missing."""
    host, _, login = text.rpartition(":")
    return host, login
