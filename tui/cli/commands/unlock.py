"""`unlock`: a locked conversation becomes plain again."""

from __future__ import annotations

from ....data.i18n.catalogue import tr
from ..parser import SubParsers, add_command, reference_argument
from .output import write_text
from .request import Request


def add(verbs: SubParsers) -> None:
    """Tell the parser about `unlock`."""
    reference_argument(add_command(verbs, "unlock", run))


def run(request: Request) -> int:
    """`unlock`: with one of its keys, which is what opening it takes too."""
    from ....data.maintenance.lock import unlock

    path = request.notebook.find(request.options.reference)
    unlock(path)
    write_text(tr("lock.undone", slug=path.stem))
    return 0
