"""Check a preparation sheet before it is sent: read it back, and compare it with the checklist."""

from __future__ import annotations

from ..errors import AfspraakError
from ..ids import PartnerId, RowId
from ..model.conversation import Conversation
from ..text.markdown import has_html_or_links, headings, parse, tasks
from .sheet_marks import SHEET_RATINGS, Part, marks
from .sheet_reader import read_sheet
from .sheet_writer import parts, sheet_markdown


def checked_sheet(conversation: Conversation, invited: PartnerId) -> str:
    """Return the sheet for the partner with the id `invited`; it has all parts and no answers.

    All headings and the boxes of ratings are checked too. Raises AfspraakError if the check fails.
    """
    text = sheet_markdown(conversation, invited)
    expected = parts(conversation, invited)
    tokens = parse(text)
    rated = sum(_rated(conversation, part) for part in expected)
    # Our marks are the only HTML; they are blocks of their own.
    others = [
        t for t in tokens if t.type != "html_block" or len(list(marks(t.content.strip()))) != 1
    ]
    is_valid = (
        [(mark.kind, mark.id) for mark in marks(text)] == [part[:2] for part in expected]
        and headings(tokens) == [heading for part in expected for heading in part.headings]
        and [task.done for task in tasks(tokens)] == [False] * (len(SHEET_RATINGS) * rated)
        and not has_html_or_links(others)
        and read_sheet(text, conversation, invited).empty
    )
    if not is_valid:
        raise AfspraakError("sheet.mismatch")
    return text


def _rated(conversation: Conversation, part: Part) -> bool:
    item = conversation.item(RowId(part.id)) if part.kind == "item" else None
    return item is not None and item.kind == "competency"
