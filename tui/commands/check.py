"""`check`: whether every file is whole, and what can be done where one is not."""

from __future__ import annotations

from ...data.errors import UsageError
from ...data.language import say
from ..parser import Verbs, json_option, verb
from .answer import put, put_json
from .request import Request


def add(verbs: Verbs) -> None:
    """Tell the parser about `check`."""
    check = verb(verbs, "check", run)
    check.add_argument("reference", nargs="?", metavar="REF", help=say("cli.reference"))
    check.add_argument("--restore", action="store_true", help=say("cli.check.restore"))
    json_option(check)


def run(request: Request) -> int:
    """`check`: whether every file is whole, and what can be done where one is not."""
    from ...data.checking import check_file, restore

    options = request.options
    notebook = request.notebook
    if options.reference:
        paths = [notebook.find(options.reference)]
    else:
        paths = [*notebook.paths(), *notebook.copies_of_private()]
    if options.restore:
        if not options.reference:
            raise UsageError(say("cli.restore_which"))
        put(restore(paths[0]))
    reports = [check_file(path) for path in paths]
    if options.json:
        put_json(reports)
    elif not reports:
        put(say("cli.empty", folder=request.folder))
    else:
        for report in reports:
            for line in report.lines():
                put(line)
    if not reports:
        return 1
    return 0 if all(report.whole for report in reports) else 3
