"""Condensing own rows hides nothing from concurrent readers and writers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID

import psycopg
import pytest

from afspraak.data.errors import RemoteError
from afspraak.data.sync import reconnecting_remote
from afspraak.data.sync.connection_state import Connection
from afspraak.data.sync.handshake import replica_from_updates, shake_hands
from afspraak.data.sync.postgres import database_updates
from afspraak.data.sync.postgres.connection import connect
from afspraak.data.sync.postgres.queries import ConversationRows, LogKey, UpdateRow
from afspraak.data.sync.postgres.remote import PostgresRemote, RowsRequest
from afspraak.data.sync.remote import data_of

from ...support.servers.database_table import eventually, shared_in
from ...support.servers.postgres import Server
from ...support.servers.remotes import notes_at
from ...support.servers.waiting import wait_until
from ...support.updates.writer import EMPTY_VECTOR, UpdateWriter

_MANY = 5


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_updates, "CONDENSE_THRESHOLD", _MANY)
    monkeypatch.setattr(reconnecting_remote, "MAX_BACKOFF_SECONDS", 0.5)


class Desk:
    """A conversation in a database, and the programs that use it."""

    def __init__(self, server: Server) -> None:
        self.server, self.number = server, shared_in(server)
        self._opened: list[PostgresRemote] = []

    def open(self, login: str = "jan") -> PostgresRemote:
        self._opened.append(PostgresRemote(self.server.url(login), self.number))
        return self._opened[-1]

    def write(self, count: int, writer: UpdateWriter | None = None, name: str = "") -> str:
        """Write this number of rows as a program of jan's, which then ends; return the notes."""
        writer, writing = writer or UpdateWriter(), self.open()
        shake_hands(writing, EMPTY_VECTOR)
        for number in range(count):
            writing.append(writer.write(f"<{name}{number}>"))
        writing.close()
        return writer.replica.notes.text

    def rows(self, login: str = "jan") -> int:
        """The number of a user's rows."""
        with psycopg.connect(self.server.administrator) as connection:
            told = connection.execute(
                "select count(*) from afspraak.update where conversation = %s and author = %s",
                (self.number, login),
            ).fetchone()
        assert told is not None
        return int(told[0])

    @contextmanager
    def held(self) -> Iterator[None]:
        """Prevent the deletion of a row, while reading and writing stay possible."""
        holding = psycopg.connect(self.server.administrator)
        try:
            holding.execute(
                "select from afspraak.update where conversation = %s for update", (self.number,)
            )
            yield
        finally:
            holding.close()

    def waiting(self) -> int:
        """The number of statements that wait for such a row."""
        with psycopg.connect(self.server.administrator) as connection:
            told = connection.execute(
                "select count(*) from pg_stat_activity"
                " where wait_event_type = 'Lock' and query like '%afspraak.condense%'"
            ).fetchone()
        assert told is not None
        return int(told[0])

    def close(self) -> None:
        for one in self._opened:
            one.close()


@pytest.fixture
def desk(server: Server) -> Iterator[Desk]:
    made = Desk(server)
    yield made
    made.close()


def test_own_rows_are_condensed(desk: Desk) -> None:
    written = desk.write(_MANY + 1)
    assert desk.rows() == _MANY + 1
    assert notes_at(desk.open()) == written
    eventually(lambda: desk.rows() == 1)
    assert notes_at(desk.open("anna")) == notes_at(desk.open()) == written


def test_rows_of_others_are_not_condensed(desk: Desk) -> None:
    written = desk.write(_MANY + 1)
    anna = desk.open("anna")
    assert notes_at(anna) == written
    anna.append(UpdateWriter().write("hers"))
    anna.close()
    assert desk.rows() == _MANY + 1


def test_rows_with_a_gap_are_not_condensed(desk: Desk) -> None:
    writer = UpdateWriter()
    first = [writer.write("<early>")]
    missing = writer.write("<missing>")
    first += [writer.write(f"<{number}>") for number in range(_MANY)]
    writing = desk.open()
    shake_hands(writing, EMPTY_VECTOR)
    for update in first:
        writing.append(update)
    writing.close()
    assert notes_at(desk.open()) == "<early>"
    closed = desk.open()
    shake_hands(closed, EMPTY_VECTOR)
    closed.close()  # what it was about to write is written now
    assert desk.rows() == _MANY + 1
    anna = desk.open("anna")
    shake_hands(anna, EMPTY_VECTOR)
    anna.append(missing)
    anna.close()
    assert notes_at(desk.open()) == writer.replica.notes.text
    eventually(lambda: desk.rows() == 2)  # what was before hers, and what came after
    assert notes_at(desk.open("anna")) == writer.replica.notes.text


