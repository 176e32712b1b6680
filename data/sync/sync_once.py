"""Bringing a conversation here and the one elsewhere together, once."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Literal

from ..errors import UsageError
from ..i18n.catalogue import tr
from ..session.session import Session
from .handshake import exchange
from .hosts import SshHost, at
from .remote import Remote

Synced = Literal["both", "in", "out", "same"]
"""Which way anything went: `in` came from there, `out` went there."""


def sync(path: Path, name: str) -> Synced:
    """Exchange with the place where the conversation at `path` is shared.

    Where that is not on the host of this name, with the user's own copy on that host, which is made
    when there is none. Raises UsageError and StoreError.
    """
    with closing(Session.open(path)) as session:
        shared = session.shared_in
        if shared is None and not name:
            raise UsageError(tr("sharing.was_not"))
        host = at(name or (shared.host if shared else ""), ask=True)
        with closing(host):
            if shared is not None and shared.host == host.name:
                store = host.enter(shared.place)
            else:
                if not isinstance(host, SshHost):
                    raise UsageError(tr("sharing.database.no_copy"))
                store = host.copy(session)
            with closing(store):
                return synced(session, store)


def synced(session: Session, store: Remote) -> Synced:
    """Bring a session and a place together once; tells which way anything went."""
    before = session.snapshot
    out = exchange(session, store)
    came = session.snapshot != before
    return "both" if came and out else "in" if came else "out" if out else "same"
