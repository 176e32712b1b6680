"""`follow-up`: begin the next conversation of the same partners."""

from __future__ import annotations

from ....widgets.language import tr
from ..parser import SubParsers, add_command, json_option, reference_argument
from .new import typed_day
from .open import report_or_show
from .request import Request


def add(subparsers: SubParsers) -> None:
    """Add the parser of `follow-up`."""
    follow_up = add_command(subparsers, "follow-up", run)
    reference_argument(follow_up)
    follow_up.add_argument("--kind", default="", help=tr("cli.follow-up.kind"))
    follow_up.add_argument("--date", help=tr("cli.follow-up.date"))
    follow_up.add_argument("--time", default="", help=tr("cli.new.time"))
    follow_up.add_argument("--no-open", action="store_true", help=tr("cli.new.no_open"))
    json_option(follow_up)


def run(request: Request) -> int:
    """Make the follow-up, carry over the open rows of this conversation, and show it."""
    from dataclasses import asdict, replace

    from ....data.notebook.follow_up import follow_up_defaults, make_follow_up
    from ....data.session.session import Session
    from ....data.templates.kind_library import Library

    options = request.options
    path = request.find()
    session = Session.open_read_only(path, user=request.user)
    previous = session.full_conversation()
    day, time = typed_day(options.date, options.time, previous.header.date)
    library = Library.of(request.settings)
    beginning = follow_up_defaults(previous, session.require_partner(), options.kind, library)
    if day is not None:
        beginning = replace(beginning, date=day, title="")
    beginning = replace(beginning, time=time)
    made = make_follow_up(path, previous, beginning, library, user=request.user)
    key = "cli.new.done" if made.new else "cli.follow-up.exists"
    done = [
        tr(key, slug=made.path.stem, path=made.path),
        tr("cli.follow-up.carried_over", agreements=made.agreements, items=made.items),
        *([tr("lock.follow_up")] if session.seal is not None else []),
    ]
    return report_or_show(request, made.path, asdict(made), *done)
