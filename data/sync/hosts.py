"""The hosts of shares: this machine, machines over SSH, and databases."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, assert_never

from ..ids import Login
from ..model.remote_address import (
    HostAddress,
    LocalFolder,
    PostgresConversation,
    PostgresDatabase,
    RemoteAddress,
    SshFolder,
    SshMachine,
    ThisMachine,
)
from ..system.people import MAX_NAME_LENGTH, Person, find_person, people
from ..system.user import login_name
from ..text.sanitize import clean_line, clip
from .folder import shared_folders
from .folder.remote import FolderRemote
from .remote import Remote
from .shares import Share, ShareMetadata, parse_last_written
from .ssh.protocol import PEOPLE_VERSION, Kind, Message, json_message, protocol_error

if TYPE_CHECKING:
    from ..session.session import Session
    from .ssh.connection import SshConnection


class Host(Protocol):
    """A machine with shared folders, or a database.

    Every method can raise UsageError and RemoteError.
    """

    @property
    def address(self) -> HostAddress:
        """The address of the host."""

    @property
    def login(self) -> Login:
        """The login of this user on the host."""

    def list_shares(self) -> Sequence[Share]:
        """Return the shares of others for this user, and those of this user."""

    def find_person(self, text: str) -> Person:
        """Return the person on the host with this login or real name.

        Raises UsageError if there is none, or more than one.
        """

    def people(self) -> Sequence[Person]:
        """Return the people with whom this user can share on the host, as far as it tells."""

    def create_share(self, login: Login, metadata: ShareMetadata) -> str:
        """Make a share for this user and `login`; return its id."""

    def withdraw(self, share_id: str) -> None:
        """Delete a share if this user owns it."""

    def erase(self, share_id: str) -> bool:
        """Delete the share if this user owns it, else this user's part of it.

        Return whether anything remains, which belongs to another user.
        """

    def is_mine(self, share_id: str) -> bool:
        """Return whether a share, or a part of it, belongs to this user."""

    def open_remote(self, share_id: str) -> Remote:
        """Return a remote for a share; it stays open after `close` of the host."""

    def close(self) -> None:
        """Release the host."""


class LocalHost:
    """The machine that this runs on."""

    @property
    def address(self) -> HostAddress:
        """The address of the host."""
        return ThisMachine()

    @property
    def login(self) -> Login:
        """The login of the user of this process."""
        return login_name()

    def list_shares(self) -> Sequence[Share]:
        """Return the shares on this machine."""
        return shared_folders.list_shares()

    def find_person(self, text: str) -> Person:
        """Return the person of this machine with this login or real name."""
        return find_person(text)

    def people(self) -> Sequence[Person]:
        """Return the people of this machine without this user."""
        return people()

    def create_share(self, login: Login, metadata: ShareMetadata) -> str:
        """Make a folder for two users of this machine."""
        return str(shared_folders.create_share(shared_folders.uid_of(login), metadata))

    def withdraw(self, share_id: str) -> None:
        """Delete the folder if this user owns it."""
        shared_folders.delete_share(Path(share_id))

    def erase(self, share_id: str) -> bool:
        """Delete the folder if this user owns it; in another's, delete this user's logs."""
        folder = Path(share_id)
        shared_folders.delete_share(folder)
        if not os.path.lexists(folder):
            return False
        with suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                with suppress(OSError):
                    if entry.stat(follow_symlinks=False).st_uid == os.geteuid():
                        Path(entry.path).unlink()
        return True

    def is_mine(self, share_id: str) -> bool:
        """Return whether the folder, or a file in it, belongs to this user."""
        me, folder = os.geteuid(), Path(share_id)
        with suppress(OSError):
            if folder.stat(follow_symlinks=False).st_uid == me:
                return True
            with os.scandir(folder) as entries:
                return any(entry.stat(follow_symlinks=False).st_uid == me for entry in entries)
        return False

    def open_remote(self, share_id: str) -> Remote:
        """Return a remote with a log of its own in the folder."""
        return FolderRemote(Path(share_id), random_log_id())

    def close(self) -> None:
        """Do nothing: no resource is held."""


class SshHost:
    """A machine that is reached over SSH."""

    def __init__(self, name: str, *, ask: bool, language: str = "en") -> None:
        """Connect; the machine answers in a language. Raises UsageError and RemoteError."""
        self.address = SshMachine(name)
        self._ask, self._language = ask, language
        self._connection: SshConnection | None = None
        self.login = self._open_connection.login

    def list_shares(self) -> Sequence[Share]:
        """Return the shares on that machine."""
        found = self._open_connection.request(json_message(Kind.OFFERS)).get("offers", [])
        shares = []
        for entry in found if isinstance(found, list) else ():
            with suppress(TypeError, AttributeError, KeyError):
                owner = Login(clean_line(str(entry["owner"])))
                shares.append(
                    Share(
                        clean_line(str(entry["folder"])),
                        owner,
                        ShareMetadata.from_dict(entry),
                        parse_last_written(entry),
                        clip(str(entry.get("owner_name", "")), MAX_NAME_LENGTH),
                    )
                )
        return shares

    def find_person(self, text: str) -> Person:
        """Return the person on that machine; one without `Kind.PERSON` takes a login only."""
        if self._open_connection.version < PEOPLE_VERSION:
            return Person(Login(clean_line(text)))
        answer = self._open_connection.request(json_message(Kind.PERSON, text=text))
        login = Login(clip(str(answer.get("login", "")), MAX_NAME_LENGTH))
        if not login:
            raise protocol_error()
        return Person(login, clip(str(answer.get("name", "")), MAX_NAME_LENGTH))

    def people(self) -> Sequence[Person]:
        """Return nobody: the machine is asked for a person by name."""
        return ()

    def create_share(self, login: Login, metadata: ShareMetadata) -> str:
        """Make a folder on that machine."""
        answer = self._open_connection.request(
            json_message(Kind.SHARE, login=login, **metadata._asdict())
        )
        folder = clean_line(str(answer.get("folder", "")))
        if not folder.startswith("/"):
            raise protocol_error()
        return folder

    def withdraw(self, share_id: str) -> None:
        """Delete the folder if this user owns it."""
        self._open_connection.request(json_message(Kind.WITHDRAW, folder=share_id))

    def erase(self, share_id: str) -> bool:
        """Delete the folder if this user owns it."""
        self.withdraw(share_id)
        return any(share.id == share_id for share in self.list_shares())

    def is_mine(self, share_id: str) -> bool:
        """Return whether this user shares the folder there."""
        return any(
            share.id == share_id and share.owner == self.login for share in self.list_shares()
        )

    def open_remote(self, share_id: str) -> Remote:
        """Return a remote for a share, which takes over this connection."""
        return self._hand_over_connection(json_message(Kind.ENTER, folder=share_id))

    def open_notebook_copy(self, session: Session) -> Remote:
        """Return a remote for the user's own copy of the session's conversation on that machine."""
        request = {
            "created": session.conversation.header.created,
            "clients": sorted(session.sync.clients),
            "partner": session.me or "",
        }
        return self._hand_over_connection(json_message(Kind.COPY, **request))

    def close(self) -> None:
        """Close the connection, unless a remote has taken it over."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _hand_over_connection(self, open_request: Message) -> Remote:
        from .ssh.remote import SshRemote

        connection, self._connection = self._open_connection, None
        return SshRemote(self.address.name, open_request, self._language, connection)

    @property
    def _open_connection(self) -> SshConnection:
        """The connection; a new one after a remote has taken it over."""
        if self._connection is None:
            from .ssh.connection import SshConnection

            self._connection = SshConnection(
                self.address.name, ask=self._ask, language=self._language
            )
        return self._connection


