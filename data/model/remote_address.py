"""Addresses of hosts and of shares on them: this machine, a machine over SSH, or a database."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from ..i18n.catalogue import Message
from ..ids import Login
from ..text.sanitize import clean_line

# Named tuples: dataclasses import `inspect`, too slow for start-up.


class ThisMachine(NamedTuple):
    """The machine of this process; its text form is empty."""

    name: str = ""

    @property
    def display_name(self) -> Message | str:
        """The name in messages."""
        return Message("sharing.this_machine")

    def share(self, share_id: str) -> LocalFolder:
        """Return the address of a share on this host."""
        return LocalFolder(share_id)


class SshMachine(NamedTuple):
    """A machine by the name that SSH knows."""

    name: str

    @property
    def is_valid(self) -> bool:
        """Whether it can be the name of a machine, and is no option of `ssh`."""
        plain = self.name.isprintable() and not any(map(str.isspace, self.name))
        return plain and self.name != "" and not self.name.startswith("-")

    @property
    def display_name(self) -> Message | str:
        """The name in messages."""
        return clean_line(self.name)

    def share(self, share_id: str) -> SshFolder:
        """Return the address of a share on this host."""
        return SshFolder(self, share_id)


class PostgresDatabase(NamedTuple):
    """A PostgreSQL database by its URL, in libpq's form."""

    url: str

    @property
    def display_name(self) -> Message | str:
        """The name in messages: of the URL only the machine."""
        return clean_line(self._authority.rpartition("@")[2]) or Message("sharing.database.here")

    @property
    def login(self) -> Login:
        """The login in the URL; "" if that is left to libpq."""
        from urllib.parse import unquote

        user, at, _ = self._authority.rpartition("@")
        return Login(clean_line(unquote(user)) if at else "")

    @property
    def has_password(self) -> bool:
        """Whether the URL contains a password, where others may see it."""
        authority, _, rest = self.url.partition("://")[2].partition("/")
        user, _, _ = authority.rpartition("@")
        names = (word.partition("=")[0] for word in rest.partition("?")[2].split("&"))
        return ":" in user or any("password" in name for name in names)

    @property
    def _authority(self) -> str:
        return self.url.partition("://")[2].partition("/")[0].partition("?")[0]

    def share(self, share_id: str) -> PostgresConversation:
        """Return the address of a share on this host."""
        return PostgresConversation(self, share_id)


class LocalFolder(NamedTuple):
    """A shared folder on this machine; as text `/folder`."""

    share_id: str
    """The path of the folder."""

    @property
    def host(self) -> ThisMachine:
        """The address of the host."""
        return ThisMachine()

    def __str__(self) -> str:
        return self.share_id


class SshFolder(NamedTuple):
    """A shared folder on a machine that SSH reaches; as text `machine:/folder`, as for scp."""

    host: SshMachine
    share_id: str
    """The path of the folder."""

    def __str__(self) -> str:
        return f"{self.host.name}:{self.share_id}"


class PostgresConversation(NamedTuple):
    """A conversation in a database; as text `postgresql://…#number`."""

    host: PostgresDatabase
    share_id: str
    """The number (a UUID) of the conversation."""

    def __str__(self) -> str:
        return f"{self.host.url}#{self.share_id}"


HostAddress: TypeAlias = ThisMachine | SshMachine | PostgresDatabase
RemoteAddress: TypeAlias = LocalFolder | SshFolder | PostgresConversation


def parse_host(text: str) -> HostAddress:
    """Return the host with this text form."""
    if text.startswith(("postgresql://", "postgres://")):
        return PostgresDatabase(text)
    return SshMachine(text) if text else ThisMachine()


def parse_remote_address(text: str) -> RemoteAddress:
    """Return the remote address with this text form."""
    if text.startswith("/"):
        return LocalFolder(text)
    match parse_host(text):
        case PostgresDatabase():
            url, *number = text.rsplit("#", 1)
            return PostgresDatabase(url).share("".join(number))
        case _:
            machine, _, folder = text.partition(":/")
            return parse_host(machine).share(f"/{folder}")


def parse_host_and_login(text: str) -> tuple[HostAddress | None, Login]:
    """Return host and login of `host:login`, as typed by a user; the host may be missing."""
    host, _, login = text.rpartition(":")
    return parse_host(host) if host else None, Login(login)