class Reader:
    """Reads rows by vector as anna, on request."""

    def __init__(self, desk: Desk) -> None:
        self._connection = connect(desk.server.url("anna"))
        self._rows = ConversationRows(self._connection, UUID(desk.number), 1)
        self._read: list[UpdateRow] = []
        self._vector: dict[LogKey, int] = {}

    def read_all(self) -> None:
        self._take(self._rows.since(self._vector))

    def read_of(self, client: int) -> None:
        self._take(self._rows.since_by_client(client, self._vector))

    @property
    def notes(self) -> str:
        return replica_from_updates(row.payload for row in self._read).notes.text

    def close(self) -> None:
        self._connection.close()

    def _take(self, rows: Sequence[UpdateRow]) -> None:
        for row in rows:
            self._read.append(row)
            self._vector[row.log] = max(row.n, self._vector.get(row.log, 0))


@pytest.fixture
def reader(desk: Desk) -> Iterator[Reader]:
    made = Reader(desk)
    yield made
    made.close()


def test_a_reader_of_only_the_newest_row_gets_the_condensed_row(
    desk: Desk, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The condensed row follows a row that was sent since."""
    writer = UpdateWriter()
    desk.write(_MANY + 1, writer)
    condense = ConversationRows.condense

    def read_before(rows: ConversationRows, *told: Any) -> None:
        reader.read_of(jan._client)
        condense(rows, *told)

    monkeypatch.setattr(ConversationRows, "condense", read_before)
    jan = desk.open()
    wait_until(jan, lambda: jan.state is Connection.HANDSHAKING)
    jan.handshake(EMPTY_VECTOR)
    wait_until(jan, lambda: jan._request is RowsRequest.ANSWERED)
    with pytest.MonkeyPatch.context() as asleep:
        asleep.setattr(jan, "_wake", lambda: None)
        assert jan.handshake(EMPTY_VECTOR) is not None
        jan.append(writer.write("<newest>"))
    jan._wake()
    eventually(lambda: desk.rows() == 2)
    reader.read_all()
    assert reader.notes == writer.replica.notes.text


def test_concurrent_writers_and_readers_miss_nothing(desk: Desk, reader: Reader) -> None:
    writer = UpdateWriter()
    desk.write(3, writer, "a")
    live = desk.open("anna")
    came = data_of(shake_hands(live, EMPTY_VECTOR).updates)
    reader.read_all()
    typing = desk.open()
    shake_hands(typing, EMPTY_VECTOR)
    typing.append(writer.write("<b>"))
    eventually(lambda: not typing.unacknowledged)
    desk.write(_MANY, writer, "b")
    with desk.held():
        shake_hands(desk.open(), EMPTY_VECTOR)
        eventually(lambda: desk.waiting() == 1)
        for number in range(3):
            typing.append(writer.write(f"<c{number}>"))
        eventually(lambda: not typing.unacknowledged)
        reader.read_all()
        assert reader.notes == writer.replica.notes.text
    eventually(lambda: desk.waiting() == 0 and desk.rows() < 3 + _MANY)
    written = desk.write(1, writer, "d")
    reader.read_all()
    assert reader.notes == written

    def all_came() -> bool:
        updates = [*came, *data_of(live.read_since({}).updates)]
        return replica_from_updates(updates).notes.text == written

    wait_until(live, all_came)
    assert notes_at(desk.open("anna")) == written


def test_rows_written_after_reading_are_not_condensed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer, typing = UpdateWriter(), desk.open()
    shake_hands(typing, EMPTY_VECTOR)
    for number in range(_MANY + 1):
        typing.append(writer.write(f"<{number}>"))
    eventually(lambda: not typing.unacknowledged)
    condense = ConversationRows.condense

    def write_before(rows: ConversationRows, *told: Any) -> None:
        typing.append(writer.write("<newest>"))
        eventually(lambda: not typing.unacknowledged)
        condense(rows, *told)

    monkeypatch.setattr(ConversationRows, "condense", write_before)
    shake_hands(desk.open(), EMPTY_VECTOR)
    eventually(lambda: desk.rows() == 2)
    assert notes_at(desk.open("anna")) == writer.replica.notes.text


def test_two_concurrent_condensations_lose_nothing(desk: Desk) -> None:
    written = desk.write(_MANY + 1)
    both = [desk.open(), desk.open()]
    with desk.held():
        for one in both:
            shake_hands(one, EMPTY_VECTOR)
        eventually(lambda: desk.waiting() == 2)
    eventually(lambda: desk.waiting() == 0 and desk.rows() <= 2)
    for one in both:
        assert list(one.read_presence()) == []  # no trouble
    assert notes_at(desk.open("anna")) == written


def test_a_server_killed_while_condensing_loses_nothing(desk: Desk) -> None:
    writer = UpdateWriter()
    desk.write(_MANY + 1, writer)
    jan = desk.open()
    with desk.held():
        shake_hands(jan, EMPTY_VECTOR)
        jan.append(writer.write("<after>"))
        eventually(lambda: desk.waiting() == 1)
        desk.server.kill()
    desk.server.start()
    written = writer.replica.notes.text

    def back() -> bool:
        with suppress(RemoteError):
            return notes_at(jan) == written
        return False

    eventually(back)
    eventually(lambda: not jan.unacknowledged and not jan._condensing)
    assert notes_at(desk.open("anna")) == written
