"""What a user keeps of a conversation for themselves alone, looked at without opening that."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from ..crdt.replica import Replica
from ..errors import StorageError
from ..model.remote_address import RemoteAddress
from ..storage.durable_replica import DurableReplica
from ..storage.siblings import private_path
from .pair import unrelated_files_beside
from .sync_endpoint import remote_address_in


def read_private(path: Path) -> Replica | None:
    """The private preparation of the conversation at `path`; None where none can be read.

    A private file of another conversation, that was there before, is none of its.
    """
    with suppress(StorageError):
        keeper = DurableReplica.open_private(private_path(path))
        if keeper is None or not keeper.replica.fields:
            return None
        with suppress(StorageError):
            shared = DurableReplica.open(path, read_only=True)
            if unrelated_files_beside(shared, keeper).private is not None:
                return None
        return keeper.replica
    return None


def remote_address_of(path: Path) -> RemoteAddress | None:
    """Where the user of the notebook shares the conversation at `path`; None for nowhere."""
    private = read_private(path)
    return remote_address_in(private.fields) if private else None
