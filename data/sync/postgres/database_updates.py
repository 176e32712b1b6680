"""The updates that were read from a database, and when this user's rows are condensed."""

from __future__ import annotations

from collections.abc import Sequence

from ..held.update_set import UpdateSet
from ..remote import CarriedUpdate
from .queries import UpdateRow

CONDENSE_THRESHOLD = 200
"""If this user has more rows than this, they are condensed."""


class DatabaseUpdates:
    """The rows that were read from the database. For the session's thread."""

    def __init__(self) -> None:
        self.updates = UpdateSet()
        self._own_rows = 0
        """The number of this user's rows."""
        self._last_own_rows: dict[int, int] = {}
        self._sessions_to_keep: set[int] = set()
        """The clients of this user's rows that are too large to be read."""

    def add(self, rows: Sequence[UpdateRow], me: str) -> None:
        """Add rows that were read; `me` is this user's login."""
        self.updates.add(CarriedUpdate(row.payload, row.author == me) for row in rows)
        for row in rows:
            if row.author == me:
                self._last_own_rows[row.client] = max(row.n, self._last_own_rows.get(row.client, 0))
                self._own_rows += 1
                if not row.payload:
                    self._sessions_to_keep.add(row.client)

    def condensed(self) -> list[bytes]:
        """Return this user's rows as fewer updates; nothing if that would not help much yet."""
        if self._own_rows <= CONDENSE_THRESHOLD or not self.updates.has_all_own:
            return []
        condensed = self.updates.condensed()
        return condensed if 2 * len(condensed) <= self._own_rows else []

    def offsets_to_condense(self) -> dict[int, int]:
        """Return the last row read of each of this user's sessions, and count anew."""
        self._own_rows = 0
        return {
            client: n
            for client, n in self._last_own_rows.items()
            if client not in self._sessions_to_keep
        }
