"""`unshare`: stop sharing a conversation; both partners keep their copies."""

from __future__ import annotations

from ....data.errors import AfspraakError, RemoteError, StorageError
from ....data.i18n.catalogue import Message
from ....data.model.remote_address import LocalFolder
from ....data.text.sanitize import clean_line
from ....widgets.language import tr
from ..parser import SubParsers, add_command, reference_argument
from .output import write_text
from .request import Request


def add(subparsers: SubParsers) -> None:
    """Add the parser of `unshare`."""
    unshare = add_command(subparsers, "unshare", run)
    reference_argument(unshare)
    unshare.add_argument("--here", action="store_true", help=tr("cli.unshare.here"))


def run(request: Request) -> int:
    """Withdraw the share, or leave it. Exit status 1 if the conversation is not shared."""
    from contextlib import closing

    from ....data.session.session import Session
    from ....data.sync.membership import withdraw

    options = request.options
    with closing(Session.open(request.find(), user=request.user)) as session:
        address = session.sync.remote_address
        if address is None:
            write_text(tr("sharing.was_not"))
            return 1
        if options.here:
            session.sync.set_remote_address(None)
            is_local = isinstance(address, LocalFolder)
            where = address.share_id if is_local else address.host.display_name
            write_text(tr("sharing.stopped.here", where=where))
            return 0
        try:
            with closing(request.hosts.open_host(address.host, ask=True)) as host:
                withdraw(session, host)
        except (StorageError, RemoteError) as error:
            hint = Message("sharing.stopped.or_here", slug=clean_line(session.path.stem))
            raise AfspraakError("cli.with_hint", error=error.message, hint=hint) from error
    write_text(tr("sharing.stopped"))
    return 0
