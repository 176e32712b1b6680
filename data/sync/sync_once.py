"""Synchronise a conversation with a remote, once."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Literal

from ..errors import UsageError
from ..model.remote_address import HostAddress
from ..session.session import Session
from ..session.sync_endpoint import SyncEndpoint
from ..session.user import SYSTEM_USER, User
from .handshake import exchange_updates
from .hosts import Hosts
from .remote import Remote
from .restoration import restoration_of
from .ssh.host import SshHost

SyncDirection = Literal["both", "in", "out", "same"]
"""The direction of the updates: `in` came from the remote, `out` went to it, `same`: none."""


def sync_conversation(
    path: Path, wanted: HostAddress | None, hosts: Hosts, *, user: User = SYSTEM_USER
) -> SyncDirection:
    """Synchronise the conversation at `path` with its share.

    If the share is not on the `wanted` host, synchronise with the user's own copy on that host,
    which is made if there is none. Raises UsageError, RemoteError and StorageError.
    """
    with closing(Session.open(path, user=user)) as session:
        shared = session.sync.remote_address
        address = wanted or (shared.host if shared else None)
        if address is None:
            raise UsageError("sharing.was_not")
        host = hosts.open_host(address, ask=True)
        with closing(host):
            if shared is not None and shared.host == address:
                remote = host.open_remote(shared.share_id, restoration_of(session))
            else:
                if not isinstance(host, SshHost):
                    raise UsageError("sharing.database.no_copy")
                session.sync.refuse_unshareable()
                remote = host.open_notebook_copy(session)
            with closing(remote):
                return sync_session(session.sync, remote)


def sync_session(endpoint: SyncEndpoint, remote: Remote) -> SyncDirection:
    """Synchronise a session and a remote once; return the direction of the updates."""
    before = endpoint.snapshot
    sent = exchange_updates(endpoint, remote)
    received = endpoint.snapshot != before
    return "both" if received and sent else "in" if received else "out" if sent else "same"
