"""The two replicas of an open conversation: the shared one and that of the private preparation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import StorageError
from ..ids import PartnerId, RowId
from ..model.fields import Fields
from ..storage.durable_replica import DurableReplica
from ..storage.first_document import private_header, queue_header
from ..storage.siblings import private_path
from ..storage.unrelated.ancestry import is_private_of
from ..storage.unrelated.separation import UnrelatedFiles
from ..system.paths import exists
from .user import SYSTEM_USER, User

if TYPE_CHECKING:
    from ..storage.tables import TableRows


class ReplicaPair:
    """The durable replicas of a conversation and of one partner's private preparation.

    The private one is made when it is first needed.
    """

    def __init__(
        self,
        shared: DurableReplica,
        private: DurableReplica | None = None,
        unrelated: UnrelatedFiles | None = None,
        *,
        user: User = SYSTEM_USER,
    ) -> None:
        self.user = user
        self.shared = shared
        self.private = private
        self.unrelated = unrelated or UnrelatedFiles()
        """Files beside it of another conversation; only determined by `open_pair_read_only`."""
        self.me: PartnerId | None = None
        """The id of the partner at this terminal, whose preparation it is; None if unknown."""

    def __iter__(self) -> Iterator[DurableReplica]:
        yield self.shared
        if self.private is not None:
            yield self.private

    @property
    def recovered(self) -> int:
        """The number of updates that were recovered from journals at opening."""
        return sum(durable.recovery.recovered for durable in self)

    @property
    def damaged_journals(self) -> list[Path]:
        """Journals that were partly unreadable at opening."""
        return [path for durable in self for path in durable.recovery.damaged_journals]

    @property
    def has_pending_updates(self) -> bool:
        """Whether an update waits for one that is missing."""
        return not all(durable.replica.is_complete for durable in self)

    @property
    def has_findings(self) -> bool:
        """Whether earlier sessions left anything that the user is told of at opening."""
        return bool(self.recovered or self.damaged_journals or self.waiting_journals)

    @property
    def waiting_journals(self) -> list[Path]:
        """Journals of ended sessions that build on something missing: the file is older."""
        return [
            journal.path
            for durable in self
            for journal in durable.recovery.waiting_journals(durable.replica)
        ]

    @property
    def private_fields(self) -> Fields:
        """The fields of the private preparation; empty if there is none."""
        return {} if self.private is None else self.private.replica.fields

    def open_late_private(self) -> frozenset[tuple[str, RowId]]:
        """Open the private file if another program made it meanwhile; return its rows.

        Without one, or if it belongs to another conversation, there are none. Raises StorageError.
        """
        path = private_path(self.shared.path)
        if self.private is not None or not exists(path):
            return frozenset()
        found = DurableReplica.open_private(path, self.shared, keyring=self.user.keyring)
        if found is not None and is_private_of(found.replica, self.shared.replica):
            self.private = found
            return frozenset(key.row for key in found.replica.fields)
        if found is not None:
            found.close()
        return frozenset()

    @property
    def is_changed_on_disk(self) -> bool:
        """Whether another program changed, made or removed a file. Raises StorageError."""
        made = self.private is None and exists(private_path(self.shared.path))
        return made or any(durable.is_changed_on_disk for durable in self)

    def require_private(self) -> DurableReplica:
        """Return the durable replica of the private preparation; make it when first needed."""
        if self.private is None:
            self.private = self.shared.create_private(private_path(self.shared.path))
        header = private_header(self.private.replica.fields, self.shared.replica, self.me)
        queue_header(self.private, header)
        return self.private

    def current_tables(self) -> tuple[TableRows, TableRows | None]:
        """Return the tables of the present conversation, and of the private preparation."""
        shared, *private = (durable.prepare_save().content.tables for durable in self)
        return shared, private[0] if private else None

    def fsync_journals(self) -> None:
        """Sync the journals to disk. May run in any thread; never raises."""
        for durable in self:
            with suppress(StorageError):
                durable.fsync_journal()
