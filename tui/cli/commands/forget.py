"""`forget`: erase one person from the notebook, after asking."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ....data.errors import UsageError
from ....data.i18n.catalogue import tr
from ....data.system.atomic_files import shown
from ..parser import Verbs, verb
from .output import put
from .prompt import read_answer
from .request import Request

if TYPE_CHECKING:
    from pathlib import Path

    from ....data.exchange.export_log import Export
    from ....data.privacy.erasure import Plan

NOT_DONE, REMAINS = 1, 3


def add(verbs: Verbs) -> None:
    """Tell the parser about `forget`."""
    forget = verb(verbs, "forget", run)
    forget.add_argument("person", metavar="PERSON", help=tr("cli.about.person"))
    forget.add_argument("--dry-run", action="store_true", help=tr("cli.forget.dry_run"))
    forget.add_argument("--yes", action="store_true", help=tr("cli.forget.yes"))
    forget.add_argument("--exports", action="store_true", help=tr("cli.forget.exports"))


def run(request: Request) -> int:
    """`forget`: tell what goes and what stays, ask, and erase; 1 where nothing was erased."""
    from ....data.privacy.erasure import forget, plan

    options = request.options
    what = plan(request.folder, options.person, whole_name=options.yes)
    for line in _told(what):
        put(line)
    if options.dry_run:
        put(tr("erasure.dry_run"))
        for path in what.files:
            put(f"  {shown(path)}")
        return 0
    name = what.person.name
    if not options.yes and not _typed(tr("erasure.ask", name=shown(name)), name):
        put(tr("erasure.cancelled"))
        return NOT_DONE
    removable = [path for one in what.exports if not one.mixed for path in one.unchanged]
    if removable and not options.exports and not options.yes:
        asked = tr("erasure.ask_exports", count=len(removable))
        options.exports = _typed(asked, tr("erasure.yes"))
    done = forget(what, removable if options.exports else ())
    for path in done.exports:
        put(tr("erasure.removed", path=shown(path)))
    put(tr("erasure.done", name=shown(name), count=done.files))
    for reason in done.remains:
        sys.stderr.write(tr("erasure.failed", reason=reason) + "\n")
    return REMAINS if done.remains else 0


def _told(what: Plan) -> list[str]:
    person = what.person
    lines = [tr("erasure.intro", name=shown(person.name), folder=shown(what.folder))]
    for talk in person.talks:
        if talk.conversation is None:
            lines.append("  " + tr("erasure.conversation.unread", slug=shown(talk.slug)))
            continue
        header = talk.conversation.header
        day = header.date.isoformat() if header.date else "-"
        told = {"slug": shown(talk.slug), "date": day, "title": shown(header.title)}
        lines.append("  " + tr("erasure.conversation", **told))
    lines += [tr("erasure.files", count=len(what.files)), tr("erasure.whole")]
    lines += [tr("erasure.shared", where=shown(str(where))) for where in what.shared]
    lines += [tr("erasure.other_share", where=shown(str(where))) for where in what.other_shares]
    if what.exports:
        lines.append(tr("erasure.exports"))
        lines += [f"  {line}" for one in what.exports for line in _export(one)]
    for key, slugs in (("mentioned", what.mentioned), ("linked", what.linked)):
        if slugs:
            lines.append(tr(f"erasure.{key}", slugs=", ".join(map(shown, slugs))))
    lines += [tr("erasure.unread", reason=reason) for reason in what.unread]
    lines += [tr("erasure.older_versions", path=shown(path)) for path in what.around]
    return [*lines, tr("erasure.out_of_reach")]


def _export(export: Export) -> Sequence[str]:
    if not (there := export.there):
        return [tr("erasure.export.gone", path=shown(export.file))]
    same = set(export.unchanged)

    def state(path: Path) -> str:
        return "mixed" if export.mixed else "unchanged" if path in same else "changed"

    return [tr(f"erasure.export.{state(path)}", path=shown(path)) for path in there]


def _typed(question: str, wanted: str) -> bool:
    """Whether just this is typed after the question, on the terminal or through a pipe.

    The end of the input is no answer, so nothing is erased on the strength of it.
    """
    from ....data.text.sanitize import clean_line

    sys.stdout.write(question)
    sys.stdout.flush()
    try:
        typed = clean_line(read_answer())
    except UsageError:
        put("")
        return False
    if not sys.stdin.isatty():
        put("")
    return bool(typed) and typed.casefold() == clean_line(wanted).casefold()
