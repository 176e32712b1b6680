"""Taking everything into a notebook that is shared on a host, so that it is found there too."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from ..errors import StoreError
from ..model.remote_address import RemoteAddress
from ..notebook.notebook import Notebook
from ..session.private_file import shared_at
from ..session.session import Session
from ..text.sanitize import clean_line
from .hosts import Host
from .membership import join
from .shares import Share
from .sync_once import synced


class TakenIn(NamedTuple):
    """What came of it."""

    new: int
    """How many conversations are in the notebook now that were not."""
    known: int
    """How many were brought up to date, here or there."""
    faults: tuple[str, ...]
    """What could not be taken in, and why."""


def take_in_all(host: Host, notebook: Path) -> TakenIn:
    """Join what is offered there, and bring what was joined before up to date.

    Raises StoreError where the host or the notebook cannot be read.
    """
    known = {shared_at(path): path for path in Notebook(notebook).paths()}
    new = fresh = 0
    faults: list[str] = []
    for offer in host.offers():
        path = known.get(RemoteAddress(host.name, offer.place))
        try:
            if path is None:
                join(offer, notebook, host).store.close()
                new += 1
            else:
                fresh += _brought_together(path, offer, host)
        except StoreError as error:
            faults.append(f"{clean_line(offer.about.slug)}: {error}")
    return TakenIn(new, fresh, tuple(faults))


def _brought_together(path: Path, offer: Share, host: Host) -> bool:
    """Whether anything was new, here or there."""
    with closing(Session.open(path)) as session, closing(host.enter(offer.place)) as store:
        return synced(session, store) != "same"
