"""Read the private preparation of a conversation without opening the conversation."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from ..crdt.replica import Replica
from ..errors import StorageError
from ..model.remote_address import RemoteAddress
from ..storage.durable_replica import DurableReplica
from ..storage.encryption.keyring import USUAL_KEYS, Keyring
from ..storage.siblings import private_path
from .open_pair import unrelated_files_beside
from .private_fields import remote_address_in


def read_private(path: Path, *, keyring: Keyring = USUAL_KEYS) -> Replica | None:
    """Return the private preparation of the conversation at `path`; None if it cannot be read.

    A private file of another conversation, which had this name before, is ignored.
    """
    with suppress(StorageError):
        durable = DurableReplica.open_private(private_path(path), keyring=keyring)
        if durable is None or not durable.replica.fields:
            return None
        with suppress(StorageError):
            shared = DurableReplica.open(path, read_only=True, keyring=keyring)
            if unrelated_files_beside(shared, durable).private is not None:
                return None
        return durable.replica
    return None


def remote_address_of(path: Path, *, keyring: Keyring = USUAL_KEYS) -> RemoteAddress | None:
    """Return the remote address of the user for the conversation at `path`; None if not shared."""
    private = read_private(path, keyring=keyring)
    return remote_address_in(private.fields) if private else None
