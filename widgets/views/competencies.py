"""The competencies, each with both ratings on one scale."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from ...data.ids import PartnerId
from ...data.model.checklist.competencies import RatingComparison
from ...data.model.conversation import Conversation
from ...data.text.sanitize import clean_line
from ..drawing.beside.scale import (
    ScaleWidths,
    partner_letters,
    scale_heads,
    scale_rows,
    since_words,
)
from ..drawing.list_row import height_of
from ..drawing.roles import Role
from ..drawing.title_rule import Title, count
from ..drawing.wrapping import Line
from ..language import tr
from ..primitives.line_widget import LineWidget
from ..primitives.pane import ListPane


class _Heads(LineWidget):
    """The heads of the columns."""

    def __init__(self) -> None:
        super().__init__()
        self._widths = ScaleWidths()
        self._since = ""

    def show(self, widths: ScaleWidths, since: str) -> None:
        """Show the heads of columns of these widths."""
        self._widths, self._since = widths, since
        self.lay_out()

    def lay_out(self) -> None:
        """Lay out the line again."""
        self.set_lines([scale_heads(self.size.width - 1, self._widths, self._since)])


class CompetenciesPane(ListPane):
    """The competencies. `show` sets them, in order."""

    def __init__(self, *, empty_hint: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(empty_hint=empty_hint, id=id)
        self._heads = _Heads()

    def compose(self) -> ComposeResult:
        """Yield title, heads and rows."""
        yield self.rule
        yield self._heads
        yield self.body

    def show(
        self,
        rows: Sequence[RatingComparison],
        conversation: Conversation,
        me: PartnerId | None,
        chip: str = "",
    ) -> None:
        """Show these competencies; `chip` warns beside the title that another one rates."""
        made, widths = scale_rows(rows, conversation, me)
        self._heads.display = bool(made)
        self._heads.show(widths, since_words(conversation))
        self.body.update_rows(made)
        names: list[tuple[str, str]] = []
        partners = conversation.partners
        for partner, letter in zip(partners, partner_letters(partners), strict=True):
            names += [("  ", Role.PLAIN)] if names else []
            names.append((letter, Role.MINE if me in (None, partner.id) else Role.OTHER))
            names.append((f" {clean_line(conversation.short_name(partner.name))}", Role.DIM))
        counts: list[Line] = [tuple(names)] if made and names else []
        counts += [count(tr("competencies.order"))] if made else []
        self.show_title(Title((tr("competencies.pane"),), counts, chip))

    def lines_in(self, width: int) -> int:
        """Return how many lines the pane needs at a width, with title and heads."""
        return 2 + (height_of(self.body.rows, width - 1) or 2)
