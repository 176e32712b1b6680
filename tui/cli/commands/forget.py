"""`forget`: erase one person from the notebook, after a confirmation."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ....data.errors import UsageError
from ....data.system.files.file_errors import display_path
from ....widgets.language import tr
from ..parser import SubParsers, add_command
from .output import write_text
from .prompt import read_answer
from .request import Request

if TYPE_CHECKING:
    from pathlib import Path

    from ....data.exchange.export_log import Export
    from ....data.privacy.erasure import ErasurePlan

NOT_DONE, REMAINS = 1, 3


def add(subparsers: SubParsers) -> None:
    """Add the parser of `forget`."""
    forget = add_command(subparsers, "forget", run)
    forget.add_argument("person", metavar="PERSON", help=tr("cli.about.person"))
    forget.add_argument("--dry-run", action="store_true", help=tr("cli.forget.dry_run"))
    forget.add_argument("--yes", action="store_true", help=tr("cli.forget.yes"))
    forget.add_argument("--exports", action="store_true", help=tr("cli.forget.exports"))


def run(request: Request) -> int:
    """Print the plan, ask, and erase.

    Exit status 1 if the user did not confirm, 3 if some files could not be erased.
    """
    from ....data.privacy.erasure import erase_person, plan_erasure

    options = request.options
    plan = plan_erasure(
        request.folder, options.person, request.hosts, whole_name=options.yes, user=request.user
    )
    write_text(*_plan_lines(plan))
    if options.dry_run:
        write_text(tr("erasure.dry_run"), *(f"  {display_path(path)}" for path in plan.files))
        return 0
    name = plan.person.name
    if not options.yes and not confirm(tr("erasure.ask", name=display_path(name)), name):
        write_text(tr("erasure.cancelled"))
        return NOT_DONE
    removable = [
        path for export in plan.exports if not export.mixed for path in export.unchanged_files
    ]
    if removable and not options.exports and not options.yes:
        asked = tr("erasure.ask_exports", count=len(removable))
        options.exports = confirm(asked, tr("erasure.yes"))
    done = erase_person(plan, removable if options.exports else ())
    write_text(*(tr("erasure.removed", path=display_path(path)) for path in done.exports))
    write_text(tr("erasure.done", name=display_path(name), count=done.files))
    for reason in done.not_erased:
        sys.stderr.write(tr("erasure.failed", reason=reason) + "\n")
    return REMAINS if done.not_erased else 0


def _plan_lines(plan: ErasurePlan) -> list[str]:
    person = plan.person
    lines = [tr("erasure.intro", name=display_path(person.name), folder=display_path(plan.folder))]
    for talk in person.conversations:
        if talk.conversation is None:
            lines.append("  " + tr("erasure.conversation.unread", slug=display_path(talk.slug)))
            continue
        header = talk.conversation.header
        day = header.date.isoformat() if header.date else "-"
        values = {"slug": display_path(talk.slug), "date": day, "title": display_path(header.title)}
        lines.append("  " + tr("erasure.conversation", **values))
    lines += [tr("erasure.files", count=len(plan.files)), tr("erasure.whole")]
    lines += [tr("erasure.shared", where=display_path(str(where))) for where in plan.shared]
    lines += [
        tr("erasure.other_share", where=display_path(str(where))) for where in plan.other_shares
    ]
    if plan.exports:
        lines.append(tr("erasure.exports"))
        lines += [f"  {line}" for export in plan.exports for line in _export(export)]
    for key, slugs in (("mentioned", plan.mentioned), ("linked", plan.linked)):
        if slugs:
            lines.append(tr(f"erasure.{key}", slugs=", ".join(map(display_path, slugs))))
    lines += [tr("erasure.unread", reason=reason) for reason in plan.unreadable]
    lines += [
        tr("erasure.older_versions", path=display_path(path)) for path in plan.version_folders
    ]
    return [*lines, tr("erasure.out_of_reach")]


def _export(export: Export) -> Sequence[str]:
    if not (existing := export.existing_files):
        return [tr("erasure.export.gone", path=display_path(export.file))]
    same = set(export.unchanged_files)

    def state(path: Path) -> str:
        return "mixed" if export.mixed else "unchanged" if path in same else "changed"

    return [tr(f"erasure.export.{state(path)}", path=display_path(path)) for path in existing]


def confirm(question: str, wanted: str) -> bool:
    """Ask, and return whether exactly `wanted` is typed, at the terminal or through a pipe.

    At the end of the input return False: nothing is erased.
    """
    from ....data.text.sanitize import clean_line

    sys.stdout.write(question)
    sys.stdout.flush()
    try:
        typed = clean_line(read_answer())
    except UsageError:
        write_text("")
        return False
    if not sys.stdin.isatty():
        write_text("")
    return bool(typed) and typed.casefold() == clean_line(wanted).casefold()
