"""`answer`: answer an item of the checklist, for oneself or for both."""

from __future__ import annotations

from ....data.text.sanitize import clean_line
from ....widgets.language import tr
from ..parser import SubParsers
from .capturing import add_capture, given_text, report, text_argument, writing
from .request import Request


def add(subparsers: SubParsers) -> None:
    """Add the parser of `answer`."""
    parser = add_capture(subparsers, "answer", run)
    parser.add_argument("item", metavar="ITEM", help=tr("cli.answer.item"))
    text_argument(parser)
    parser.add_argument("--shared", action="store_true", help=tr("cli.answer.shared"))
    parser.add_argument("--replace", action="store_true", help=tr("cli.answer.replace"))


def run(request: Request) -> int:
    """Answer the item; the answer is private unless it is to be shared."""
    from ....data.capture.checklist import answer, find_item

    options = request.options
    path, private = request.find(told=False), not options.shared
    text = given_text(request, path, lambda session: find_item(session.conversation, options.item))
    with writing(request, path, private=private) as session:
        item = answer(session, options.item, text, private=private, replace=options.replace)
    facts = {"item": item.id, "text": item.text, "private": private}
    key = "capture.answer.private" if private else "capture.answer.shared"
    return report(request, path, facts, tr(key, slug=path.stem, item=clean_line(item.text)))
