"""`delete`: delete one conversation; for some days it can be brought back."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ....data.errors import NotFoundError, UsageError
from ....data.system.files.file_errors import display_path
from ....widgets.language import tr
from ..parser import SubParsers, add_command
from .forget import confirm
from .output import write_text
from .request import Request

if TYPE_CHECKING:
    from pathlib import Path

    from ....data.lifecycle.deletion import DeletionPlan
    from ....data.notebook.places.folders import Deletion

NOT_DONE, REMAINS = 1, 3


def add(subparsers: SubParsers) -> None:
    """Add the parser of `delete`."""
    delete = add_command(subparsers, "delete", run)
    delete.add_argument("reference", metavar="REF", nargs="?", help=tr("cli.delete.reference"))
    ways = delete.add_mutually_exclusive_group()
    ways.add_argument("--now", action="store_true", help=tr("cli.delete.now"))
    ways.add_argument("--undo", action="store_true", help=tr("cli.delete.undo"))
    ways.add_argument("--empty", action="store_true", help=tr("cli.delete.empty"))
    delete.add_argument("--yes", action="store_true", help=tr("cli.delete.yes"))


def run(request: Request) -> int:
    """Delete a conversation, bring one back, or erase what was deleted.

    Exit status 1 if the user did not confirm, 3 if something could not be erased.
    """
    options = request.options
    if options.undo:
        return _bring_back(request)
    if options.empty:
        return _empty(request)
    if not options.reference:
        raise UsageError("lifecycle.delete.which")
    return _delete(request)


def _delete(request: Request) -> int:
    from ....data.lifecycle.deletion import delete, plan_deletion

    options = request.options
    path = request.find(with_archive=True)
    if options.yes:
        _refuse_guess(request, path)
    plan = plan_deletion(request.folder, path, user=request.user)
    slug = display_path(plan.slug)
    write_text(*_plan_lines(plan, request))
    if not options.yes and not _confirmed(slug, for_good=options.now):
        write_text(tr("lifecycle.delete.cancelled"))
        return NOT_DONE
    deletion = delete(plan, user=request.user)
    if options.now:
        return _erase(request, [deletion])
    day = deletion.kept_until.isoformat()
    write_text(tr("lifecycle.deleted.done", slug=slug, day=day))
    write_text(tr("lifecycle.deleted.hint", written=shlex.quote(slug)))
    return 0


def _refuse_guess(request: Request, path: Path) -> None:
    """Raise UsageError if REF could mean several conversations with one person."""
    from ....data.notebook.notebook import Notebook

    here = Notebook(path.parent, user=request.user)
    if here.look_up(request.options.reference).among > 1:
        raise UsageError("lifecycle.delete.whole_name", slug=display_path(path.stem))


def _confirmed(slug: str, *, for_good: bool) -> bool:
    if for_good:
        return confirm(tr("lifecycle.delete.ask_now", slug=slug), slug)
    return confirm(tr("lifecycle.delete.ask"), tr("erasure.yes"))


def _plan_lines(plan: DeletionPlan, request: Request) -> list[str]:
    from ....data.notebook.places.folders import KEPT_DAYS

    slug = display_path(plan.slug)
    now = request.options.now
    lines = [tr(f"lifecycle.delete.{'intro_now' if now else 'intro'}", slug=slug, days=KEPT_DAYS)]
    if plan.exports:
        lines.append(tr("lifecycle.delete.exports"))
        lines += [f"  {display_path(export.file)}" for export in plan.exports]
    if plan.linked:
        slugs = ", ".join(map(display_path, plan.linked))
        lines.append(tr("lifecycle.delete.linked", slugs=slugs))
    return lines


def _bring_back(request: Request) -> int:
    from ....data.lifecycle.deletion import undelete

    path = undelete(request.folder, _kept(request)[0])
    write_text(tr("lifecycle.back", slug=display_path(path.stem)))
    return 0


def _empty(request: Request) -> int:
    chosen = _kept(request)
    slugs = ", ".join(display_path(each.slug) for each in chosen)
    write_text(tr("lifecycle.empty.intro", slugs=slugs))
    asked = tr("lifecycle.empty.ask")
    if not request.options.yes and not confirm(asked, tr("erasure.yes")):
        write_text(tr("lifecycle.empty.cancelled"))
        return NOT_DONE
    return _erase(request, chosen)


def _erase(request: Request, chosen: Sequence[Deletion]) -> int:
    from ....data.lifecycle.deletion import erase

    slugs = [display_path(each.slug) for each in chosen]
    remains = erase(request.folder, chosen)
    for reason in remains:
        sys.stderr.write(tr("erasure.failed", reason=reason) + "\n")
    if remains:
        return REMAINS
    write_text(*(tr("lifecycle.erased.done", slug=slug) for slug in slugs))
    return 0


def _kept(request: Request) -> list[Deletion]:
    """Return the deleted conversations that REF means, the last one first; all without REF.

    Raises NotFoundError if there is none, UsageError if the beginning of a name means several.
    """
    from ....data.notebook.places.folders import deletions

    wanted = request.options.reference
    found = deletions(request.folder)
    if wanted:
        exact = [each for each in found if each.slug == wanted]
        found = exact or [each for each in found if each.slug.startswith(wanted.lower())]
    if not found:
        folder = display_path(request.folder)
        raise NotFoundError("lifecycle.none_deleted", folder=folder)
    if wanted and len({each.slug for each in found}) > 1:
        slugs = ", ".join(display_path(each.slug) for each in found)
        raise UsageError("lifecycle.several", reference=display_path(wanted), slugs=slugs)
    return found
