"""The connections of one session: what asks and writes, and what hears that there is something new.

They are one and the same, but where a pooler lends connections for a transaction at a time: then
another one listens.
"""

from __future__ import annotations

import os
import select
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from .configured import listen_address
from .connection import abort, connect, query_guard

if TYPE_CHECKING:
    from psycopg import Connection


class NotificationListener:
    """Belongs to one thread, but for `cut`."""

    def __init__(self, address: str) -> None:
        """Connect. Raises UsageError and StoreError."""
        self.address = address
        self._listen_address = listen_address(address)
        self.query_connection: Connection[Any] = connect(address)
        """What asks and writes."""
        self._listen_connection = self.query_connection
        if self._listen_address != address:
            try:
                self._listen_connection = connect(self._listen_address)
            except BaseException:
                self.query_connection.close()
                raise

    @property
    def pid(self) -> int:
        """The server's process that listens for this session."""
        return self._listen_connection.info.backend_pid

    def listen(self, channel: str) -> None:
        """Hear from now on what is told on a channel, a name as it is. Raises StoreError."""
        from psycopg.sql import SQL, Identifier

        with query_guard(self._listen_connection, self._listen_address):
            self._listen_connection.execute(SQL("listen {}").format(Identifier(channel)))

    def ping(self) -> None:
        """Ask whether what listens is there, where that is another one. Raises StoreError."""
        if self._listen_connection is not self.query_connection:
            with query_guard(self._listen_connection, self._listen_address):
                self._listen_connection.execute("select 1")

    def wait(self, wake_fd: int, seconds: float) -> set[str]:
        """What is told, waited for: until something is, or the descriptor `woken` can be read.

        Nothing, where nothing happened for so long. Raises StoreError where it broke.
        """
        told = (
            self._read_notifications()
        )  # what came along with the last answers does not wake anybody
        if not told:
            poll = select.poll()
            poll.register(wake_fd, select.POLLIN)
            poll.register(self._listen_connection.fileno(), select.POLLIN)
            if not poll.poll(seconds * 1000):
                return set()
            told = self._read_notifications()
        with suppress(BlockingIOError):
            os.read(wake_fd, 4096)
        return told

    def abort(self) -> None:
        """End it at once, from any thread."""
        for connection in {self.query_connection, self._listen_connection}:
            abort(connection)

    def close(self) -> None:
        """Let go."""
        for connection in {self.query_connection, self._listen_connection}:
            connection.close()

    def _read_notifications(self) -> set[str]:
        with query_guard(self._listen_connection, self._listen_address):
            return {one.payload for one in self._listen_connection.notifies(timeout=0)}
