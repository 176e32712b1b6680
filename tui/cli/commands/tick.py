"""`tick`: tick an item of the checklist, or list the items."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from ....data.errors import UsageError
from ....data.model.conversation import ItemState
from ....data.text.sanitize import clean_line
from ....widgets.language import tr
from ..parser import SubParsers
from .capturing import add_capture, report, writing
from .output import align_columns, write_json, write_text
from .request import Request

if TYPE_CHECKING:
    from ....data.model.conversation import Conversation

_SIGNS = {"open": "·", "done": "✓", "parked": "→"}


def add(subparsers: SubParsers) -> None:
    """Add the parser of `tick`."""
    tick = add_capture(subparsers, "tick", run)
    tick.add_argument("item", nargs="?", default="", metavar="ITEM", help=tr("cli.tick.item"))
    state = tick.add_mutually_exclusive_group()
    state.add_argument("--park", action="store_true", help=tr("cli.tick.park"))
    state.add_argument("--open", action="store_true", help=tr("cli.tick.open"))


def run(request: Request) -> int:
    """Tick the item, and say how many are done; without ITEM list all."""
    from ....data.capture.checklist import tick

    options = request.options
    if not options.item:
        if options.park or options.open:
            raise UsageError("capture.tick.which")
        return _list(request)
    state: ItemState = "parked" if options.park else "open" if options.open else "done"
    path = request.find(told=False)
    with writing(request, path) as session:
        before = tick(session, options.item, state)
        items = session.conversation.checklist
    done = sum(item.state == "done" for item in items)
    facts = {"item": before.id, "text": before.text, "state": state, "before": before.state,
             "done": done, "items": len(items)}  # fmt: skip
    line = tr(
        f"capture.tick.{state}",
        slug=path.stem,
        item=clean_line(before.text),
        done=done,
        items=len(items),
    )
    return report(request, path, facts, line)


def _list(request: Request) -> int:
    """Print the items with number and state, without changing anything. Exit status 1 for none."""
    from ....data.session.session import Session

    path = request.find()
    conversation = Session.open_read_only(path, user=request.user).conversation
    rows = list(_rows(conversation))
    if request.options.json:
        items = [{"number": n, "item": i, "text": t, "state": s} for n, i, t, s in rows]
        write_json({"slug": path.stem, "path": Path(path), "items": items})
    elif rows:
        cells: list[tuple[str, ...]] = [
            (f"{number:>3}", _SIGNS[state], clean_line(text)) for number, _, text, state in rows
        ]
        write_text("\n".join(align_columns(cells)))
    return 0 if rows else 1


def _rows(conversation: Conversation) -> Iterable[tuple[int, str, str, str]]:
    from ....data.capture.checklist import item_rows

    for row in item_rows(conversation):
        item = conversation.item(row.id)
        yield int(row.sign), row.id, row.text, item.state if item else "open"
