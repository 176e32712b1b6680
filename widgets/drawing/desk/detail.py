"""The detail of what has the cursor: a title, and lines that tell all that its row cannot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from rich.cells import cell_len

from ....data.i18n.date_format import format_date
from ....data.ids import PartnerId, RowId
from ....data.lazy_dataclass import dataclass, field
from ....data.model.agreement_label import agreement_label
from ....data.model.agreements.progress import last_percent, local_day
from ....data.model.conversation import DESCRIBED, Agreement, ChecklistItem, Conversation
from ....data.notebook.notebook import short_slug
from ....data.text.sanitize import clean_line, clean_text
from ...language import spoken, tr
from ..bars import bar_pieces
from ..roles import Role
from ..title_rule import Title, count
from ..wrapping import ELLIPSIS, Line, Piece, first_lines, hanging, line_width, wrap_pieces
from .agreement_rows import agreement_notes, format_day
from .checklist_rows import BOXES, FOR_BOTH, PRIVATE
from .ratings import is_rated, rating_symbols, short_mark

_BAR = 10
_WIDE_BAR = 20
_GAP = "  "
_WIDE = 30
"""From this width on, in cells, an agreement is told with all its fields."""


@dataclass(frozen=True, slots=True)
class Detail:
    """A title, and paragraphs; where there is no room for all, the first ones are cut first.

    Each paragraph is a mark and a text that wraps beside it.
    """

    title: Title = field(default_factory=Title)
    first: Sequence[Paragraph] = ()
    last: Sequence[Paragraph] = ()

    def lines(self, width: int, height: int) -> list[Line]:
        """Return at most `height` lines of at most `width` cells."""
        first, last = (
            [line for paragraph in part for line in paragraph.lines(width)]
            for part in (self.first, self.last)
        )
        room = max(height - len(last), (height + 1) // 2)
        lines = first_lines(first, room, width)
        return lines + first_lines(last, height - len(lines), width)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Pieces that wrap, beside a mark."""

    pieces: Sequence[Piece]
    mark: Line = ()

    def lines(self, width: int) -> list[Line]:
        """Return the lines."""
        indent = line_width(self.mark)
        pieces = [(clean_text(text), role) for text, role in self.pieces]
        return hanging(self.mark, wrap_pieces(pieces, width - indent))


def rating_word(rating: str | None) -> str:
    """Return a rating in words."""
    return tr(f"conversation.rating.{rating or 'none'}")


def behaviour_lines(item: ChecklistItem) -> Iterator[str]:
    """Yield `●●○ growing: …` for each level of a competency that has texts on behaviour."""
    for level in DESCRIBED:
        if text := item.behaviour.get(level):
            yield f"{rating_symbols(level)} {rating_word(level)}: {text}"


def item_detail(
    item: ChecklistItem,
    conversation: Conversation,
    private: Mapping[RowId, str],
    me: PartnerId | None,
    instead: str = "",
) -> Detail:
    """Return the detail of an item: its question, the ratings in words, and the answers.

    `instead` is shown for a private answer that is hidden on this screen.
    """
    question = item.question_for(me).splitlines()
    if item.carried_from:
        slug = short_slug(item.carried_from, conversation)
        question.insert(0, tr("pane.carried", slug=clean_line(slug)))
    first = [Paragraph([(line, Role.PLAIN)]) for line in question]
    first += [Paragraph([(line, Role.DIM)]) for line in behaviour_lines(item)]
    last = _ratings(item, conversation, me)
    for partner in conversation.partners:
        if remark := item.remarks.get(partner.id):
            role = Role.FOR_BOTH if partner.id == me else Role.OTHER_NAME
            last += _answer(f"{FOR_BOTH} {clean_line(partner.initials)}".strip(), role, remark)
    if own := private.get(item.id):
        last += _answer(f"{PRIVATE} {tr('pane.private')}", Role.PRIVATE, instead or own)
    return Detail(Title((clean_line(item.text),)), first, last)


def _ratings(
    item: ChecklistItem, conversation: Conversation, me: PartnerId | None
) -> list[Paragraph]:
    """Return `JB: growing · AV: mastered`; nothing if nobody rated a competency."""
    partners = conversation.partners
    if not is_rated(item, partners):
        return []
    pieces: list[Piece] = []
    for partner in partners:
        role = Role.MINE if partner.id == me else Role.OTHER_NAME
        pieces += [("·", Role.DIM)] if pieces else []
        pieces.append((f"{short_mark(partner, conversation)}:", role))
        pieces.append((rating_word(item.ratings.get(partner.id)), Role.PLAIN))
    return [Paragraph(pieces)]


def _answer(label: str, role: Role, text: str) -> list[Paragraph]:
    first, *rest = clean_text(text).splitlines() or [""]
    return [
        Paragraph([(label, role), (first, Role.PLAIN)]),
        *(Paragraph([(line, Role.PLAIN)]) for line in rest),
    ]


def detail_of(key: str | None, conversation: Conversation, today: date, width: int) -> Detail:
    """Return the detail of the agreement with the id `key`, for a width in cells; empty if none."""
    for number, agreement in conversation.numbered():
        if agreement.id == key:
            label = tr(agreement_label(agreement.kind, number))
            return agreement_detail(label, agreement, conversation, today, width)
    return Detail()


