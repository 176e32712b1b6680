"""Add a text to the notes: below a heading, or where notes from outside the talk are."""

from __future__ import annotations

from collections.abc import Sequence

from ..ids import RowId
from ..model.edits import Write
from ..model.note_headings import NoteHeading, note_headings, outside_heading
from ..session.session import Session
from ..text.lazy_pattern import lazy_pattern
from ..text.line_markup import is_heading
from .row_choice import Row, choose_row

_LIST = lazy_pattern(r"\s*(?:[-*+]|[0-9]+[.)])\s")


def add_note(session: Session, text: str, under: str = "") -> str:
    """Add a text at the end of the part of the notes that `under` names; return its heading.

    Without `under` that is the part for what was noted outside the talk, which is made at the end;
    notes without any heading get the text at their end, and "" is returned.

    Raises NotFoundError or UsageError if `under` means no heading or several.
    """
    lines = session.notes.lines
    headings = list(note_headings(lines))
    own = outside_heading(session.conversation.header.language)
    if under:
        heading = find_heading(lines, under)
    elif not headings:
        session.apply(_below(lines, 0, len(lines), text))
        return ""
    else:
        found = next((each for each in headings if each.text == own), None)
        if found is None:
            session.apply(_new_part(lines, own, text))
            return own
        heading = found
    session.apply(_below(lines, heading.line, _end(heading, headings, len(lines)), text))
    return heading.text


def find_heading(lines: Sequence[str], wanted: str) -> NoteHeading:
    """Return the heading that the words mean. Raises NotFoundError or UsageError."""
    rows = heading_rows(lines)
    return list(note_headings(lines))[rows.index(choose_row(rows, wanted, "heading"))]


def heading_rows(lines: Sequence[str]) -> list[Row]:
    """Return the headings of the notes."""
    return [Row(RowId(""), each.text, "#" * each.level) for each in note_headings(lines)]


def _end(heading: NoteHeading, headings: Sequence[NoteHeading], line_count: int) -> int:
    """Return the line behind the text directly below a heading: that of the next heading."""
    return next((each.line for each in headings if each.line > heading.line), line_count)


def _below(lines: Sequence[str], start: int, end: int, text: str) -> Write:
    """Return the edit that puts a text below the last line with text from `start` up to `end`."""
    last = next((at for at in reversed(range(start, end)) if lines[at].strip()), None)
    if last is None:
        return Write(0, 0, text)
    position = sum(len(line) + 1 for line in lines[:last]) + len(lines[last])
    in_one_list = _LIST.match(lines[last]) and _LIST.match(text)
    joined = in_one_list or is_heading(lines[last])
    return Write(position, 0, f"\n{text}" if joined else f"\n\n{text}")


def _new_part(lines: Sequence[str], heading: str, text: str) -> Write:
    present = "\n".join(lines)
    before = present.rstrip("\n")
    gap = "\n\n"[len(present) - len(before) :]
    return Write(len(present), 0, f"{gap}## {heading}\n{text}\n")
