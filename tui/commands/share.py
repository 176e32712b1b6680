"""`share` and `unshare`: take part in one conversation, each at a terminal of their own."""

from __future__ import annotations

from ...data.language import say
from ..parser import Verbs, reference, verb
from .answer import put
from .request import Request


def add(verbs: Verbs) -> None:
    """Tell the parser about `share`."""
    share = verb(verbs, "share", run)
    reference(share)
    share.add_argument("login", metavar="LOGIN", help=say("cli.share.login"))


def run(request: Request) -> int:
    """`share`: let the other partner in, and say what they have to do."""
    from ...data.identity import login_name
    from ...data.sharing.offers import offer

    options = request.options
    offer(request.notebook.find(options.reference), options.login)
    put(say("sharing.shared", login=options.login, me=login_name()))
    return 0
