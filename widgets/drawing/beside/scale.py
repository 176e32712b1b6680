"""Two ratings of a competency on one scale, and the difference between them as a line.

The scale has the three levels as crosses, a letter for each rating, and words beside it: a
difference is seen before it is read, and needs no colour. Nothing is added up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from ....data.ids import PartnerId
from ....data.model.checklist.competencies import LEVELS, RatingComparison, change_since
from ....data.model.conversation import ChecklistItem, Conversation, Partner, Rating
from ....data.text.graphemes import clusters
from ....data.text.sanitize import clean_line
from ...language import tr
from ..desk.ratings import PARTS, rating_symbols
from ..list_row import ListRow
from ..roles import Role
from ..row_line import one_line
from ..timeline import joined_cells
from ..wrapping import ELLIPSIS, Line, Piece, fit

_DOT, _LEVEL, _SAME, _BETWEEN = "·", "┼", "=", "━"
_RISE, _FALL = "↑", "↓"
_MIN_NAME = 18
"""The fewest cells of a name beside the scale; with fewer, the scale goes below it."""
_MIN_GAP = 6
"""The fewest cells from one level to the next beside a name."""
_MAX_NAME = 8
"""The most cells of a person's name in the words beside a scale."""
_SHOWN: tuple[Rating, ...] = ("improve", "growing", "mastered")
"""The levels of the scale, from left to right."""


@dataclass(frozen=True, slots=True)
class RatingMark:
    """A partner's rating on the scale: the letter, the level from 1 (0: none), and the change."""

    letter: Piece
    level: int
    change: int | None = None
    """How many levels it rose since the time before; None if unknown."""


@dataclass(frozen=True, slots=True)
class ScaleColumns:
    """The widths of the columns, in cells; without `gap` the scale is below the name."""

    name: int
    gap: int
    margin: int
    """The blanks between the last level and the words."""
    since: int


