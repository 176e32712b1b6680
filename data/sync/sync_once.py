"""Synchronise a conversation with a remote, once."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Literal

from ..errors import UsageError
from ..i18n.catalogue import tr
from ..session.session import Session
from .handshake import exchange_updates
from .hosts import SshHost, open_host
from .remote import Remote

SyncDirection = Literal["both", "in", "out", "same"]
"""Which way updates went: `in` came from the remote, `out` went to it."""


def sync_conversation(path: Path, name: str) -> SyncDirection:
    """Synchronise the conversation at `path` with its share.

    If the share is not on the host `name`, synchronise with the user's own copy on that host, which
    is made if there is none. Raises UsageError and StorageError.
    """
    with closing(Session.open(path)) as session:
        shared = session.remote_address
        if shared is None and not name:
            raise UsageError(tr("sharing.was_not"))
        host = open_host(name or (shared.host if shared else ""), ask=True)
        with closing(host):
            if shared is not None and shared.host == host.name:
                remote = host.open_remote(shared.share_id)
            else:
                if not isinstance(host, SshHost):
                    raise UsageError(tr("sharing.database.no_copy"))
                remote = host.open_notebook_copy(session)
            with closing(remote):
                return sync_session(session, remote)


def sync_session(session: Session, remote: Remote) -> SyncDirection:
    """Synchronise a session and a remote once; return which way updates went."""
    before = session.snapshot
    sent = exchange_updates(session, remote)
    received = session.snapshot != before
    return "both" if received and sent else "in" if received else "out" if sent else "same"
