"""`merge`: merge a copy of a conversation, and report the changes."""

from __future__ import annotations

from ....data.system.paths import user_path
from ....widgets.language import spoken, tr
from ..parser import SubParsers, add_command, json_option, reference_argument
from .output import print_error, write_json, write_text
from .request import Request

NOTHING_NEW = 1


def add(subparsers: SubParsers) -> None:
    """Add the parser of `merge`."""
    merging = add_command(subparsers, "merge", run)
    reference_argument(merging)
    merging.add_argument("file", metavar="FILE", help=tr("cli.merge.file"))
    merging.add_argument("--dry-run", action="store_true", help=tr("cli.merge.dry_run"))
    merging.add_argument("--replace", action="store_true", help=tr("cli.merge.replace"))
    json_option(merging)


def run(request: Request) -> int:
    """Merge the copy, unless it is a dry run. Exit status 1 if it has nothing new."""
    from ....data.sync.merge_file import merge
    from ....data.sync.merge_report import merge_faults, report_dict, report_lines

    options = request.options
    path = request.notebook.find(options.reference)
    merged = merge(
        path,
        user_path(options.file),
        dry_run=options.dry_run,
        replace=options.replace,
        user=request.user,
    )
    for fault in merge_faults(merged):
        print_error(tr(fault))
    if options.json:
        write_json(report_dict(spoken(), merged))
    else:
        write_text(*report_lines(spoken(), merged))
    return 0 if merged.has_changes else NOTHING_NEW
