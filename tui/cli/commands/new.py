"""`new`: begin a conversation, and open it if there is a terminal."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from ....data.errors import UsageError
from ....data.i18n.date_format import format_date
from ....data.ids import PartnerId
from ....widgets.language import spoken, tr
from ...formatting.clock import today
from ..parser import SubParsers, add_command, json_option, screen_options
from .open import report_or_show
from .output import print_error
from .request import Request


def add(subparsers: SubParsers) -> None:
    """Add the parser of `new`."""
    new = add_command(subparsers, "new", run)
    new.add_argument("name", metavar=tr("cli.name"), help=tr("cli.new.name"))
    new.add_argument("--as", dest="role", choices=("manager", "employee"), default="manager",
                     help=tr("cli.new.as"))  # fmt: skip
    new.add_argument("--my-name", default="", help=tr("cli.new.my_name"))
    new.add_argument("--kind", default="planning", help=tr("cli.new.kind"))
    new.add_argument("--date", help=tr("cli.new.date"))
    new.add_argument("--time", default="", help=tr("cli.new.time"))
    new.add_argument("--minutes", type=int, help=tr("cli.new.minutes"))
    new.add_argument("--title", default="", help=tr("cli.new.title"))
    new.add_argument("--place", default="", help=tr("cli.new.place"))
    new.add_argument("--department", default="", help=tr("cli.new.department"))
    new.add_argument("--job", default="", help=tr("cli.new.job"))
    new.add_argument("--goals", default="", help=tr("cli.new.goals"))
    new.add_argument("--competencies", default="", help=tr("cli.new.competencies"))
    new.add_argument("--template", action="append", default=[], metavar="FILE",
                     help=tr("cli.new.template"))  # fmt: skip
    new.add_argument("--no-open", action="store_true", help=tr("cli.new.no_open"))
    json_option(new)
    screen_options(new.group, argparse.SUPPRESS)


def run(request: Request) -> int:
    """Begin a conversation, and open it if there is a terminal."""
    from ....data.model.checklist.competencies import parse_names
    from ....data.notebook.new_conversation import NewConversation, build_conversation
    from ....data.session.session import Session
    from ....data.system.user import full_name, login_name
    from ....data.templates.kind_library import Library, kind_of_files

    options = request.options
    day, time = typed_day(options.date, options.time)
    if options.minutes is not None and not 0 <= options.minutes <= 24 * 60:
        raise UsageError("cli.minutes", minutes=options.minutes)
    if not options.name.strip():
        raise UsageError("cli.no_name")
    language = options.lang or spoken().language
    if options.template:
        kind = kind_of_files([Path(name) for name in options.template])
    else:
        kind = Library.of(request.settings).find(options.kind, language)
    conversation = build_conversation(
        NewConversation(
            me=options.role,
            my_name=options.my_name or request.settings.name or full_name() or login_name(),
            other_name=options.name,
            kind=kind.id,
            language=kind.language,
            date=day,
            time=time,
            minutes=kind.minutes if options.minutes is None else options.minutes,
            title=options.title,
            place=options.place,
            department=options.department,
            job=options.job,
            goals=options.goals,
            competencies=parse_names(options.competencies),
        ),
        kind,
    )
    me = PartnerId(options.role)
    path = request.notebook.new_path(conversation, me)
    Session.create(path, conversation, me=me, user=request.user).close()
    return report_or_show(request, path, {}, tr("cli.new.done", slug=path.stem, path=path))


def typed_day(text: str | None, time: str, talk: date | None = None) -> tuple[date | None, str]:
    """Return the day and the time ("HH:MM" or "") of `--date` and `--time`.

    Relative words count from the day of the `talk` that is followed up, else from today. Without
    `--time` the time is that behind the date. Remarks on stderr if the day is past or in a weekend.
    Raises DateError or TimeOfDayError if a text is not understood.
    """
    from ....data.i18n.dates import parse_when, remark_on
    from ....data.i18n.times import parse_time

    at = parse_time(time) if time else ""
    if not text:
        return None, at
    found = parse_when(text, talk or today())
    if remark := remark_on(found.day, today()):
        print_error(f"{format_date(found.day, spoken().language)}. {tr(remark)}")
    return found.day, at or found.time
