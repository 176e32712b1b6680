"""The hosts of shares: this machine, machines over SSH, and databases."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Protocol, assert_never

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
from ..system.people import Person, find_person, people
from ..system.user import login_name
from .folder import shared_folders
from .folder.leaving import mark_left
from .folder.remote import FolderRemote, random_log_id
from .remote import Remote
from .shares import Restoration, Share, ShareMetadata
from .ssh.protocol import Kind, json_message


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

    def restore_share(self, share_id: str, restoration: Restoration) -> bool:
        """Make what is lacking of a share of this user; return whether it is there then."""

    def withdraw(self, share_id: str) -> None:
        """Delete a share if this user owns it."""

    def erase(self, share_id: str) -> bool:
        """Delete the share if this user owns it, else this user's part of it.

        Return whether anything remains, which belongs to another user.
        """

    def is_mine(self, share_id: str) -> bool:
        """Return whether a share, or a part of it, belongs to this user."""

    def open_remote(self, share_id: str, restoration: Restoration | None = None) -> Remote:
        """Return a remote for a share; it stays open after `close` of the host.

        With a `restoration`, this user made the share: it is made again where that is possible.
        """

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

    def restore_share(self, share_id: str, restoration: Restoration) -> bool:
        """Make what is lacking of the folder; return whether it is there then."""
        shared_folders.restore_share(Path(share_id), restoration)
        return shared_folders.is_own_share(Path(share_id))

    def withdraw(self, share_id: str) -> None:
        """Delete the folder if this user owns it; else leave it for good."""
        shared_folders.delete_share(Path(share_id))
        mark_left(Path(share_id))

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

    def open_remote(self, share_id: str, restoration: Restoration | None = None) -> Remote:
        """Return a remote with a log of its own in the folder."""
        return FolderRemote(Path(share_id), random_log_id(), restoration)

    def close(self) -> None:
        """Do nothing: no resource is held."""


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
                from .ssh.host import SshHost

                return SshHost(name, ask=ask, language=self.language)
            case PostgresDatabase(url):
                from .postgres.host import PostgresHost

                return PostgresHost(url, self._listen_url_of(url))
            case _:
                assert_never(address)

    def open_remote(self, address: RemoteAddress, restoration: Restoration | None = None) -> Remote:
        """Return one session's end of a share; a distant one connects in the background.

        With a `restoration`, this user made the share: it is made again where that is possible.
        """
        match address:
            case LocalFolder(folder):
                return LocalHost().open_remote(folder, restoration)
            case SshFolder(machine, folder):
                from .ssh.remote import SshRemote

                request = json_message(Kind.ENTER, folder=folder)
                return SshRemote(machine.name, request, self.language, restoration=restoration)
            case PostgresConversation(database, number):
                from .postgres.remote import PostgresRemote

                return PostgresRemote(database.url, number, self._listen_url_of(database.url))
            case _:
                assert_never(address)

    def _listen_url_of(self, url: str) -> str:
        return self.listen_url if url == self.organisation_url else ""


NO_ORGANISATION = Hosts()
