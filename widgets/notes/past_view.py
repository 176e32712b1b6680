"""The notes at a checkpoint, with their authors, and marks at new lines. Read-only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from ...data.ids import PartnerId
from ...data.model.conversation import Conversation, Header, NoteLine
from ...data.session.steps.history import LineChange, initials
from ...data.text.line_markup import is_heading
from ...data.text.sanitize import clean_line
from ..drawing.desk.gutter import Author
from ..drawing.list_row import ListRow
from ..drawing.roles import Role
from ..drawing.title_rule import Title, count
from ..drawing.wrapping import Line, hanging, wrap_pieces
from ..language import tr
from ..primitives.pane import ListPane
from ..primitives.row_list import RowList
from .author_gutter import AuthorGutter

ADDED = "+"
"""The mark of a line that was new at the checkpoint, so that colour is not needed."""

_TAB = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _PastLine(ListRow):
    """A line of the notes as plain text, with its indent."""

    by: PartnerId

    def height(self, width: int) -> int | None:
        """Return 1 for a short ASCII line, without wrapping it; None for any other."""
        plain = self.text.isascii() and self.text.isprintable()
        return 1 if plain and len(self.mark) + len(self.text) <= width else None

    def lines(self, width: int) -> list[Line]:
        """Return the wrapped line, with a hanging indent."""
        text = self.text.expandtabs(_TAB)
        words = text.lstrip(" ")
        indent = " " * min(len(text) - len(words), width // 2)
        room = width - len(self.mark) - len(indent)
        mark: Line = ((f"{self.mark}{indent}", Role.CHANGED),)
        return hanging(mark, wrap_pieces([(words, self.style)], room))


class HistoryPane(ListPane):
    """The notes at one checkpoint."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(empty_hint=tr("history.empty"), id=id)
        self._gutter = AuthorGutter(self._author)
        self._conversation = Conversation(Header())
        self._me: str | None = None

    def compose(self) -> ComposeResult:
        """Yield the title, and below it the gutter and the lines."""
        yield self.rule
        with Horizontal():
            yield self._gutter
            yield self._list

    def show(
        self,
        lines: Sequence[NoteLine],
        changed: Sequence[LineChange],
        conversation: Conversation,
        me: PartnerId | None,
    ) -> None:
        """Show these notes, mark the new lines and scroll to the first change.

        The title counts the new and the removed lines. `me` is the id of the partner who reads.
        """
        self._conversation, self._me = conversation, me
        added = {change.number for change in changed if change.added}
        nothing = len(lines) == 1 and not lines[0].text
        rows = [
            _PastLine(
                str(number),
                line.text,
                f"{ADDED if number in added else ' '} ",
                style=Role.MD_HEADING if is_heading(line.text) else Role.PLAIN,
                by=line.by,
                selectable=bool(line.text.strip()),
            )
            for number, line in enumerate(lines)
        ]
        self._list.update_rows([] if nothing else rows)
        if changed:
            self._list.select_near(min(changed[0].number, len(rows) - 1))
        self._show_changes(changed)
        self._gutter.lay_out()

    def _show_changes(self, changed: Sequence[LineChange]) -> None:
        names = tr("history.title"), tr("history.notes")
        added = sum(change.added for change in changed)
        lines = tr("history.changed", came=added, went=len(changed) - added)
        authors = " ".join(initials(changed, self._conversation))
        counts = [count(words) for words in (lines, authors) if words]
        self.show_title(Title(names, counts if changed else []))

    @on(RowList.ViewChanged)
    def _rows_in_view_changed(self) -> None:
        self._gutter.lay_out()

    def _author(self, y: int) -> Author | None:
        row = self._list.row_at(y, begins=False)
        if not isinstance(row, _PastLine) or not row.text.strip() or is_heading(row.text):
            return None
        partner = self._conversation.partner(row.by)
        return Author(clean_line(partner.initials), partner.id == self._me) if partner else None
