"""What the notes pane shows: its title, whose each row is, and the rows of the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from ....data.ids import NOBODY, PartnerId, RowId
from ....data.model.agreement_label import labelled
from ....data.model.agreements.drafted_lines import drafted_lines
from ....data.model.conversation import Conversation
from ....data.model.notes import Notes
from ....data.text.line_markup import fence_after, is_fence, is_heading
from ....data.text.sanitize import clean_line
from ...language import tr
from ..cluster_wrapping import tab_widths, wrap_offsets
from ..roles import Role
from ..title_rule import Title
from ..wrapping import Line, Piece
from .agreement_rows import LABELS
from .gutter import Author
from .markdown_line import Span, spans

_TAB_STOP = 4
"""The cells between two tab stops in the notes."""


def notes_title(
    line_counts: Mapping[PartnerId, int],
    conversation: Conversation,
    me: PartnerId | None,
    writer: str = "",
) -> Title:
    """Return the title over the notes, with the number of lines of each partner in their order.

    `writer` says who writes if that is not the reader.
    """
    counts: list[Piece] = []
    for partner in conversation.partners:
        if partner.id in line_counts and partner.initials:
            role = Role.COUNT if partner.id == me else Role.OTHER
            counts += [(" · ", Role.DIM)] if counts else []
            counts.append((f"{clean_line(partner.initials)} {line_counts[partner.id]}", role))
    lines: list[Line] = [tuple(counts)] if counts else []
    return Title((tr("pane.notes.title"),), lines, writer)


def drafted_labels(conversation: Conversation) -> dict[RowId, Piece]:
    """Return the label of each agreement, as it stands beside the line that it was drafted from."""
    return {
        agreement.id: (tr(label), LABELS[agreement.kind])
        for label, agreement in labelled(conversation)
    }


def line_author(
    by: PartnerId,
    conversation: Conversation,
    me: PartnerId | None,
    label: Piece | None = None,
    *,
    unread: bool = False,
) -> Author | None:
    """Return what the gutter says of a row that `by` wrote; None if there is nothing to say."""
    partner = conversation.partner(by) if by else None
    if partner is None:
        return Author("", unread=unread, label=label) if unread or label else None
    return Author(clean_line(partner.initials), by == me, unread=unread, label=label)


class NoteRow(NamedTuple):
    """A row of the notes: the number of its line (from 0), its text, and whose it is."""

    number: int
    line: Line
    author: Author | None


def note_rows(
    notes: Notes, conversation: Conversation, me: PartnerId | None, width: int
) -> Iterator[NoteRow]:
    """Yield the rows of the notes from the top, wrapped at `width` cells."""
    labels = drafted_labels(conversation)
    drafted = drafted_lines(notes.lines, conversation.agreements)
    fence = ""
    for number, text in enumerate(notes.lines):
        is_nobodys = not text.strip() or (is_heading(text) and not fence)
        by = NOBODY if is_nobodys else notes.author(number)
        label = labels.get(drafted.get(number, RowId("")))
        tabs = tab_widths(text, _TAB_STOP)
        cuts = [0, *wrap_offsets(text, width, tabs), len(text)]
        roles = spans(text, fence)
        for start, end in pairwise(cuts):
            author = line_author(by, conversation, me, None if start else label)
            yield NoteRow(number, _pieces(text, tabs, roles, start, end), author)
        if is_fence(text):
            fence = fence_after(text, fence)


def _pieces(text: str, tabs: Sequence[int], roles: Sequence[Span], start: int, end: int) -> Line:
    """Return the pieces of a line of the notes between two places, with its tabs as blanks."""
    cuts = {start, end}
    for span in roles:
        cuts |= {min(max(at, start), end) for at in (span.start, span.end)}
    pieces: list[Piece] = []
    widths = iter(tabs[text.count("\t", 0, start) :])
    for first, last in pairwise(sorted(cuts)):
        found = [span.role for span in roles if span.start <= first and last <= span.end]
        shown = "".join(" " * next(widths) if c == "\t" else c for c in text[first:last])
        pieces.append((shown, found[-1] if found else Role.PLAIN))
    return tuple(pieces)
