"""A conversation in a database as the place for updates.

Nothing is lost with the database or the connection: what was handed on lies in the session's own
journal and file as well, it is written again under the same numbers until the database has
acknowledged it, and each meeting tells what the database lacks.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from uuid import UUID

from ...crdt.replica import Replica, ReplicaError
from ...i18n.catalogue import tr
from ...model.remote_address import display_host
from ..reconnecting_remote import PermanentFailure, ReconnectingRemote
from ..remote import HandshakeReply, Presence
from .connection import query_guard, session_login
from .listener import NotificationListener
from .queries import ConversationRows, LogKey, UpdateRow
from .schema_version import check_schema_version

PING_SECONDS = 20.0
"""After so long without a word the database is asked something, or its silence is not noticed."""
POLL_SECONDS = 5.0
"""So often is looked whether who is here still is: who was killed says nothing."""
CONDENSE_THRESHOLD = 200
"""More own rows than this are put together."""
_BATCH_SIZE = 500
"""So many updates go in one transaction."""
LEAVING_SECONDS = 1.0
"""So long is waited, twice, for what is still to be sent when it is closed."""


class PostgresRemote(ReconnectingRemote):
    """One session's end of a conversation in a database."""

    def __init__(self, address: str, share_id: str) -> None:
        """`place` is the number of the conversation there."""
        super().__init__(tr("sharing.ssh.connecting", host=display_host(address)))
        self._address, self._share_id = address, share_id
        self._client = _new_client()
        self._database = _DatabaseReplica()
        self._last_number = 0
        self._pending: list[tuple[int, bytes]] = []
        """What was handed on and is not acknowledged."""
        self._acknowledged = 0
        """The number of the last update that the database said to have."""
        self._condensing: tuple[bytes, dict[int, int]] | None = None
        self._announced: Presence | None = None
        self._written_presence: Presence | None = None
        self._handshake_requested = self._all_read = False
        self._author = ""
        self._seen: dict[LogKey, int] = {}
        self._unapplied_rows: list[UpdateRow] = []
        self._listener: NotificationListener | None = None
        self._wake_reader, self._wake_writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._thread.start()

    def handshake(self, state_vector: bytes) -> HandshakeReply | None:
        """What the session lacks; None until all that is there has been read."""
        with self._lock:
            if self._error is not None:
                raise self._error
            if not self._all_read:
                if self._connected and not self._handshake_requested:
                    self._handshake_requested = True
                    self._wake()
                return None
            self._all_read = self._handshake_requested = False
            coming, self._unapplied_rows, self._arrived = self._unapplied_rows, [], []
            seen, there = self._complete_handshake(), self._database
        there.apply(coming, self._author)
        met = HandshakeReply(there.missing_updates(state_vector), there.replica.snapshot, seen)
        if there.own_rows > CONDENSE_THRESHOLD and there.replica.is_complete:
            with self._lock:
                self._condensing = there.replica.document(), there.offsets_to_condense()
                self._wake()
        return met

    def append(self, update: bytes) -> None:
        """Hand on an own update."""
        with self._lock:
            self._check()
            self._pending.append((self._next(), update))
            self._wake()

    @property
    def unacknowledged(self) -> int:
        """How many updates were handed on that the database has not said to have."""
        return len(self._pending)

    def announce(self, presence: Presence) -> None:
        """Tell the others where one is."""
        with self._lock:
            self._check()
            if presence != self._announced:
                self._announced = presence
                self._wake()

    def close(self) -> None:
        """Leave; what was handed on before gets there where the database answers."""
        with self._lock:
            if self._closed.is_set():
                return
            self._closed.set()
            self._wake()
        self._thread.join(LEAVING_SECONDS)
        if self._thread.is_alive() and (wire := self._listener) is not None:
            wire.abort()
            self._thread.join(LEAVING_SECONDS)

    def _next(self) -> int:
        self._last_number += 1
        return self._last_number

    def _wake(self) -> None:
        """With the lock held."""
        if self._wake_writer >= 0:
            with suppress(BlockingIOError):  # it has been woken already
                os.write(self._wake_writer, b"!")

    def _connect_and_listen(self) -> None:
        number = _parse_share_id(self._share_id)
        self._listener = wire = NotificationListener(self._address)
        rows = ConversationRows(wire.query_connection, number, self._client)
        wire.listen(f"afspraak_{number}")
        with query_guard(wire.query_connection, self._address):
            check_schema_version(wire.query_connection, self._address)
            if not rows.exists():
                raise PermanentFailure(tr("sharing.ended.there"))
            self._author = session_login(wire.query_connection)
            rows.sweep()
            self._written_presence = self._announced
            rows.announce(self._written_presence, wire.pid)
            remembers = not self._acknowledged or rows.has(self._author, self._acknowledged)
        with self._lock:
            self._handshake_requested = self._all_read = False
            if not remembers:
                # Brought back from a copy of before: what it has now has to be read anew.
                self._seen, self._unapplied_rows, self._database = {}, [], _DatabaseReplica()
        self._set_connected()
        self._listen(wire, rows)

    def _listen(self, wire: NotificationListener, rows: ConversationRows) -> None:
        """Write what is to be written and read what is told, until the session ends."""
        told: set[str] = set()
        looked = 0.0
        heard = entered = time.monotonic()
        coming = True  # what others were writing as this session came was not told to it
        while True:
            leaving = self._closed.is_set()  # what was handed on before that is written first
            now = time.monotonic()
            looking = (
                any(one.startswith("p") for one in told) or now >= looked + self._poll_interval
            )
            with query_guard(wire.query_connection, self._address):
                self._write(rows)
                self._read_news(rows, told)
                if looking:
                    self._refresh_presence(rows)
                    if coming and now >= entered + POLL_SECONDS:
                        self._receive_rows(rows.since(self._seen))
                        coming = False
                    looked = now
                if leaving:
                    rows.leave()
                    return
                self._announce(rows, wire.pid)
            told = wire.wait(self._wake_reader, self._poll_interval)
            if told:
                heard = time.monotonic()
            elif time.monotonic() >= heard + PING_SECONDS:
                wire.ping()
                heard = time.monotonic()

    @property
    def _poll_interval(self) -> float:
        """After how many seconds without a word is looked."""
        return POLL_SECONDS if self._presences else PING_SECONDS

    def _disconnect(self) -> None:
        wire, self._listener = self._listener, None
        if wire is not None:
            wire.close()

    def _release(self) -> None:
        with self._lock:
            os.close(self._wake_reader)
            os.close(self._wake_writer)
            self._wake_writer = -1  # nobody wakes it any more

    def _write(self, rows: ConversationRows) -> None:
        while pending := self._pending[:_BATCH_SIZE]:
            rows.write(pending)
            self._mark_acknowledged(UpdateRow(self._author, self._client, *one) for one in pending)
            with self._lock:
                del self._pending[: len(pending)]
            self._acknowledged = pending[-1][0]
        condensing, self._condensing = self._condensing, None
        if condensing is not None:
            self._condense(rows, *condensing)

    def _condense(self, rows: ConversationRows, document: bytes, read: dict[int, int]) -> None:
        # As a session of its own: it comes after rows that were handed on meanwhile, and who has
        # read those would never ask for an earlier one of the same session.
        row = UpdateRow(self._author, _new_client(), 1, document)
        rows.condense(row.client, row.n, document, read)
        self._mark_acknowledged([row])

    def _mark_acknowledged(self, written: Iterable[UpdateRow]) -> None:
        """What the database has acknowledged need not come back from it."""
        with self._lock:
            for row in written:
                self._seen[row.log] = row.n
                self._unapplied_rows.append(row)

    def _read_news(self, rows: ConversationRows, told: Iterable[str]) -> None:
        asked = self._handshake_requested and not self._all_read
        if asked:
            self._receive_rows(rows.since(self._seen))
        else:
            for client in {_parse_client(one[1:]) for one in told if one.startswith("u")}:
                if client is not None and client != self._client:
                    self._receive_rows(rows.since_by_client(client, self._seen))
        if asked:
            with self._lock:
                self._all_read = True
            self._on_change()

    def _receive_rows(self, came: Sequence[UpdateRow]) -> None:
        if not came:
            return
        for row in came:
            self._seen[row.log] = max(row.n, self._seen.get(row.log, 0))
        mine = (self._author, self._client)
        with self._lock:
            self._unapplied_rows += came
            self._arrived += [row.payload for row in came if row.log != mine]
        self._on_change()

    def _refresh_presence(self, rows: ConversationRows) -> None:
        here = rows.read_presence()
        if here != self._presences:
            self._presences = here
            self._on_change()

    def _announce(self, rows: ConversationRows, pid: int) -> None:
        announced = self._announced
        if announced is not None and announced != self._written_presence:
            rows.announce(announced, pid)
            self._written_presence = announced


