"""Taking everything into a notebook that is shared on a host, so that it is found there too."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from ..errors import StorageError
from ..model.remote_address import RemoteAddress
from ..notebook.notebook import Notebook
from ..session.private_file import remote_address_of
from ..session.session import Session
from ..text.sanitize import clean_line
from .hosts import Host
from .membership import join
from .shares import Share
from .sync_once import sync_session


class FetchResult(NamedTuple):
    """What came of it."""

    new: int
    """How many conversations are in the notebook now that were not."""
    updated: int
    """How many were brought up to date, here or there."""
    faults: tuple[str, ...]
    """What could not be taken in, and why."""


def fetch_shares(host: Host, notebook: Path) -> FetchResult:
    """Join what is offered there, and bring what was joined before up to date.

    Raises StoreError where the host or the notebook cannot be read.
    """
    known = {remote_address_of(path): path for path in Notebook(notebook).paths()}
    new = fresh = 0
    faults: list[str] = []
    for offer in host.list_shares():
        path = known.get(RemoteAddress(host.name, offer.id))
        try:
            if path is None:
                join(offer, notebook, host).remote.close()
                new += 1
            else:
                fresh += _sync_share(path, offer, host)
        except StorageError as error:
            faults.append(f"{clean_line(offer.metadata.slug)}: {error}")
    return FetchResult(new, fresh, tuple(faults))


def _sync_share(path: Path, offer: Share, host: Host) -> bool:
    """Whether anything was new, here or there."""
    with closing(Session.open(path)) as session, closing(host.open_remote(offer.id)) as store:
        return sync_session(session, store) != "same"