class Hosts(NamedTuple):
    """Opens hosts and remotes; the settings may name the database of an organisation."""

    organisation_url: str = ""
    listen_url: str = ""
    """Another URL of that database, for LISTEN: a pooler in transaction mode (such as PgBouncer)
    does not support that. Empty if there is none."""
    language: str = "en"
    """The language in which a machine answers over SSH."""
    machines: tuple[str, ...] = ()
    """The machines, by their names for SSH, on which to look for what others share."""

    @property
    def organisation(self) -> PostgresDatabase | None:
        """The database of the organisation."""
        return PostgresDatabase(self.organisation_url) if self.organisation_url else None

    @property
    def usual(self) -> list[HostAddress]:
        """The hosts to use if none is named: this machine, and the organisation's database last."""
        organisation = self.organisation
        return [ThisMachine()] if organisation is None else [ThisMachine(), organisation]

    @property
    def searched(self) -> list[HostAddress]:
        """The hosts on which others may share with this user: usual ones, and named machines."""
        return [*self.usual, *map(SshMachine, self.machines)]

    def open_host(self, address: HostAddress, *, ask: bool) -> Host:
        """Return the host at this address.

        With `ask`, SSH may ask on the terminal. Raises UsageError and RemoteError.
        """
        match address:
            case ThisMachine():
                return LocalHost()
            case SshMachine(name):
                return SshHost(name, ask=ask, language=self.language)
            case PostgresDatabase(url):
                from .postgres.host import PostgresHost

                return PostgresHost(url, self._listen_url_of(url))
            case _:
                assert_never(address)

    def open_remote(self, address: RemoteAddress) -> Remote:
        """Return one session's end of a share; a distant one connects in the background."""
        match address:
            case LocalFolder(folder):
                return LocalHost().open_remote(folder)
            case SshFolder(machine, folder):
                from .ssh.remote import SshRemote

                return SshRemote(
                    machine.name, json_message(Kind.ENTER, folder=folder), self.language
                )
            case PostgresConversation(database, number):
                from .postgres.remote import PostgresRemote

                return PostgresRemote(database.url, number, self._listen_url_of(database.url))
            case _:
                assert_never(address)

    def _listen_url_of(self, url: str) -> str:
        return self.listen_url if url == self.organisation_url else ""


NO_ORGANISATION = Hosts()


def random_log_id() -> int:
    """Return a new log number: each session in a folder writes a log of its own."""
    return secrets.randbits(31) | 1