class _DatabaseReplica:
    """What the database has, as far as the session has met it. For the session's thread."""

    def __init__(self) -> None:
        self.replica = Replica()
        self.own_rows = 0
        """How many of this user's rows it was made of."""
        self._own: dict[int, int] = {}
        self._rows: list[bytes] = []
        """What came while something waits for what is missing."""

    def apply(self, rows: Iterable[UpdateRow], me: str) -> None:
        """Take in what was read."""
        for row in rows:
            with suppress(ReplicaError):  # foreign bytes are passed over
                self.replica.apply(row.payload)
            self._rows.append(row.payload)
            if row.author == me:
                self._own[row.client] = max(row.n, self._own.get(row.client, 0))
                self.own_rows += 1

    def missing_updates(self, state: bytes) -> Sequence[bytes]:
        """What a session with this state lacks."""
        if not self.replica.is_complete:
            return tuple(self._rows)
        self._rows.clear()
        return (self.replica.update_since(state),)

    def offsets_to_condense(self) -> dict[int, int]:
        """How far each of this user's sessions was read: their rows are put together now."""
        self.own_rows = 0
        return dict(self._own)


def _parse_client(told: str) -> int | None:
    """The number of a session; None for what is none, for anybody may tell anything."""
    fits = told.isascii() and told.isdigit() and len(told) < 20
    return number if fits and (number := int(told)) < 2**63 else None


def _new_client() -> int:
    """A number that no session has had."""
    return secrets.randbits(62) | 1


def _parse_share_id(place: str) -> UUID:
    try:
        return UUID(place)
    except ValueError:
        raise PermanentFailure(tr("sharing.ended.there")) from None
