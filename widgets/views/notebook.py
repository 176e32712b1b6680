"""The body of the notebook screen: the table, the year of the team, and the selected talk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widget import Widget

from ...data.lazy_dataclass import dataclass, field
from ...data.notebook.agenda.agenda import Agenda, Talk
from ...data.notebook.agenda.board import Board
from ..drawing.list_row import height_of
from ..drawing.notebook.below import empty_title, pane_title, selected_part, year_part
from ..drawing.notebook.columns import heads
from ..drawing.notebook.geometry import NotebookGeometry, notebook_geometry
from ..drawing.notebook.year import Year, year_of
from ..primitives.line_widget import LineWidget
from ..primitives.row_list import RowList
from ..primitives.title_rule import TitleRule
from .conversations import ConversationList

PAUSE = 0.05
"""Seconds from a move of the cursor until what is below the list follows."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the screen shows."""

    board: Board = field(default_factory=Board)
    agenda: Agenda = field(default_factory=Agenda)
    """What of the board is shown: all, or what a filter leaves."""
    offers: Mapping[str, str] = field(default_factory=dict)
    today: date = date.min
    total: int = 0
    """How many conversations there are."""
    folded: bool = False
    is_loading: bool = False


class NotebookBody(Widget, can_focus=False):
    """A title, the names of the columns, the list, and below it what the list leaves room for."""

    DEFAULT_CSS = """
    NotebookBody {
        width: 1fr;
        height: 1fr;
        layout: vertical;
        overflow: hidden hidden;
    }
    """

    def __init__(self, table: ConversationList, keys: Mapping[str, str], fold_key: str) -> None:
        """Build it around a list; `keys` are the first keys of bindings that texts name."""
        super().__init__()
        self._table, self._keys, self._fold_key = table, keys, fold_key
        self._rule, self._heads = TitleRule(), LineWidget()
        self._year_rule, self._year_rows = TitleRule(), LineWidget()
        self._detail_rule, self._detail = TitleRule(), LineWidget()
        self._shown = Shown()
        self._talks: dict[str, Talk] = {}
        self._year: Year | None = None
        self._pause: Timer | None = None
        self._first_person = 0
        self._geometry = NotebookGeometry(1, 0, 0)

    def compose(self) -> ComposeResult:
        """Yield all parts, from the top."""
        yield self._rule
        yield self._heads
        yield self._table
        yield from self._below()

    def _below(self) -> Iterable[LineWidget]:
        return (self._year_rule, self._year_rows, self._detail_rule, self._detail)

    def show(self, shown: Shown) -> None:
        """Show these conversations; the cursor stays on its row."""
        if shown.agenda is not self._shown.agenda:
            self._talks = {talk.summary.slug: talk for talk in shown.agenda.talks}
            self._year = None
        self._shown = shown
        self._lay_out()

    def on_resize(self) -> None:
        """Give each part its share again."""
        self._lay_out()

    def on_descendant_focus(self) -> None:
        """Show in the title that the focus is here."""
        self._rule.show_focus(True)

    def on_descendant_blur(self) -> None:
        """Show in the title that the focus is elsewhere."""
        self._rule.show_focus(False)

    @on(RowList.Highlighted)
    def _moved(self) -> None:
        """Let the rows be painted first, and keys that follow fast be answered."""
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self._show_selected)

    @on(RowList.ViewChanged)
    def _view_changed(self) -> None:
        above, below = self._table.hidden
        self._rule.show_hidden(above, below)

    def _lay_out(self) -> None:
        if not self.size:
            return
        shown = self._shown
        width, rows = self.size.width, self.size.height
        is_empty = not (shown.total or shown.offers or shown.is_loading)
        self._rule.show_title(empty_title() if is_empty else pane_title(shown.total))
        head = () if is_empty or not shown.agenda.talks else heads(width - 1)
        self._heads.styles.height = 1 if head else 0
        self._heads.set_lines([head])
        if is_empty:
            self._give(NotebookGeometry(rows - 1, 0, 0))
            self._table.show_first_steps(self._keys, rows - 1)
            return
        self._table.show(
            shown.agenda,
            shown.today,
            shown.offers,
            folded=shown.folded,
            fold_key=self._fold_key,
        )
        lines = height_of(self._table.rows, width - 1)
        room = rows + 2 + (not head)  # as on a screen with header, footer and names of columns
        self._give(notebook_geometry(width, room, lines, shown.agenda.people))
        self._show_selected()

    def _give(self, geometry: NotebookGeometry) -> None:
        """Set the heights of all parts."""
        self._geometry = geometry
        self._table.styles.height = geometry.table
        for rule, lines, height in (
            (self._year_rule, self._year_rows, geometry.year),
            (self._detail_rule, self._detail, geometry.detail),
        ):
            rule.display = lines.display = height > 0
            lines.styles.height = max(0, height - 1)

    def _show_selected(self) -> None:
        """Show the year around the selected person, and what is open with them."""
        shown, width = self._shown, self.size.width
        talk = self._talks.get(self._table.key or "")
        if self._geometry.year:
            if self._year is None:
                self._year = year_of(shown.agenda, shown.today)
            part, self._first_person = year_part(
                self._year, talk, self._first_person, self._geometry.year, shown.today, width
            )
            self._year_rule.show_title(part.title)
            self._year_rows.set_lines(part.lines)
        if self._geometry.detail:
            agreements = shown.board.open_in(talk.summary.slug) if talk else ()
            height = self._geometry.detail
            part = selected_part(talk, agreements, self._keys, shown.today, width, height)
            self._detail_rule.show_title(part.title)
            self._detail_rule.show_hidden(0, part.hidden)
            self._detail.set_lines(part.lines)
