"""The clients of this user's sessions in a shared conversation: nobody else writes as them.

If the other partner's program wrote with the number of a client of this user, the changes that this
user made with the same number, on a laptop without connection, would count as known and be lost. So
such an update is refused. Each session is an attribute of its own in the private file: of two that
register at the same time, neither replaces the other.
"""

from __future__ import annotations

from collections.abc import Collection

from ...model.fields import SINGLETON_ID, FieldKey, Fields
from ...storage.saving.tracker import SaveTracker
from ..private_fields import store_private_fields
from ..replica_pair import ReplicaPair

_COLUMN = "client/"


class OwnClients:
    """The register of a user's clients, in the private file."""

    def __init__(self, replicas: ReplicaPair, tracker: SaveTracker) -> None:
        self._replicas, self._tracker = replicas, tracker
        self._numbers: set[int] = set()
        self.read()
        replicas.shared.replica.guard_clients(self._numbers)

    def __contains__(self, client: int) -> bool:
        return client in self._numbers

    def read(self) -> None:
        """Read what other sessions registered in the private file."""
        self._numbers |= registered_clients(self._replicas.private_fields)

    def add(self, clients: Collection[int]) -> None:
        """Register clients."""
        if new := set(clients) - self._numbers:
            self._numbers |= new
            fields = {FieldKey("header", SINGLETON_ID, f"{_COLUMN}{each}"): "own" for each in new}
            store_private_fields(self._replicas, self._tracker, fields)


def registered_clients(private: Fields) -> set[int]:
    """Return the clients that the sessions of a user registered in these fields."""
    numbers = {
        key.attribute.removeprefix(_COLUMN)
        for key in private
        if key.table == "header" and key.attribute.startswith(_COLUMN)
    }
    return {int(number) for number in numbers if number.isascii() and number.isdigit()}
