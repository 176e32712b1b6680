"""Bringing a conversation here and the one elsewhere together, once."""

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
"""Which way anything went: `in` came from there, `out` went there."""


def sync_conversation(path: Path, name: str) -> SyncDirection:
    """Exchange with the place where the conversation at `path` is shared.

    Where that is not on the host of this name, with the user's own copy on that host, which is made
    when there is none. Raises UsageError and StoreError.
    """
    with closing(Session.open(path)) as session:
        shared = session.remote_address
        if shared is None and not name:
            raise UsageError(tr("sharing.was_not"))
        host = open_host(name or (shared.host if shared else ""), ask=True)
        with closing(host):
            if shared is not None and shared.host == host.name:
                store = host.open_remote(shared.share_id)
            else:
                if not isinstance(host, SshHost):
                    raise UsageError(tr("sharing.database.no_copy"))
                store = host.open_notebook_copy(session)
            with closing(store):
                return sync_session(session, store)


def sync_session(session: Session, remote: Remote) -> SyncDirection:
    """Bring a session and a place together once; tells which way anything went."""
    before = session.snapshot
    out = exchange_updates(session, remote)
    came = session.snapshot != before
    return "both" if came and out else "in" if came else "out" if out else "same"
