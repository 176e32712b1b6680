"""Copy all shares of a host into a notebook."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from ..errors import RemoteError, StorageError
from ..i18n.catalogue import Message
from ..notebook.notebook import Notebook
from ..session.private_file import remote_address_of
from ..session.session import Session
from ..session.user import SYSTEM_USER, User
from .hosts import Host
from .membership import join
from .shares import Share
from .sync_once import sync_session


class FetchResult(NamedTuple):
    """The result of `fetch_shares`."""

    new: int
    """The number of conversations that were joined."""
    updated: int
    """The number of conversations that were updated, in the notebook or on the host."""
    faults: tuple[Message, ...]
    """Messages about shares that could not be fetched."""


def fetch_shares(host: Host, notebook: Path, *, user: User = SYSTEM_USER) -> FetchResult:
    """Join the shares of a host, and update the conversations that were joined before.

    Raises RemoteError if the host cannot be read, StorageError if the notebook cannot.
    """
    here = Notebook(notebook, user=user)
    path_by_address = {
        remote_address_of(path, keyring=user.keyring): path
        for path in (*here.archive.paths(), *here.paths())
    }
    new = updated = 0
    faults: list[Message] = []
    for share in host.list_shares():
        path = path_by_address.get(host.address.share(share.id))
        if path is None and share.is_remains:
            continue  # remains of a share
        try:
            if path is None:
                join(share, notebook, host, user=user).remote.close()
                new += 1
            else:
                updated += _sync_share(path, share, host, user=user)
        except (StorageError, RemoteError) as error:
            slug = share.metadata.slug
            faults.append(Message("check.fault", slug=slug, reason=error.message))
    return FetchResult(new, updated, tuple(faults))


def _sync_share(path: Path, share: Share, host: Host, *, user: User) -> bool:
    """Synchronise a share; return whether either side received updates."""
    with (
        closing(Session.open(path, user=user)) as session,
        closing(host.open_remote(share.id)) as remote,
    ):
        return sync_session(session.sync, remote) != "same"