@dataclass(frozen=True, slots=True)
class ScaleWidths:
    """The widest texts of a list, in cells, from which its columns follow."""

    name: int = 0
    words: int = 0
    since: int = 0
    """0 if nothing is known of the time before."""

    def columns(self, width: int) -> ScaleColumns:
        """Return the columns for rows of this width, without the column of the cursor."""
        wanted = min(self.name + 2, _MIN_NAME)
        for since in dict.fromkeys((self.since, 0)):
            for margin in (6, 3, 2):
                beside = margin + self.words + (since + 2 if since else 0)
                for gap in range(min(24, (width + 1) // 6), _MIN_GAP - 1, -1):
                    name = width - (2 * gap + 1) - beside
                    if name >= wanted:
                        return ScaleColumns(name, gap, margin, since)
        return ScaleColumns(max(1, width - self.words - 1), 0, 1, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleRow(ListRow):
    """A competency: its name, both ratings on the scale, words, and the change since last time."""

    marks: tuple[RatingMark, ...]
    words: Piece
    widths: ScaleWidths

    def height(self, width: int) -> int | None:
        """Return 1, or 2 if the scale is below the name."""
        return 1 if self.widths.columns(width).gap else 2

    def lines(self, width: int) -> list[Line]:
        """Return the row in one line or two."""
        columns = self.widths.columns(width)
        if not columns.gap:
            below = max(1, min(20, (width - 6) // 2))
            return [
                one_line((), (self.text, self.style), (self.words,), width),
                ((" ", Role.PLAIN), *scale(self.marks, below)),
            ]
        name = fit(clean_line(self.text), columns.name - 2)
        blanks = columns.name - 1 - cell_len(name)
        head: list[Piece] = [(name, self.style), (" " * blanks, Role.PLAIN)]
        words, role = self.words
        head += [*scale(self.marks, columns.gap), (" " * (columns.margin - 1), Role.PLAIN)]
        if not columns.since:
            return [(*head, (words, role))]
        changes = list(_changes(self.marks))
        used = sum(cell_len(text) for text, _ in changes)
        room = self.widths.words - cell_len(words) + 2 + columns.since - 1 - used
        return [(*head, (words, role), (" " * max(0, room), Role.PLAIN), *changes)]


def scale(marks: Sequence[RatingMark], gap: int) -> list[Piece]:
    """Return the scale with `gap` cells from level to level, and a cell at either end."""
    places = [1 + gap * number for number in range(PARTS)]
    cells: list[Piece] = [(_DOT, Role.DIM)] * (places[-1] + 2)
    cells[0] = cells[-1] = (" ", Role.PLAIN)
    for place in places:
        cells[place] = (_LEVEL, Role.DIM)
    rated = [mark for mark in marks if mark.level]
    found = [places[mark.level - 1] for mark in rated]
    if len(rated) > 1 and len(set(found)) == 1:
        cells[found[0] - 1 : found[0] + 2] = [rated[0].letter, (_SAME, Role.BOLD), rated[1].letter]
    elif rated:
        for place in range(min(found), max(found)):
            cells[place] = (_BETWEEN, Role.BOLD)
        for mark, place in zip(rated, found, strict=True):
            cells[place] = mark.letter
    return list(joined_cells(cells))


def scale_heads(width: int, widths: ScaleWidths, since: str) -> Line:
    """Return the line above the rows: levels, `now`, and what the last column counts from.

    `width` is that of a row, without the column of the cursor.
    """
    columns = widths.columns(width)
    if not columns.gap:
        return ()
    line = " " * (columns.name + 1)
    end = cell_len(line)
    for forms in (
        [tr(f"competencies.level.{rating}") for rating in _SHOWN],
        [rating_symbols(rating) for rating in _SHOWN],
    ):
        begins = [
            columns.name + 1 + number * columns.gap - cell_len(form) // 2
            for number, form in enumerate(forms)
        ]
        line, end = "", columns.name + 2 * columns.gap + columns.margin + 1
        for begin, form in zip(begins, forms, strict=True):
            if (line and begin <= cell_len(line)) or begin + cell_len(form) >= end:
                break
            line += " " * (begin - cell_len(line)) + form
        else:
            break
    line += " " * (end - cell_len(line)) + " " + tr("competencies.now")
    if columns.since:
        line += " " * (width + 1 - cell_len(line) - cell_len(since)) + since
    return ((line, Role.DIM),)


def scale_rows(
    rows: Sequence[RatingComparison], conversation: Conversation, me: PartnerId | None
) -> tuple[list[ScaleRow], ScaleWidths]:
    """Return the rows of the competencies, in this order, and the widths that they share."""
    partners = conversation.partners
    letters = partner_letters(partners)
    words = [_words(row, conversation) for row in rows]
    marks = [
        tuple(
            RatingMark(
                (letter, Role.MINE if me in (None, partner.id) else Role.OTHER),
                LEVELS[row.item.ratings.get(partner.id, "undiscussed")],
                change_since(row.item, partner.id),
            )
            for partner, letter in zip(partners, letters, strict=True)
        )
        for row in rows
    ]
    known = any(mark.change is not None for each in marks for mark in each)
    since = max(cell_len(since_words(conversation)), 5 * len(partners) - 1) if known else 0
    widths = ScaleWidths(
        max((cell_len(clean_line(row.item.text)) for row in rows), default=0),
        max((cell_len(text) for text, _ in words), default=0),
        since,
    )
    made = [
        ScaleRow(row.item.id, row.item.text or ELLIPSIS, marks=mark, words=word, widths=widths)
        for row, mark, word in zip(rows, marks, words, strict=True)
    ]
    return made, widths


def partner_letters(partners: Sequence[Partner]) -> list[str]:
    """Return one letter for each partner, all different: of the name, the role, or a digit."""
    roles = [tr(f"conversation.role.{partner.role}") for partner in partners]
    for texts in ([clean_line(partner.name) for partner in partners], roles):
        found = [next(clusters(text), "").upper() for text in texts]
        if len(set(found)) == len(found) and all(cell_len(letter) == 1 for letter in found):
            return found
    return [str(number) for number in range(1, len(partners) + 1)]


def time_before(conversation: Conversation) -> str:
    """Return when the time before was, in a word: a year, a month of this year, or "last"."""
    before, now = conversation.header.previous_on, conversation.header.date
    if before is None:
        return tr("competencies.before")
    if now is not None and before.year == now.year:
        return tr("dates.months.short").split()[before.month - 1]
    return str(before.year)


def since_words(conversation: Conversation) -> str:
    """Return the head of the last column: `since 2026`."""
    return tr("competencies.since", when=time_before(conversation))


def _words(row: RatingComparison, conversation: Conversation) -> Piece:
    """Return what is to be said about two ratings, in a few words."""
    item, partners = row.item, conversation.partners
    if row.view in ("far", "near", "same"):
        role = {"far": Role.APART, "near": Role.NEAR, "same": Role.DIM}[row.view]
        return tr(f"competencies.word.{row.view}"), role
    hidden = [each for each in partners if each.id in item.rated and not item.ratings.get(each.id)]
    lacking = [each for each in partners if not _is_rated(item, each)]
    if hidden:
        return tr("competencies.word.hidden", who=_name(hidden[0], conversation)), Role.DIM
    if row.view == "one" and len(lacking) == 1:
        return tr("competencies.word.one", who=_name(lacking[0], conversation)), Role.MISSING
    return tr("competencies.word.none" if row.view == "none" else "competencies.word.half"), (
        Role.MISSING
    )


def _is_rated(item: ChecklistItem, partner: Partner) -> bool:
    return item.ratings.get(partner.id, "undiscussed") != "undiscussed"


def _name(partner: Partner, conversation: Conversation) -> str:
    name = clean_line(conversation.short_name(partner.name))
    return fit(name or tr(f"conversation.role.{partner.role}"), _MAX_NAME)


def _changes(marks: Sequence[RatingMark]) -> Iterator[Piece]:
    """Yield `J ↑  A =`: what rose, fell or stayed; blanks for what is not known."""
    for number, mark in enumerate(marks):
        if number:
            yield "  ", Role.PLAIN
        letter, role = mark.letter
        if mark.change is None:
            yield "   ", Role.PLAIN
        elif mark.change:
            yield f"{letter} {_RISE if mark.change > 0 else _FALL}", role
        else:
            yield f"{letter} {_SAME}", Role.DIM
