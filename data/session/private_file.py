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
from ..system.files.file_identity import FileIdentity, file_identity
from .open_pair import unrelated_files_beside
from .private_fields import remote_address_in
from .replica_pair import ReplicaPair


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


class AddressOnDisk:
    """The remote address of an open conversation, also if another program has just changed it."""

    def __init__(self, replicas: ReplicaPair) -> None:
        self._replicas = replicas
        self._read: tuple[FileIdentity | None, RemoteAddress | None] | None = None
        """The private file that was read last, and the remote address then."""

    @property
    def current(self) -> RemoteAddress | None:
        """The remote address; the file is only read if it was changed, and may stay unreadable."""
        known = remote_address_in(self._replicas.private_fields)
        path = private_path(self._replicas.shared.path)
        try:
            identity = file_identity(path)
            private = self._replicas.private
            if identity is None or (private is not None and not private.is_changed_on_disk):
                self._read = None
                return known
        except StorageError:
            return known
        if self._read is None or self._read[0] != identity:
            self._read = identity, self._merged(known)
        return self._read[1]

    def _merged(self, known: RemoteAddress | None) -> RemoteAddress | None:
        """Return the remote address with what is in the file and in this session together."""
        shared = self._replicas.shared
        found = read_private(shared.path, keyring=shared.keyring)
        if found is None:
            return known
        both = Replica()
        if self._replicas.private is not None:
            both.apply(self._replicas.private.replica.document())
        both.apply(found.document())
        return remote_address_in(both.fields)
