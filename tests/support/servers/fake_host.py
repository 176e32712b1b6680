"""A host of shares that answers at once, and remembers what it was asked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from afspraak.data.errors import RemoteError, UsageError
from afspraak.data.ids import Login
from afspraak.data.model.remote_address import HostAddress
from afspraak.data.sync.folder.remote import FolderRemote
from afspraak.data.sync.remote import HandshakeReply, LogOffsets, ReceivedUpdates, Remote
from afspraak.data.sync.shares import Restoration, Share, ShareMetadata
from afspraak.data.system.people import Person

ANNA = Person(Login("annav"), "Anna de Vries")


class Line(FolderRemote):
    """A shared folder over a line that can be cut."""

    is_cut = False

    def handshake(self, state_vector: bytes) -> HandshakeReply:
        self._pass()
        return super().handshake(state_vector)

    def read_since(self, offsets: LogOffsets) -> ReceivedUpdates:
        self._pass()
        return super().read_since(offsets)

    def _pass(self) -> None:
        if self.is_cut:
            raise RemoteError("sharing.ssh.dropped", host="box")


class FakeHost:
    """A host on which only Anna is known; all its shares are one folder of this machine."""

    def __init__(self, address: HostAddress, folder: Path) -> None:
        self.address, self._folder = address, folder
        self.login = Login("janb")
        self.shares: list[Share] = []
        self.made: list[Login] = []
        """With whom a share was made."""
        self.opened: list[str] = []
        """The shares that were opened."""
        self.lines: list[Line] = []
        self.closed = False
        self.trouble: RemoteError | None = None

    def list_shares(self) -> Sequence[Share]:
        if self.trouble is not None:
            raise self.trouble
        return self.shares

    def find_person(self, text: str) -> Person:
        if not ANNA.matches(text):
            raise UsageError("sharing.no_person", name=text)
        return ANNA

    def people(self) -> Sequence[Person]:
        if self.trouble is not None:
            raise self.trouble
        return [ANNA]

    def create_share(self, login: Login, metadata: ShareMetadata) -> str:
        self.made.append(login)
        return f"/shared/{len(self.made)}"

    def restore_share(self, share_id: str, restoration: Restoration) -> bool:
        return False

    def withdraw(self, share_id: str) -> None:
        raise NotImplementedError

    def erase(self, share_id: str) -> bool:
        raise NotImplementedError

    def is_mine(self, share_id: str) -> bool:
        raise NotImplementedError

    def open_remote(self, share_id: str, restoration: Restoration | None = None) -> Remote:
        self.opened.append(share_id)
        self.lines.append(Line(self._folder, 5 + len(self.lines)))
        return self.lines[-1]

    def close(self) -> None:
        self.closed = True
