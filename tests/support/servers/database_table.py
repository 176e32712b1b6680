"""Two people who share over a database, for tests of failures."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg

from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import Login, Slug
from afspraak.data.model.edits import Write
from afspraak.data.session.session import Session
from afspraak.data.sync.handshake import replica_from_updates
from afspraak.data.sync.postgres.host import PostgresHost
from afspraak.data.sync.postgres.remote import PostgresRemote
from afspraak.data.sync.remote import Remote
from afspraak.data.sync.shares import ShareMetadata
from afspraak.data.sync.sync_client import SyncClient

from .postgres import Server
from .synced_session import SyncedSession, session_content
from .waiting import PATIENCE, sync_all_until


def shared_in(server: Server) -> str:
    """The id of a new conversation that jan shares with anna."""
    with closing(PostgresHost(server.url("jan"))) as host:
        return host.create_share(Login("anna"), ShareMetadata("", (), Slug("")))


@dataclass
class Table:
    """Jan, whose connection may take another way, and Anna."""

    server: Server
    number: str
    """The id of the conversation."""
    jan: SyncedSession
    anna: SyncedSession

    def settle(self, happened: Callable[[], bool] = lambda: True) -> None:
        """Wait until both have converged automatically."""
        both = (self.jan, self.anna)
        sync_all_until(
            [linked(seat) for seat in both],
            lambda: (
                happened()
                and session_content(self.jan.session) == session_content(self.anna.session)
            ),
        )

    def hears(self, mark: str) -> None:
        """Wait until anna has jan's text."""
        self.settle(lambda: mark in self.anna.session.notes.text)

    def ends_with(self, *marks: str) -> None:
        """Wait until both, their files and the database have everything that was written, once."""
        self.settle(lambda: all(mark in self.jan.session.notes.text for mark in marks))
        texts = {seat.session.notes.text for seat in (self.jan, self.anna)}
        texts |= {Session.open_read_only(seat.path).notes.text for seat in (self.jan, self.anna)}
        eventually(lambda: not pending(self))
        texts.add(replica_from_updates(self.payloads()).notes.text)
        (text,) = texts
        assert [text.count(mark) for mark in marks] == [1] * len(marks), text
        assert linked(self.jan).error is None and linked(self.anna).error is None

    def payloads(self) -> list[bytes]:
        """All updates in the database."""
        with psycopg.connect(self.server.administrator) as connection:
            asked = "select payload from afspraak.update where conversation = %s"
            return [payload for (payload,) in connection.execute(asked, (self.number,))]


def eventually(happened: Callable[[], bool]) -> None:
    """Wait for a condition without notification."""
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.01)


def pending(table: Table) -> bool:
    """Whether any sent update is not acknowledged yet."""
    stores = [linked(seat).remote for seat in (table.jan, table.anna)]
    return any(isinstance(store, PostgresRemote) and store.unacknowledged for store in stores)


def linked(seat: SyncedSession) -> SyncClient:
    assert seat.link is not None
    return seat.link


@contextmanager
def a_table(server: Server, folder: Path, port: int | None = None) -> Iterator[Table]:
    """Both connect. `port` is the port for jan, if it differs from that of the server."""
    number = shared_in(server)
    called = replace(server, port=port or server.port)

    def at_jan_s(_: int) -> Remote:
        return PostgresRemote(called.url("jan"), number)

    def at_anna_s(_: int) -> Remote:
        return PostgresRemote(server.url("anna"), number)

    jan = SyncedSession(folder / "jan" / "talk.json", at_jan_s, None)
    anna = SyncedSession(folder / "anna" / "talk.json", at_anna_s, jan.session)
    try:
        yield Table(server, number, jan, anna)
    finally:
        jan.close()
        anna.close()


def write(seat: SyncedSession, mark: str) -> None:
    """Type a text at the end; the local notebook has it at once, in any state of the connection."""
    seat.session.apply(Write(len(seat.session.notes), 0, mark, True))
    assert seat.session.notes.text.endswith(mark)
    assert Session.open_read_only(seat.path).notes.text == seat.session.notes.text


def troubled(seat: SyncedSession, told: str, language: str = "en") -> str:
    """Wait for a message that contains this text; return the first."""
    link = linked(seat)
    news = threading.Event()
    link.watch(news.set)
    end = time.monotonic() + PATIENCE
    first = link.error
    words = catalogue(language)
    while link.error is None or told not in words(link.error):
        assert news.wait(max(0.0, end - time.monotonic())), f"{link.error!r} is not {told!r}"
        news.clear()
        link.sync()
        first = first or link.error
    assert str(link.error).isprintable()
    return str(first)
