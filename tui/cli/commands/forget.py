"""`forget`: erase one person from the notebook, after asking."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ....data.errors import UsageError
from ....data.i18n.catalogue import say
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
    forget.add_argument("person", metavar="PERSON", help=say("cli.about.person"))
    forget.add_argument("--dry-run", action="store_true", help=say("cli.forget.dry_run"))
    forget.add_argument("--yes", action="store_true", help=say("cli.forget.yes"))
    forget.add_argument("--exports", action="store_true", help=say("cli.forget.exports"))


def run(request: Request) -> int:
    """`forget`: tell what goes and what stays, ask, and erase; 1 where nothing was erased."""
    from ....data.privacy.erasure import forget, plan

    options = request.options
    what = plan(request.folder, options.person, whole_name=options.yes)
    for line in _told(what):
        put(line)
    if options.dry_run:
        put(say("forget.dry_run"))
        for path in what.files:
            put(f"  {shown(path)}")
        return 0
    name = what.person.name
    if not options.yes and not _typed(say("forget.ask", name=shown(name)), name):
        put(say("forget.not"))
        return NOT_DONE
    removable = [path for one in what.exports if not one.mixed for path in one.unchanged]
    if removable and not options.exports and not options.yes:
        asked = say("forget.ask_exports", count=len(removable))
        options.exports = _typed(asked, say("forget.yes"))
    done = forget(what, removable if options.exports else ())
    for path in done.exports:
        put(say("forget.removed", path=shown(path)))
    put(say("forget.done", name=shown(name), count=done.files))
    for reason in done.remains:
        sys.stderr.write(say("forget.remains", reason=reason) + "\n")
    return REMAINS if done.remains else 0


def _told(what: Plan) -> list[str]:
    person = what.person
    lines = [say("forget.erases", name=shown(person.name), folder=shown(what.folder))]
    for talk in person.talks:
        if talk.conversation is None:
            lines.append("  " + say("forget.talk.unread", slug=shown(talk.slug)))
            continue
        header = talk.conversation.header
        day = header.date.isoformat() if header.date else "-"
        told = {"slug": shown(talk.slug), "date": day, "title": shown(header.title)}
        lines.append("  " + say("forget.talk", **told))
    lines += [say("forget.files", count=len(what.files)), say("forget.whole")]
    lines += [say("forget.shared", where=shown(str(where))) for where in what.shared]
    lines += [say("forget.other_share", where=shown(str(where))) for where in what.other_shares]
    if what.exports:
        lines.append(say("forget.exports"))
        lines += [f"  {line}" for one in what.exports for line in _export(one)]
    for key, slugs in (("mentioned", what.mentioned), ("linked", what.linked)):
        if slugs:
            lines.append(say(f"forget.{key}", slugs=", ".join(map(shown, slugs))))
    lines += [say("forget.unread", reason=reason) for reason in what.unread]
    lines += [say("forget.around", path=shown(path)) for path in what.around]
    return [*lines, say("forget.beyond")]


def _export(export: Export) -> Sequence[str]:
    if not (there := export.there):
        return [say("forget.export.gone", path=shown(export.file))]
    same = set(export.unchanged)

    def state(path: Path) -> str:
        return "mixed" if export.mixed else "unchanged" if path in same else "changed"

    return [say(f"forget.export.{state(path)}", path=shown(path)) for path in there]


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
