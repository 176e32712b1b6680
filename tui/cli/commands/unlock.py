"""`unlock`: store a locked conversation unencrypted again."""

from __future__ import annotations

from ....widgets.language import tr
from ..parser import SubParsers, add_command, reference_argument
from .output import write_text
from .request import Request


def add(subparsers: SubParsers) -> None:
    """Add the parser of `unlock`."""
    reference_argument(add_command(subparsers, "unlock", run))


def run(request: Request) -> int:
    """Decrypt the files with one of the user's keys."""
    from ....data.maintenance.lock import unlock

    path = request.find()
    unlock(path, user=request.user)
    write_text(tr("lock.undone", slug=path.stem))
    return 0
