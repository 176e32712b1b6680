"""`merge`: merge a copy of a conversation, and report the changes."""

from __future__ import annotations

from pathlib import Path

from ....data.errors import UsageError
from ....data.system.files.file_errors import display_path
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
    merging.add_argument("file", nargs="?", metavar="FILE", help=tr("cli.merge.file"))
    merging.add_argument("--dry-run", action="store_true", help=tr("cli.merge.dry_run"))
    merging.add_argument("--replace", action="store_true", help=tr("cli.merge.replace"))
    json_option(merging)


def run(request: Request) -> int:
    """Merge the copy, unless it is a dry run; without FILE all copies in the notebook.

    Exit status 1 if there is nothing new, 3 if a copy could not be merged completely, or one in the
    notebook not be put away.
    """
    from ....data.sync.merge_file import merge
    from ....data.sync.merge_report import merge_faults, report_dict, report_lines

    options = request.options
    path = request.find()
    if options.file is None:
        if options.replace:
            raise UsageError("merge.replace.which")
        return _merge_copies(request, path)
    merged = merge(
        path,
        user_path(options.file),
        dry_run=options.dry_run,
        replace=options.replace,
        user=request.user,
    )
    faults = merge_faults(merged)
    for fault in faults:
        print_error(tr(fault))
    if options.json:
        write_json(report_dict(spoken(), merged))
    else:
        write_text(*report_lines(spoken(), merged))
    if faults:
        return 3
    return 0 if merged.has_changes else NOTHING_NEW


def _merge_copies(request: Request, path: Path) -> int:
    """Bring the copies of a conversation in its notebook together with it.

    `path` may be one of the copies: then its conversation is meant.
    """
    from ....data.maintenance.bring_together import bring_together, group_of
    from ....data.sync.merge_file import merge
    from ....data.sync.merge_report import report_dict, report_lines

    options, user = request.options, request.user
    original, copies = group_of(path, user=user)
    if original != path and not options.json:
        names = {"file": display_path(path.name), "slug": display_path(original.stem)}
        write_text(tr("merge.copy.of", **names))
    path = original
    if options.dry_run:
        planned = [merge(path, copy, dry_run=True, user=user) for copy in copies]
        if options.json:
            write_json([report_dict(spoken(), each) for each in planned])
        else:
            write_text(*(line for each in planned for line in report_lines(spoken(), each)))
        return 0 if any(each.has_changes for each in planned) else NOTHING_NEW
    results = bring_together(path, copies, user=user)
    if options.json:
        write_json([result.to_dict(spoken()) for result in results])
    elif results:
        write_text(*(line for result in results for line in result.lines(spoken())))
    else:
        write_text(tr("merge.copy.none", slug=display_path(path.stem)))
    if any(result.fault for result in results):
        return 3
    return 0 if results else NOTHING_NEW
