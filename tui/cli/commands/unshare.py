"""`unshare`: go on alone; nobody loses anything."""

from __future__ import annotations

from ....data.errors import StoreError
from ....data.i18n.catalogue import tr
from ....data.model.remote_address import machine_of
from ....data.text.sanitize import clean_line
from ..parser import Verbs, reference, verb
from .output import put
from .request import Request


def add(verbs: Verbs) -> None:
    """Tell the parser about `unshare`."""
    unshare = verb(verbs, "unshare", run)
    reference(unshare)
    unshare.add_argument("--here", action="store_true", help=tr("cli.unshare.here"))


def run(request: Request) -> int:
    """`unshare`: take the shared folder away, or leave it; 1 where nothing was shared."""
    from contextlib import closing

    from ....data.session.session import Session
    from ....data.sync.hosts import at
    from ....data.sync.membership import withdraw

    options = request.options
    with closing(Session.open(request.notebook.find(options.reference))) as session:
        where = session.shared_in
        if where is None:
            put(tr("sharing.was_not"))
            return 1
        if options.here:
            session.share_in(None)
            there = machine_of(where.host) if where.host else where.place
            put(tr("sharing.stopped.here", where=there))
            return 0
        try:
            with closing(at(where.host, ask=True)) as host:
                withdraw(session, host)
        except StoreError as error:
            hint = tr("sharing.stopped.or_here", slug=clean_line(session.path.stem))
            raise StoreError(f"{error} {hint}") from error
    put(tr("sharing.stopped"))
    return 0
