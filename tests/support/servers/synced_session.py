"""A session with a remote connection that can be cut, and the content that must converge."""

from __future__ import annotations

from pathlib import Path

from afspraak.data.crdt.replica import Replica
from afspraak.data.ids import EMPLOYEE, MANAGER
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session
from afspraak.data.sync.sync_client import SyncClient

from .remotes import RemoteFactory
from .waiting import sync_until


class SyncedSession:
    """A session with a sync client while it is connected."""

    def __init__(self, path: Path, place: RemoteFactory, start: Session | None) -> None:
        self.path, self.place = path, place
        if start is None:
            conversation = build_conversation(NewConversation("manager", "Jan", "Anna"))
            self.session = Session.create(path, conversation, me=MANAGER)
        else:
            replica = Replica()
            replica.apply(start.sync.update_since(Replica().state_vector))
            self.session = Session.from_replica(path, replica)
            self.session.set_partner(EMPLOYEE)  # not the manager, by the same login
            self.session.save()
        self.link: SyncClient | None = None
        self.connect()

    def connect(self) -> None:
        """Connect the session, and apply waiting updates."""
        if self.link is None:
            self.link = SyncClient(self.session.sync, self.place(self.session.sync.client))
            sync_until(self.link)

    def disconnect(self) -> None:
        """Cut the connection."""
        if self.link is not None:
            self.link.close()
            self.link = None

    def restart(self) -> None:
        """Kill and reopen the session: nothing is saved, the journal has everything."""
        self.disconnect()
        self.session = Session.open(self.path)
        self.connect()

    def close(self) -> None:
        """Disconnect and close the session."""
        self.disconnect()
        self.session.close()


def session_content(session: Session) -> tuple[object, ...]:
    """The notes with their authors, and all fields: they must converge."""
    return (
        tuple((line.text, line.by) for line in session.notes.note_lines()),
        tuple(sorted(session.fields.items(), key=lambda pair: pair[0])),
    )
