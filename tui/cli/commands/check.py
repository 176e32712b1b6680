"""`check`: report whether every file is intact, and repair on request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ....data.errors import StorageError, UsageError
from ....data.ids import Slug
from ....widgets.language import spoken, tr
from ..parser import SubParsers, add_command, json_option
from .output import write_json, write_text
from .reading_progress import with_progress
from .request import Request

if TYPE_CHECKING:
    from ....data.maintenance.check import CheckReport
    from ....data.privacy.retention import PersonPastRetention
    from ....data.storage.siblings import FolderNames


def add(subparsers: SubParsers) -> None:
    """Add the parser of `check`."""
    check = add_command(subparsers, "check", run)
    check.add_argument("reference", nargs="?", metavar="REF", help=tr("cli.reference"))
    check.add_argument("--restore", action="store_true", help=tr("cli.check.restore"))
    check.add_argument("--from", dest="source", metavar="FILE", help=tr("cli.check.from"))
    json_option(check)


def run(request: Request) -> int:
    """Report on every file, and restore one with `--restore`.

    Exit status 3 if a file is damaged, 1 if there are no files or people past the retention period.
    """
    from dataclasses import replace

    from ....data.maintenance.check import check_file, check_index
    from ....data.privacy.permissions import permission_warnings
    from ....data.privacy.retention import overdue_lines

    options = request.options
    notebook = request.notebook
    if options.reference:
        paths = [request.find()]
    else:
        paths = [
            path
            for each in (notebook, notebook.archive)
            for path in (*each.paths(), *each.orphaned_journals(), *each.private_file_copies())
        ]
    if options.restore or options.source:
        from ....data.maintenance.repair import restore

        if not options.reference or not options.restore:
            raise UsageError("cli.restore_which")
        text = restore(paths[0], options.source or "", request.hosts, keyring=request.user.keyring)
        if not options.json:
            write_text(tr(text))
    # The index can be made again at any moment: report that it is damaged, but do not fail.
    index = check_index(request.folder) if paths and not options.reference else None
    originals = _originals(request)
    if not options.reference:
        paths += [copy for copy in originals if copy not in paths]
    listed = _listed(paths)
    reports = [
        check_file(path, user=request.user, listed=listed.get(path.parent))
        for path in with_progress(paths, "check.progress")
    ]
    reports = [replace(each, copy_of=originals.get(each.path)) for each in reports]
    index_reports = [index] if index is not None and not index.is_intact else []
    late = _overdue(request, reports)
    if options.json:
        slugs = {slug for person in late for slug in person.slugs}
        words = spoken()
        whole = (replace(report, overdue=report.slug in slugs) for report in reports)
        write_json([report.to_dict(words) for report in (*whole, *index_reports)])
    elif not reports:
        write_text(tr("cli.empty", folder=request.folder))
    else:
        for report in (*reports, *index_reports):
            write_text(*report.lines(spoken()))
        if not options.reference:
            write_text(*permission_warnings(request.folder))
        write_text(*overdue_lines(late, request.settings.keep_years))
    if not all(report.is_intact for report in reports):
        return 3
    return 1 if late or not reports else 0


def _listed(paths: Iterable[Path]) -> dict[Path, FolderNames]:
    """Return the names in the folders of these files, but for folders that cannot be read."""
    from ....data.storage.siblings import FolderNames

    found: dict[Path, FolderNames] = {}
    for folder in {path.parent for path in paths}:
        with suppress(StorageError):
            found[folder] = FolderNames(folder)
    return found


def _originals(request: Request) -> dict[Path, Slug]:
    """Return the conversations of the copies that other programs made, by the path of the copy."""
    try:
        notebook = request.notebook
        found = {**notebook.index.copies(), **notebook.archive.index.copies()}
    except StorageError:
        return {}
    return {copy: Slug(path.stem) for path, copies in found.items() for copy in copies}


def _overdue(request: Request, reports: Sequence[CheckReport]) -> list[PersonPastRetention]:
    """Return the people whose last conversation is longer ago than the retention period."""
    from ....data.privacy.retention import people_past_retention
    from ...formatting.clock import today

    years = request.settings.keep_years
    if not years:
        return []
    slugs = {report.slug for report in reports}
    notebook = request.notebook
    summaries = [*notebook.summaries(), *notebook.archive.summaries()]
    found = people_past_retention(summaries, years, today())
    return [person for person in found if slugs.intersection(person.slugs)]
