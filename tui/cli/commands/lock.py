"""`lock`: encrypt a conversation on disk for the holders of some keys."""

from __future__ import annotations

from ....data.system.paths import user_path
from ....widgets.language import tr
from ..parser import SubParsers, add_command, reference_argument
from .output import write_text
from .request import Request


def add(subparsers: SubParsers) -> None:
    """Add the parser of `lock`."""
    parser = add_command(subparsers, "lock", run)
    reference_argument(parser)
    parser.add_argument("--to", nargs="+", required=True, metavar="KEYFILE", help=tr("cli.lock.to"))


def run(request: Request) -> int:
    """Encrypt for these keys; a locked conversation is encrypted anew."""
    from ....data.maintenance.lock import lock

    options = request.options
    path = request.find()
    keys = [user_path(name) for name in options.to]
    write_text(*lock(path, keys, user=request.user).lines())
    return 0
