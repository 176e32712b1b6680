"""A machine that is reached over SSH, as a host of shares."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ...ids import Login
from ...model.remote_address import SshMachine
from ...system.people import MAX_NAME_LENGTH, Person
from ...text.sanitize import clean_line, clip
from ..remote import Remote
from ..shares import Restoration, Share, ShareMetadata, parse_last_written
from .protocol import PEOPLE_VERSION, Kind, Message, json_message, protocol_error

if TYPE_CHECKING:
    from ...session.session import Session
    from .connection import SshConnection


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
        shares = []
        for entry in self._offers():
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

    def restore_share(self, share_id: str, restoration: Restoration) -> bool:
        """Make what is lacking of the folder there; return whether it is there then."""
        return self._open_connection.restore_share(share_id, restoration)

    def withdraw(self, share_id: str) -> None:
        """Delete the folder if this user owns it."""
        self._open_connection.request(json_message(Kind.WITHDRAW, folder=share_id))

    def erase(self, share_id: str) -> bool:
        """Delete the folder if this user owns it; in another's, delete this user's logs."""
        request = json_message(Kind.WITHDRAW, folder=share_id, erase=True)
        self._open_connection.request(request)
        return any(share.id == share_id for share in self.list_shares())

    def is_mine(self, share_id: str) -> bool:
        """Return whether the folder there, or a file in it, belongs to this user."""
        return any(
            entry.get("folder") == share_id
            and entry.get("mine", entry.get("owner") == self.login) is True
            for entry in self._offers()
        )

    def _offers(self) -> list[dict[str, Any]]:
        """Return the shares there as the machine describes them, which is untrusted."""
        found = self._open_connection.request(json_message(Kind.OFFERS)).get("offers", [])
        entries = found if isinstance(found, list) else []
        return [entry for entry in entries if isinstance(entry, dict)]

    def open_remote(self, share_id: str, restoration: Restoration | None = None) -> Remote:
        """Return a remote for a share, which takes over this connection."""
        return self._hand_over_connection(json_message(Kind.ENTER, folder=share_id), restoration)

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

    def _hand_over_connection(
        self, open_request: Message, restoration: Restoration | None = None
    ) -> Remote:
        from .remote import SshRemote

        connection, self._connection = self._open_connection, None
        language = self._language
        return SshRemote(self.address.name, open_request, language, connection, restoration)

    @property
    def _open_connection(self) -> SshConnection:
        """The connection; a new one after a remote has taken it over."""
        if self._connection is None:
            from .connection import SshConnection

            self._connection = SshConnection(
                self.address.name, ask=self._ask, language=self._language
            )
        return self._connection
