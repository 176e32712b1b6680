"""Remote in a database.

Nothing is lost with the database or the connection: every update is in the session's own journal
and file as well, it is written again under the same number until the database acknowledges it, and
each handshake finds the updates that the database lacks.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from enum import Enum, auto
from uuid import UUID

from ...model.remote_address import PostgresDatabase
from ..connection_state import Connection, ConnectionEvent
from ..reconnecting_remote import PermanentFailure, ReconnectingRemote
from ..remote import CarriedUpdate, FilesRemoved, HandshakeReply, Presence, ShareEnded
from .connection import query_guard, session_login
from .database_updates import DatabaseUpdates
from .leaving import LEAVING_CLIENT, clear_mark, has_other_left
from .listener import NotificationListener
from .queries import ConversationRows, LogKey, UpdateRow
from .schema_version import check_schema_version

PING_SECONDS = 8.0
"""After this many seconds of silence, query the database to notice that the connection is dead, or
the share gone."""
POLL_SECONDS = 5.0
"""Seconds between reads of the presences: a killed program does not delete its own."""
_BATCH_SIZE = 500
"""Updates in one transaction, at most."""
MAX_READS = 8
"""The most times that rows are read for a handshake; the rest is read after it."""
LEAVING_SECONDS = 1.0


class RowsRequest(Enum):
    """Whether all rows have to be read, for a handshake: NONE > MADE > ANSWERED > NONE."""

    NONE = auto()
    MADE = auto()
    """The session waits for the thread to read them."""
    ANSWERED = auto()
    """The thread has read them."""


class PostgresRemote(ReconnectingRemote):
    """One session's end of a conversation in a database."""

    def __init__(self, address: str, share_id: str, listen_url: str = "") -> None:
        """`share_id` is the number (a UUID) of the conversation in the database.

        With a `listen_url`, listen at that URL of the same database.
        """
        super().__init__(PostgresDatabase(address).display_name)
        self._address, self._share_id = address, share_id
        self._listen_url = listen_url
        self._client = _new_client()
        self._database = DatabaseUpdates()
        self._last_number = 0
        self._pending: list[tuple[int, bytes]] = []
        """Updates that were appended and are not acknowledged, with their numbers."""
        self._last_rows: dict[bool, tuple[LogKey, int]] = {}
        """The log and the number of the last row of this session (True), and of any other, that the
        database had."""
        self._condensing: tuple[list[bytes], dict[int, int]] | None = None
        self._announced: Presence | None = None
        self._written_presence: Presence | None = None
        self._request = RowsRequest.NONE
        self._author = ""
        self._seen: dict[LogKey, int] = {}
        self._unapplied_rows: list[UpdateRow] = []
        self._listener: NotificationListener | None = None
        self._wake_reader, self._wake_writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._thread.start()

    def handshake(self, state_vector: bytes) -> HandshakeReply | None:
        """Return the updates that the session lacks; None until all rows have been read."""
        with self._lock:
            if self._error is not None:
                raise self._error
            if self._request is not RowsRequest.ANSWERED:
                if self.is_connected and self._request is RowsRequest.NONE:
                    self._request = RowsRequest.MADE
                    self._wake()
                return None
            self._request = RowsRequest.NONE
            rows, self._unapplied_rows, self._arrived = self._unapplied_rows, [], []
            seen, database = self._complete_handshake(), self._database
        database.add(rows, self._author)
        held = database.updates
        if condensed := database.condensed():
            with self._lock:
                self._condensing = condensed, database.offsets_to_condense()
                self._wake()
        return HandshakeReply(held.missing(state_vector), held.snapshot, seen)

    def append(self, update: bytes) -> None:
        """Queue an update of this session for the database."""
        with self._lock:
            self._check()
            self._pending.append((self._next_number(), update))
            self._wake()

    @property
    def unacknowledged(self) -> int:
        """The number of updates that the database has not acknowledged."""
        return len(self._pending)

    def announce(self, presence: Presence) -> None:
        """Announce the presence of this session."""
        with self._lock:
            self._check()
            if presence != self._announced:
                self._announced = presence
                self._wake()

    def close(self) -> None:
        """Leave; queued updates still arrive if the database answers."""
        with self._lock:
            if self._state is Connection.CLOSED:
                return
            self._advance(ConnectionEvent.CLOSE)
            self._wake()
        self._thread.join(LEAVING_SECONDS)
        if self._thread.is_alive() and (listener := self._listener) is not None:
            listener.abort()
            self._thread.join(LEAVING_SECONDS)

    def _next_number(self) -> int:
        self._last_number += 1
        return self._last_number

    def _wake(self) -> None:
        """Wake the thread. Call with the lock held."""
        if self._wake_writer >= 0:
            with suppress(BlockingIOError):  # it has been woken already
                os.write(self._wake_writer, b"!")

    def _connect_and_listen(self) -> None:
        number = _parse_share_id(self._share_id)
        self._listener = listener = NotificationListener(self._address, self._listen_url)
        rows = ConversationRows(listener.query_connection, number, self._client)
        listener.listen(f"afspraak_{number}")
        with query_guard(listener.query_connection, self._address):
            check_schema_version(listener.query_connection, self._address)
            if not rows.exists():
                raise ShareEnded("sharing.ended.there")
            self._author = session_login(listener.query_connection)
            rows.sweep()
            self._written_presence = self._announced
            rows.announce(self._written_presence, listener.pid)
            is_whole = self._is_whole(rows)
        with self._lock:
            self._request = RowsRequest.NONE
            if not is_whole:
                # Rows were deleted, or an older backup restored: read all that there is now.
                self._seen, self._unapplied_rows, self._database = {}, [], DatabaseUpdates()
                self._last_rows, self._has_other_left = {}, False
        self._set_connected()
        self._listen(listener, rows)

    def _listen(self, listener: NotificationListener, rows: ConversationRows) -> None:
        """Write pending updates and read new rows, until the session ends."""
        payloads: set[str] = set()
        polled_at = 0.0
        heard_at = entered_at = time.monotonic()
        catch_up = True  # no notification came for rows that were written before LISTEN
        while True:
            # Updates that were appended before leaving are written first.
            leaving = self._state is Connection.CLOSED
            now = time.monotonic()
            poll = (
                any(payload.startswith("p") for payload in payloads)
                or now >= polled_at + self._poll_interval
            )
            with query_guard(listener.query_connection, self._address):
                self._write(rows)
                self._read_new_rows(rows, payloads)
                if poll:
                    self._refresh_presence(rows)
                    if not self._is_whole(rows):
                        # Condensing may have replaced them since they were read.
                        self._receive_rows(rows.since(self._seen))
                    if not self._is_whole(rows):
                        raise FilesRemoved("sharing.removed.rows")
                    if catch_up and now >= entered_at + POLL_SECONDS:
                        received = rows.since(self._seen)
                        self._receive_rows(received)
                        catch_up = bool(received)  # there may be more than one query returns
                    polled_at = now
                if leaving:
                    rows.leave()
                    return
                self._announce(rows, listener.pid)
            payloads = listener.wait(self._wake_reader, self._poll_interval)
            if payloads:
                heard_at = time.monotonic()
            elif time.monotonic() >= heard_at + PING_SECONDS:
                listener.ping()
                heard_at = time.monotonic()

    @property
    def _poll_interval(self) -> float:
        """Seconds of silence after which to poll."""
        return POLL_SECONDS if self._presences else PING_SECONDS

    def _disconnect(self) -> None:
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.close()

    def _release(self) -> None:
        with self._lock:
            os.close(self._wake_reader)
            os.close(self._wake_writer)
            self._wake_writer = -1  # nobody wakes it any more

    def _write(self, rows: ConversationRows) -> None:
        while pending := self._pending[:_BATCH_SIZE]:
            rows.write(self._client, pending)
            self._mark_acknowledged(
                UpdateRow(self._author, self._client, *update) for update in pending
            )
            with self._lock:
                del self._pending[: len(pending)]
        condensing, self._condensing = self._condensing, None
        if condensing is not None:
            self._condense(rows, *condensing)

    def _condense(
        self, rows: ConversationRows, updates: Sequence[bytes], read: dict[int, int]
    ) -> None:
        # Under a new client number: they come after rows that were appended meanwhile, and a reader
        # of those would never ask for an earlier row of the same session.
        client = _new_client()
        condensed = [
            UpdateRow(self._author, client, n, update) for n, update in enumerate(updates, 1)
        ]
        *first, last = condensed
        if first:
            rows.write(client, [(row.n, row.payload) for row in first])
        rows.condense(client, last.n, last.payload, read)
        self._mark_acknowledged(condensed)

    def _mark_acknowledged(self, written: Iterable[UpdateRow]) -> None:
        """Record rows as known: they need not be read back from the database."""
        with self._lock:
            for row in written:
                self._seen[row.log] = row.n
                self._unapplied_rows.append(row)
                self._last_rows[True] = row.log, row.n

    def _read_new_rows(self, rows: ConversationRows, payloads: Iterable[str]) -> None:
        read_all = self._request is RowsRequest.MADE
        if read_all:
            for _ in range(MAX_READS):
                if not (received := rows.since(self._seen)):
                    break
                self._receive_rows(received)
            clear_mark(rows, self._seen, self._author)
        else:
            for client in {
                _parse_client(payload[1:]) for payload in payloads if payload.startswith("u")
            }:
                if client is not None and client != self._client:
                    self._receive_rows(rows.since_by_client(client, self._seen))
        if read_all:
            with self._lock:
                self._request = RowsRequest.ANSWERED
            self._on_change()

    def _is_whole(self, rows: ConversationRows) -> bool:
        """Return whether the last rows that the database had are there."""
        return all(rows.has(log, n) for log, n in self._last_rows.values())

    def _receive_rows(self, received: Sequence[UpdateRow]) -> None:
        if not received:
            return
        for row in received:
            self._seen[row.log] = max(row.n, self._seen.get(row.log, 0))
        self._has_other_left = has_other_left(self._seen, self._author)
        received = [row for row in received if row.client != LEAVING_CLIENT]
        for row in received:
            self._last_rows[False] = row.log, row.n
            if row.log[0] == self._author:  # another session may have condensed our own into it
                self._last_rows.pop(True, None)
        own_log = (self._author, self._client)
        with self._lock:
            self._unapplied_rows += received
            self._arrived += [
                CarriedUpdate(row.payload, row.author == self._author)
                for row in received
                if row.log != own_log
            ]
        self._on_change()

    def _refresh_presence(self, rows: ConversationRows) -> None:
        presences = rows.read_presence()
        if presences != self._presences:
            self._presences = presences
            self._on_change()

    def _announce(self, rows: ConversationRows, pid: int) -> None:
        announced = self._announced
        if announced is not None and announced != self._written_presence:
            rows.announce(announced, pid)
            self._written_presence = announced


def _parse_client(text: str) -> int | None:
    """Return the client number in a notification; None if malformed: anybody may send one."""
    is_number = text.isascii() and text.isdigit() and len(text) < 20
    return number if is_number and (number := int(text)) < 2**63 else None


def _new_client() -> int:
    """Return a client number that no session has had."""
    return secrets.randbits(62) | 1


def _parse_share_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise PermanentFailure("sharing.ended.there") from None
