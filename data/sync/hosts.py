"""Where conversations are shared: this machine, those that SSH reaches, and databases."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ..model.remote_address import is_database
from ..system.user import login_name
from ..text.sanitize import clean_line
from .folder import shared_folders
from .folder.remote import FolderRemote
from .remote import Remote
from .shares import Share, ShareMetadata, parse_last_written
from .ssh.protocol import Kind, Message, json_message, protocol_error

if TYPE_CHECKING:
    from ..session.session import Session
    from .ssh.connection import SshConnection


class Host(Protocol):
    """A machine with shared folders, or a database.

    Every call raises UsageError and StoreError in trouble.
    """

    @property
    def name(self) -> str:
        """What the user calls it; empty for this machine, the address of a database."""

    @property
    def login(self) -> str:
        """The login name of this user there."""

    def list_shares(self) -> Sequence[Share]:
        """What others share there with this user, and what this user shares."""

    def create_share(self, login: str, metadata: ShareMetadata) -> str:
        """Make a place there for this user and the one with this login; returns which it is."""

    def withdraw(self, share_id: str) -> None:
        """Take a shared place away, where it is this user's."""

    def erase(self, share_id: str) -> bool:
        """Take away what this user put there, all of it where it is theirs.

        Returns whether anything is left there, which is another's.
        """

    def is_mine(self, share_id: str) -> bool:
        """Return whether anything in a shared place belongs to this user."""

    def open_remote(self, share_id: str) -> Remote:
        """A session's end of a shared place; it outlives `close`."""

    def close(self) -> None:
        """Let go."""


class LocalHost:
    """The machine that this runs on."""

    name = ""

    @property
    def login(self) -> str:
        """The login name of the user of this process."""
        return login_name()

    def list_shares(self) -> Sequence[Share]:
        """What is shared on this machine."""
        return shared_folders.list_shares()

    def create_share(self, login: str, metadata: ShareMetadata) -> str:
        """Make a folder for two users of this machine."""
        return str(shared_folders.create_share(shared_folders.uid_of(login), metadata))

    def withdraw(self, share_id: str) -> None:
        """Take the folder away."""
        shared_folders.delete_share(Path(share_id))

    def erase(self, share_id: str) -> bool:
        """Take the folder away; out of another's, this user's own logs."""
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
        """A log of its own in the folder."""
        return FolderRemote(Path(share_id), random_log_id())

    def close(self) -> None:
        """Nothing is held."""


class SshHost:
    """A machine at the other end of a line."""

    def __init__(self, name: str, *, ask: bool) -> None:
        """Call it. Raises UsageError and StoreError."""
        self.name = name
        self._ask = ask
        self._connection: SshConnection | None = None
        self.login = self._open_connection.login

    def list_shares(self) -> Sequence[Share]:
        """What is shared there."""
        found = self._open_connection.request(json_message(Kind.OFFERS)).get("offers", [])
        told = []
        for one in found if isinstance(found, list) else ():
            with suppress(TypeError, AttributeError, KeyError):
                owner = clean_line(str(one["owner"]))
                told.append(
                    Share(
                        clean_line(str(one["folder"])),
                        owner,
                        ShareMetadata.from_dict(one),
                        parse_last_written(one),
                    )
                )
        return told

    def create_share(self, login: str, metadata: ShareMetadata) -> str:
        """Make a folder there."""
        answer = self._open_connection.request(
            json_message(Kind.SHARE, login=login, **metadata._asdict())
        )
        folder = clean_line(str(answer.get("folder", "")))
        if not folder.startswith("/"):
            raise protocol_error()
        return folder

    def withdraw(self, share_id: str) -> None:
        """Take the folder there away."""
        self._open_connection.request(json_message(Kind.WITHDRAW, folder=share_id))

    def erase(self, share_id: str) -> bool:
        """Take the folder there away, where it is this user's."""
        self.withdraw(share_id)
        return any(one.id == share_id for one in self.list_shares())

    def is_mine(self, share_id: str) -> bool:
        """Return whether this user shares the folder there."""
        return any(one.id == share_id and one.owner == self.login for one in self.list_shares())

    def open_remote(self, share_id: str) -> Remote:
        """The store of a folder there, which goes on with this line."""
        return self._hand_over_connection(json_message(Kind.ENTER, folder=share_id))

    def open_notebook_copy(self, session: Session) -> Remote:
        """The user's own copy there of the session's conversation."""
        told = {
            "created": session.conversation.header.created,
            "clients": sorted(session.clients),
            "partner": session.me or "",
        }
        return self._hand_over_connection(json_message(Kind.COPY, **told))

    def close(self) -> None:
        """Hang up, where no store goes on with the line."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _hand_over_connection(self, entering: Message) -> Remote:
        from .ssh.remote import SshRemote

        line, self._connection = self._open_connection, None
        return SshRemote(self.name, entering, line)

    @property
    def _open_connection(self) -> SshConnection:
        """The line; another one where a store went on with it."""
        if self._connection is None:
            from .ssh.connection import SshConnection

            self._connection = SshConnection(self.name, ask=self._ask)
        return self._connection


def open_host(name: str, *, ask: bool) -> Host:
    """The machine of this name, empty for this one, or the database at this address.

    With `ask`, SSH may ask on the terminal. Raises UsageError and StoreError.
    """
    if is_database(name):
        from .postgres.host import PostgresHost

        return PostgresHost(name)
    return SshHost(name, ask=ask) if name else LocalHost()


def random_log_id() -> int:
    """The number of a log that is nobody's yet: each stay in a folder writes one of its own."""
    return secrets.randbits(31) | 1
