"""`share` and `unshare`: take part in one conversation, each at a terminal of their own."""

from __future__ import annotations

from ....data.i18n.catalogue import tr
from ..parser import Verbs, reference, verb
from .output import put
from .request import Request
from .via import host_name, via_option


def add(verbs: Verbs) -> None:
    """Tell the parser about `share`."""
    share = verb(verbs, "share", run)
    reference(share)
    share.add_argument("login", metavar="[HOST:]LOGIN", help=tr("cli.share.login"))
    via_option(share)


def run(request: Request) -> int:
    """`share`: let the other partner in, and say what they have to do."""
    from contextlib import closing

    from ....data.model.remote_address import somebody
    from ....data.storage.encryption.seal import is_sealed
    from ....data.sync.hosts import at
    from ....data.sync.membership import offer, shared_words

    options = request.options
    path = request.notebook.find(options.reference)
    name, login = somebody(options.login)
    with closing(at(host_name(options.via, name), ask=True)) as host:
        offer(path, login, host)
        put(shared_words(host, login))
    if is_sealed(path):
        put(tr("lock.share"))
    return 0
