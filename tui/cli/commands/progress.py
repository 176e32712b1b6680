"""`progress`: record how an agreement is going."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....data.errors import UsageError
from ....data.text.sanitize import clean_line
from ....widgets.language import spoken, tr
from ..parser import SubParsers
from .capturing import add_capture, given_text, report, text_argument, writing
from .request import Request

if TYPE_CHECKING:
    from ....data.model.conversation import Agreement
    from ....data.session.session import Session


def add(subparsers: SubParsers) -> None:
    """Add the parser of `progress`."""
    parser = add_capture(subparsers, "progress", run)
    parser.add_argument("agreement", metavar="LABEL", help=tr("cli.progress.agreement"))
    text_argument(parser, optional=True)
    parser.add_argument("--percent", metavar="N", default="", help=tr("cli.progress.percent"))


def run(request: Request) -> int:
    """Record the progress, and say of which agreement.

    Raises UsageError for a wrong percentage, and for neither words nor a percentage.
    """
    from ....data.capture.agreements import add_progress, find_agreement
    from ....data.model.agreement_label import labelled
    from ....data.model.agreements.progress import parse_percent

    options = request.options
    percent = parse_percent(options.percent) if options.percent else None
    if options.percent and percent is None:
        raise UsageError("form.progress.percent.fault")
    if percent is None and not options.text:
        raise UsageError("capture.progress.empty")
    path = request.find(told=False)

    def wanted(session: Session) -> Agreement:
        return find_agreement(session.conversation, options.agreement, spoken())

    text = " ".join(given_text(request, path, wanted).split()) if options.text else ""
    with writing(request, path) as session:
        agreement = wanted(session)
        entry = add_progress(session, agreement, text, percent)
        label = next(
            found for found, each in labelled(session.conversation) if each.id == agreement.id
        )
    facts = {
        "id": agreement.id,
        "label": label,
        "text": text,
        "percent": percent,
        "by": entry.by,
        "at": entry.at,
    }
    line = tr(
        "capture.progress.percent" if percent is not None else "capture.progress",
        slug=path.stem,
        label=label,
        text=clean_line(agreement.text),
        percent=percent,
    )
    return report(request, path, facts, line)
