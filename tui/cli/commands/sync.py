"""`sync`: exchange updates with the share of a conversation, or another machine, once.

`sync --stdio` is the server side, which SSH starts on the other machine. `sync --key-line` limits a
key of SSH to that.
"""

from __future__ import annotations

import os

from ....data.errors import UsageError
from ....widgets.language import tr
from ..parser import SubParsers, add_command
from .output import write_text
from .request import Request

NOTHING_NEW = 1


def add(subparsers: SubParsers) -> None:
    """Add the parser of `sync`."""
    parser = add_command(subparsers, "sync", run)
    parser.add_argument("reference", metavar="REF", nargs="?", help=tr("cli.reference"))
    parser.add_argument("host", metavar="HOST", nargs="?", default="", help=tr("cli.sync.host"))
    parser.add_argument("--stdio", action="store_true", help=tr("cli.sync.stdio"))
    parser.add_argument("--key-line", metavar="FILE", help=tr("cli.sync.key_line"))


def run(request: Request) -> int:
    """Synchronise once, and report the direction. Exit status 1 if both sides had the same."""
    options = request.options
    if options.stdio:
        return _serve(request)
    if options.key_line:
        from ..program_path import key_line

        write_text(key_line(options.key_line))
        return 0
    if not options.reference:
        raise UsageError("cli.sync.which")
    from ....data.model.remote_address import parse_host
    from ....data.sync.sync_once import sync_conversation

    host = parse_host(options.host) if options.host else None
    done = sync_conversation(request.find(), host, request.hosts, user=request.user)
    write_text(tr(f"sharing.synced.{done}", place=options.host or tr("sharing.synced.place")))
    return NOTHING_NEW if done == "same" else 0


def _serve(request: Request) -> int:
    from ....data.sync.ssh.server import serve

    # stdout carries the protocol, so anything else that is printed goes to stderr.
    output_fd = os.dup(1)
    os.dup2(2, 1)
    serve(request.folder, 0, output_fd, user=request.user)
    return 0
