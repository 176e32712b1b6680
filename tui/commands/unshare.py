"""`unshare`: go on alone; nobody loses anything."""

from __future__ import annotations

from ...data.language import say
from ..parser import Verbs, reference, verb
from .answer import put
from .request import Request


def add(verbs: Verbs) -> None:
    """Tell the parser about `unshare`."""
    reference(verb(verbs, "unshare", run))


def run(request: Request) -> int:
    """`unshare`: take the shared folder away, or leave it; 1 where nothing was shared."""
    from ...data.sharing.offers import withdraw

    shared = withdraw(request.notebook.find(request.options.reference))
    put(say("sharing.left" if shared else "sharing.was_not"))
    return 0 if shared else 1
