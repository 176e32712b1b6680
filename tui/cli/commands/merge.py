"""`merge`: a copy of a conversation comes home, and what it brought is told."""

from __future__ import annotations

from ....data.i18n.catalogue import tr
from ....data.system.paths import user_path
from ..parser import Verbs, json_option, reference, verb
from .output import complain, put, put_json
from .request import Request

NOTHING_NEW = 1


def add(verbs: Verbs) -> None:
    """Tell the parser about `merge`."""
    merging = verb(verbs, "merge", run)
    reference(merging)
    merging.add_argument("file", metavar="FILE", help=tr("cli.merge.file"))
    merging.add_argument("--dry-run", action="store_true", help=tr("cli.merge.dry_run"))
    json_option(merging)


def run(request: Request) -> int:
    """`merge`: take the copy in, unless it is a dry run; 1 where it holds nothing new."""
    from ....data.sync.merge_file import merge
    from ....data.sync.merge_report import faults, lines, told

    options = request.options
    path = request.notebook.find(options.reference)
    merged = merge(path, user_path(options.file), trial=options.dry_run)
    for fault in faults(merged):
        complain(str(fault))
    if options.json:
        put_json(told(merged))
    else:
        for line in lines(merged):
            put(line)
    return 0 if merged.new else NOTHING_NEW
