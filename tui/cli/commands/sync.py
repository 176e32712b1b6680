"""`sync`: bring a conversation here and the one on another machine together, once.

`sync --stdio` is what SSH starts on the other machine; no person types that.
"""

from __future__ import annotations

import os

from ....data.errors import UsageError
from ....data.i18n.catalogue import tr
from ..parser import SubParsers, add_command
from .output import write_text
from .request import Request

NOTHING_NEW = 1


def add(verbs: SubParsers) -> None:
    """Tell the parser about `sync`."""
    parser = add_command(verbs, "sync", run)
    parser.add_argument("reference", metavar="REF", nargs="?", help=tr("cli.reference"))
    parser.add_argument("host", metavar="HOST", nargs="?", default="", help=tr("cli.sync.host"))
    parser.add_argument("--stdio", action="store_true", help=tr("cli.sync.stdio"))


def run(request: Request) -> int:
    """`sync`: say what came in and what went out; 1 where both had all already."""
    options = request.options
    if options.stdio:
        return _serve(request)
    if not options.reference:
        raise UsageError(tr("cli.sync.which"))
    from ....data.sync.sync_once import sync_conversation

    done = sync_conversation(request.notebook.find(options.reference), options.host)
    write_text(tr(f"sharing.synced.{done}", place=options.host or tr("sharing.synced.place")))
    return NOTHING_NEW if done == "same" else 0


def _serve(request: Request) -> int:
    from ....data.sync.ssh.server import serve

    # Whatever else may be said goes where it is no part of the messages.
    going = os.dup(1)
    os.dup2(2, 1)
    serve(request.folder, 0, going)
    return 0
