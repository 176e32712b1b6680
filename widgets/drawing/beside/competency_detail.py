"""The detail of a competency: both ratings with their remarks, last time's, and what was agreed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rich.cells import cell_len

from ....data.ids import PartnerId
from ....data.model.agreement_label import agreement_label
from ....data.model.checklist.competencies import agreements_on
from ....data.model.conversation import ChecklistItem, Conversation, Partner
from ....data.text.sanitize import clean_line, clean_text
from ...language import tr
from ..desk.agreement_rows import LABELS, agreement_notes, due_piece
from ..desk.detail import Paragraph, rating_word
from ..desk.ratings import rating_symbols
from ..roles import Role
from ..title_rule import Title, count
from ..wrapping import ELLIPSIS, Line, Piece, fit
from .paragraph_row import ParagraphRow, paragraph_rows
from .scale import time_before

_MAX_NAME = 16
_ASIDE = 12
"""The cells of a title rule beside its texts, with some line to be seen between them."""

_Told = tuple[Paragraph, tuple[Piece, ...]]


@dataclass(frozen=True, slots=True)
class CompetencyDetail:
    """A title, and rows to read."""

    title: Title
    rows: list[ParagraphRow]


def competency_detail(
    item: ChecklistItem, conversation: Conversation, me: PartnerId | None, today: date, width: int
) -> CompetencyDetail:
    """Return the detail of a competency for `width` cells, which decide where its question is."""
    name, question = clean_line(item.text) or ELLIPSIS, item.question_for(me)
    told: list[_Told] = []
    counts = []
    if question and cell_len(name) + cell_len(question) + _ASIDE <= width:
        counts.append(count(clean_line(question)))
    else:
        told += [(_dim(line), ()) for line in clean_text(question).splitlines()]
    column = max((cell_len(_name(each, conversation)) for each in conversation.partners), default=0)
    for number, partner in enumerate(conversation.partners):
        told += [_BLANK] if number or told else []
        told += _side(item, partner, conversation, me, column)
    agreed = list(_agreed(item, conversation, today))
    told += [_BLANK, *agreed] if agreed else []
    return CompetencyDetail(Title((name,), counts), paragraph_rows(told))


_BLANK: _Told = (Paragraph([("", Role.PLAIN)]), ())


def _side(
    item: ChecklistItem,
    partner: Partner,
    conversation: Conversation,
    me: PartnerId | None,
    column: int,
) -> Iterator[_Told]:
    """Yield a partner's rating in symbols and words, its behaviour, and the remark."""
    role = Role.MINE if me in (None, partner.id) else Role.OTHER
    rating, earlier = item.ratings.get(partner.id), item.earlier.get(partner.id)
    name = _name(partner, conversation)
    mark: Line = (
        (name.ljust(column), role),
        ("  ", Role.PLAIN),
        (rating_symbols(rating), role),
        ("  ", Role.PLAIN),
    )
    words: list[Piece] = [(rating_word(rating), Role.PLAIN if rating else Role.DIM)]
    if partner.id in item.rated:
        words.append((tr("competencies.only_you"), Role.DIM))
        if not rating:
            words = [(tr("competencies.hidden"), Role.DIM)]
    before: tuple[Piece, ...] = ()
    if earlier:
        text = f"{time_before(conversation)} {rating_symbols(earlier)} {rating_word(earlier)}"
        before = ((text, Role.DIM),)
    yield Paragraph(words, mark), before
    indent: Line = ((" " * (column + 7), Role.PLAIN),)
    behaviour = item.behaviour.get(rating, "") if rating else ""
    for line in clean_text(behaviour).splitlines():
        yield Paragraph([(line, Role.DIM)], indent), ()
    for line in clean_text(item.remarks.get(partner.id, "")).splitlines():
        yield Paragraph([(line, Role.PLAIN)], indent), ()


def _agreed(item: ChecklistItem, conversation: Conversation, today: date) -> Iterator[_Told]:
    """Yield the agreements about a competency: when it was made, label and text, and its state."""
    about = set(agreements_on(conversation, item))
    tags = [time_before(conversation), tr("competencies.now")]
    column = max(map(cell_len, tags))
    for number, agreement in conversation.numbered():
        if agreement.id not in about:
            continue
        tag = tags[0] if agreement.carried_from else tags[1]
        label = tr(agreement_label(agreement.kind, number))
        mark: Line = ((tag.ljust(column), Role.DIM), ("  ", Role.PLAIN))
        style = Role.STRIKE if agreement.status == "dropped" else Role.PLAIN
        pieces = [
            (label, LABELS[agreement.kind]),
            (clean_line(agreement.text) or ELLIPSIS, style),
        ]
        note, day = agreement_notes(agreement, today)[0], due_piece(agreement, today)
        parts = [part for part in (day, note) if part[0]]
        right = tuple(
            piece for number, part in enumerate(parts)
            for piece in ([("  ", Role.PLAIN), part] if number else [part])
        )  # fmt: skip
        yield Paragraph(pieces, mark), right


def _name(partner: Partner, conversation: Conversation) -> str:
    name = clean_line(conversation.short_name(partner.name))
    return fit(name or tr(f"conversation.role.{partner.role}"), _MAX_NAME)


def _dim(line: str) -> Paragraph:
    return Paragraph([(line, Role.DIM)])