def agreement_detail(
    label: str, agreement: Agreement, conversation: Conversation, today: date, width: int
) -> Detail:
    """Return the detail of an agreement: how far it is, and what its row leaves out."""
    wide = width >= _WIDE
    first = list(_progress_bar(agreement, today, width))
    fields = list(_fields(agreement, today, wide=wide))
    column = max((cell_len(name) for name, _, _ in fields), default=0) + 1
    first += [
        Paragraph([(text, role)], ((name.ljust(column), Role.DIM),)) for name, text, role in fields
    ]
    first += _steps(agreement, wide=wide)
    last = list(_log(agreement, conversation, today)) if wide else []
    return Detail(Title((f"{label} {clean_line(agreement.text or ELLIPSIS)}",)), first, last)


def _progress_bar(agreement: Agreement, today: date, width: int) -> Iterator[Paragraph]:
    """Yield the bar of the last percentage, and its words: a long bar if they fit beside it."""
    percent = last_percent(agreement)
    if percent is None:
        return
    *_, entry = (entry for entry in agreement.progress if entry.percent is not None)
    day = local_day(entry.at)
    words = f"{percent} %"
    if day:
        words = tr("pane.progress.on", percent=percent, day=format_day(day, today))
    cells = _WIDE_BAR if _WIDE_BAR + len(_GAP) + cell_len(words) <= width else _BAR
    yield Paragraph([(words, Role.PLAIN)], (*bar_pieces(percent / 100, cells), (_GAP, Role.PLAIN)))


def _fields(agreement: Agreement, today: date, *, wide: bool) -> Iterator[tuple[str, str, Role]]:
    """Yield the name, the words and the role of each field."""
    missing = Role.MISSING
    if wide:
        yield (
            tr("pane.field.owner"),
            agreement.owner or tr("pane.field.not_said"),
            (Role.PLAIN if agreement.owner else missing),
        )
    measure = agreement.measure
    yield (
        tr("pane.field.measure"),
        measure or tr("pane.field.not_said"),
        (Role.PLAIN if measure else missing),
    )
    if wide and agreement.due:
        day = format_date(agreement.due, spoken().language, width="weekday")
        late = agreement_notes(agreement, today)[0][1] is Role.LATE
        yield tr("pane.field.due"), day, Role.LATE_DATE if late else Role.PLAIN
    if wide and agreement.evaluate_on:
        day = format_date(agreement.evaluate_on, spoken().language, width="weekday")
        yield tr("pane.field.evaluate_on"), day, Role.PLAIN
    if agreement.support:
        by = clean_line(agreement.support_by)
        yield (
            tr("pane.field.support"),
            f"{by}: {agreement.support}" if by else agreement.support,
            Role.PLAIN,
        )
    if agreement.based_on and wide:
        yield tr("pane.field.based_on"), agreement.based_on, Role.PLAIN


def _steps(agreement: Agreement, *, wide: bool) -> list[Paragraph]:
    steps = [clean_line(line) for line in agreement.steps.splitlines() if line.strip()]
    if not steps:
        return []
    done = sum("[x]" in step.lower() for step in steps)
    head = Paragraph([(tr("pane.field.steps"), Role.DIM), (f"{done}/{len(steps)}", Role.PLAIN)])
    return [head, *([Paragraph([(step, Role.PLAIN)]) for step in steps] if wide else [])]


def _log(agreement: Agreement, conversation: Conversation, today: date) -> Iterator[Paragraph]:
    if not agreement.progress:
        return
    yield Paragraph([("", Role.PLAIN)])
    yield Paragraph([(tr("overview.log"), Role.DIM), (str(len(agreement.progress)), Role.PLAIN)])
    for entry in reversed(agreement.progress):
        day, by = local_day(entry.at), conversation.partner(entry.by)
        parts = [
            format_day(day, today) if day else "",
            clean_line(by.initials) if by else "",
            f"{entry.percent} %" if entry.percent is not None else "",
        ]
        head = " ".join(part for part in parts if part)
        yield Paragraph([(entry.text, Role.PLAIN)], ((f"{head} ", Role.DIM),) if head else ())


def section_detail(
    section: str, items: Sequence[ChecklistItem], me: PartnerId | None, key: str
) -> Detail:
    """Return the detail of a section of the checklist, for the heading that the caret is under.

    The first item that is not done is told with its question; `key` answers it.
    """
    done = sum(item.state == "done" for item in items)
    title = Title((clean_line(section),), [count(f"{done}/{len(items)}")])
    left = next((item for item in items if item.state != "done"), None)
    if left is None:
        return Detail(title)
    box = BOXES[left.state]
    role = Role.DONE if left.state == "parked" else Role.PLAIN
    question = left.question_for(me).splitlines()
    return Detail(
        title,
        [
            Paragraph([(clean_line(left.text), role)], (box, (" ", Role.PLAIN))),
            *(Paragraph([(line, Role.PLAIN)]) for line in question),
        ],
        [Paragraph([(key, Role.KEY), (tr("pane.answers_it"), Role.DIM)])] if key else [],
    )
