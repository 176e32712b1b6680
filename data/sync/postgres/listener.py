"""The connections of one session: one for queries, and one for LISTEN.

They are the same connection, unless a pooler lends connections for one transaction at a time: then
LISTEN needs a connection of its own.
"""

from __future__ import annotations

import os
import select
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from .connection import abort, connect, query_guard

if TYPE_CHECKING:
    from psycopg import Connection


class NotificationListener:
    """The connections. Call the methods from one thread, except `abort`."""

    def __init__(self, address: str, listen_url: str) -> None:
        """Connect; an empty `listen_url` means `address`. Raises UsageError and RemoteError."""
        self._listen_address = listen_url or address
        self.query_connection: Connection[Any] = connect(address)
        """The connection for queries and writes."""
        self._listen_connection = self.query_connection
        if self._listen_address != address:
            try:
                self._listen_connection = connect(self._listen_address)
            except BaseException:
                self.query_connection.close()
                raise

    @property
    def pid(self) -> int:
        """The process id of the server process that listens for this session."""
        return self._listen_connection.info.backend_pid

    def listen(self, channel: str) -> None:
        """Listen on a channel. Raises RemoteError."""
        from psycopg.sql import SQL, Identifier

        with query_guard(self._listen_connection, self._listen_address):
            self._listen_connection.execute(SQL("listen {}").format(Identifier(channel)))

    def ping(self) -> None:
        """Query the listening connection, if it is a separate one. Raises RemoteError."""
        if self._listen_connection is not self.query_connection:
            with query_guard(self._listen_connection, self._listen_address):
                self._listen_connection.execute("select 1")

    def wait(self, wake_fd: int, seconds: float) -> set[str]:
        """Wait for notifications, or until `wake_fd` can be read; return their payloads.

        Return an empty set after `seconds` seconds. Raises RemoteError if the connection broke.
        """
        # Notifications that arrived with the last answers do not make the descriptor readable.
        payloads = self._read_notifications()
        if not payloads:
            poll = select.poll()
            poll.register(wake_fd, select.POLLIN)
            poll.register(self._listen_connection.fileno(), select.POLLIN)
            if not poll.poll(seconds * 1000):
                return set()
            payloads = self._read_notifications()
        with suppress(BlockingIOError):
            os.read(wake_fd, 4096)
        return payloads

    def abort(self) -> None:
        """Cut the connections at once, from any thread."""
        for connection in {self.query_connection, self._listen_connection}:
            abort(connection)

    def close(self) -> None:
        """Close the connections."""
        for connection in {self.query_connection, self._listen_connection}:
            connection.close()

    def _read_notifications(self) -> set[str]:
        with query_guard(self._listen_connection, self._listen_address):
            return {
                notification.payload for notification in self._listen_connection.notifies(timeout=0)
            }
