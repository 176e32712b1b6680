"""The two replicas of an open conversation: the shared one and that of the private preparation."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.fields import Fields
from ..storage.durable_replica import DurableReplica
from ..storage.first_document import private_header, queue_header
from ..storage.siblings import private_path
from ..storage.unrelated.separation import UnrelatedFiles
from .user import SYSTEM_USER, User


class ReplicaPair:
    """The durable replicas of a conversation and of one partner's private preparation.

    The second one is made when it is first needed.
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
        """What beside the file is another conversation's; known if this is open read-only."""
        self.me: str | None = None
        """The id of the partner at this terminal, whose preparation it is; None if unknown."""

    def __iter__(self) -> Iterator[DurableReplica]:
        yield self.shared
        if self.private is not None:
            yield self.private

    @property
    def private_fields(self) -> Fields:
        """The fields of the private preparation; none if there is none."""
        return {} if self.private is None else self.private.replica.fields

    def require_private(self) -> DurableReplica:
        """Return the durable replica of the private preparation; make it when first needed."""
        if self.private is None:
            self.private = self.shared.create_private(private_path(self.shared.path))
        header = private_header(self.private.replica.fields, self.shared.replica, self.me)
        queue_header(self.private, header)
        return self.private
