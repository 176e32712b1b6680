"""`add`: add an agreement to a conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....data.text.sanitize import clean_line
from ....widgets.language import spoken, tr
from ...formatting.clock import today
from ..parser import SubParsers
from .capturing import add_capture, given_text, report, text_argument, writing
from .output import print_error
from .request import Request

if TYPE_CHECKING:
    from ....data.model.fields import Value
    from ....data.session.session import Session

_PEOPLE = ("owner", "support_by")
_DAYS = ("due", "evaluate_on")
_LINES = ("measure", "support")


def add(subparsers: SubParsers) -> None:
    """Add the parser of `add`."""
    parser = add_capture(subparsers, "add", run)
    text_argument(parser)
    parser.add_argument("--kind", default="", help=tr("cli.add.kind"))
    for option, metavar in (
        ("owner", tr("cli.name")),
        ("measure", tr("cli.text")),
        ("due", tr("cli.day")),
        ("support", tr("cli.text")),
        ("support-by", tr("cli.name")),
        ("evaluate-on", tr("cli.day")),
    ):
        key = f"cli.add.{option.replace('-', '_')}"
        parser.add_argument(f"--{option}", metavar=metavar, default="", help=tr(key))


def run(request: Request) -> int:
    """Add the agreement, and say its label and what it still lacks."""
    from ....data.capture.agreements import new_agreement
    from ....data.model.agreements.completeness import missing_fields

    path = request.find(told=False)
    days = _days(request)
    text = given_text(request, path, lambda session: _kind(request, session))
    with writing(request, path) as session:
        values: dict[str, Value] = {"text": " ".join(text.split()), **_values(request, session)}
        agreement = new_agreement(session, values | days)
        for edit in agreement.edits:
            session.apply(edit)
        made = next(each for each in session.conversation.agreements if each.id == agreement.id)
    lacking = missing_fields(made)
    facts = {
        "id": made.id,
        "label": agreement.label,
        "kind": made.kind,
        "text": made.text,
        **{name: getattr(made, name) or "" for name in (*_PEOPLE, *_DAYS, *_LINES)},
        "missing": list(lacking),
    }
    line = tr("capture.added", slug=path.stem, label=agreement.label, text=clean_line(made.text))
    if lacking:
        names = ", ".join(tr(f"completeness.field.{name}") for name in lacking)
        line += " " + tr("capture.added.lacking", fields=names)
    return report(request, path, facts, line)


def _days(request: Request) -> dict[str, Value]:
    """Return the dates; remarks on stderr if one is past or in a weekend. Raises DateError."""
    from ....data.i18n.date_format import format_date
    from ....data.i18n.dates import parse_when, remark_on

    days: dict[str, Value] = {}
    for name in _DAYS:
        if typed := getattr(request.options, name):
            day = parse_when(typed, today()).day
            days[name] = day.isoformat()
            if remark := remark_on(day, today()):
                print_error(f"{format_date(day, spoken().language)}. {tr(remark)}")
    return days


def _kind(request: Request, session: Session) -> str:
    from ....data.capture.agreements import agreement_kind

    return agreement_kind(request.options.kind, session.conversation.header.offered)


def _values(request: Request, session: Session) -> dict[str, Value]:
    from ....data.capture.agreements import is_partner, person_named

    options, conversation = request.options, session.conversation
    values: dict[str, Value] = {"kind": _kind(request, session)}
    values |= {name: getattr(options, name) for name in _LINES if getattr(options, name)}
    for name in _PEOPLE:
        if typed := getattr(options, name):
            found = person_named(typed, conversation.partners, session.me)
            if not is_partner(found, conversation.partners):
                print_error(tr("capture.neither", name=clean_line(typed)))
            values[name] = found
    return values
