"""`note`: add a text to the notes of a conversation."""

from __future__ import annotations

from ....widgets.language import tr
from ..parser import SubParsers
from .capturing import add_capture, given_text, report, text_argument, writing
from .request import Request


def add(subparsers: SubParsers) -> None:
    """Add the parser of `note`."""
    note = add_capture(subparsers, "note", run)
    text_argument(note)
    note.add_argument("--under", metavar="HEADING", default="", help=tr("cli.note.under"))


def run(request: Request) -> int:
    """Add the text, and say under which heading it is."""
    from ....data.capture.note import add_note, find_heading

    path, under = request.find(told=False), request.options.under
    text = given_text(
        request, path, lambda session: under and find_heading(session.notes.lines, under)
    )
    with writing(request, path) as session:
        heading = add_note(session, text, under)
        by = session.require_partner()
    key = "capture.noted.under" if heading else "capture.noted"
    line = tr(key, slug=path.stem, heading=heading)
    return report(request, path, {"heading": heading, "text": text, "by": by}, line)
