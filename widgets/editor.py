"""The editor of the notes: every change goes through one door, and only changed lines are painted.

`edit` is that door for keys, pastes and commands: what a person does there goes up as a `Write`.
What others wrote, and what undo brought, comes in through `take_in` and leaves the caret and the
view where the reader has them. The text is the conversation's own, so undo is left to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from rich.style import Style
from rich.text import Text
from textual.geometry import Offset, Region
from textual.reactive import Reactive, reactive
from textual.strip import Strip
from textual.widgets import TextArea
from textual.widgets.text_area import (
    Document,
    DocumentNavigator,
    Edit,
    EditHistory,
    EditResult,
    Location,
    Selection,
    WrappedDocument,
)

from ..data.changes import shift
from ..data.edits import Write
from ..data.notes import Notes, Splice
from ..data.text import clean_text
from .caret import TERMINAL_CARET, CaretArea, cell_in_text
from .messages import RedoWanted, TooMuchPasted, UndoWanted
from .underway import Underway, alike, hull

PASTE_LIMIT = 200_000
"""The most characters that one edit takes in."""

_FEW = 8
"""More splices than this at once are taken in as one."""

_HEADING = re.compile(r"#{1,6}\s")
_BOLD = Style(bold=True)


@dataclass
class _Incoming(Edit):
    """An edit that came from elsewhere: the selection goes where it is told, nothing scrolls."""

    selected: tuple[int, int] = field(kw_only=True)
    """The selection afterwards, as positions."""

    def do(self, text_area: TextArea, record_selection: bool = True) -> EditResult:  # noqa: ARG002
        """Change the document, and leave the selection for `after`."""
        return text_area.document.replace_range(self.top, self.bottom, self.text)

    def after(self, text_area: TextArea) -> None:
        """Set the selection before anything can ask for a caret that is past the new end."""
        if isinstance(text_area, NotesEditor):
            start, end = (text_area.location(position) for position in self.selected)
            # Not by assignment: that would scroll to the caret.
            text_area.set_reactive(NotesEditor.selection, Selection(start, end))


class _NoHistory(EditHistory):
    """Undo is the conversation's: nothing is recorded here."""

    def record(self, edit: Edit) -> None:
        """Record nothing."""


class _Wrapped(WrappedDocument):
    """The wrapped text, which knows its height and its rows without counting lines."""

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self._offset_to_line_info)

    def line_of(self, row: int) -> tuple[int, int] | None:
        """The line that stands in a row, and which of its rows that is; None past the end."""
        rows = self._offset_to_line_info
        return rows[row] if 0 <= row < len(rows) else None


class NotesEditor(CaretArea):
    """The text of the notes. All positions are code points, as in `Write` and `Splice`."""

    DEFAULT_CSS = """
    NotesEditor {
        width: 1fr;
        height: 1fr;
        border: none;
        padding: 0;
        background: transparent;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size: 0 0;
        &:focus { border: none; }
    }
    """

    # As the base has it, but for `repaint`: with that, every move of the caret paints everything.
    selection: Reactive[Selection] = reactive(
        Selection(), init=False, always_update=True, repaint=False
    )

    def __init__(
        self,
        *,
        viewed: Callable[[], None] = lambda: None,
        id: str | None = None,  # noqa: A002
    ) -> None:
        """`viewed` is called when other rows may be in view, or the rows changed."""
        self._viewed: Callable[[], None] = lambda: None
        self._underway = Underway()
        self._typed_to = self._erased_to = -1
        super().__init__(
            soft_wrap=True, tab_behavior="focus", highlight_cursor_line=False, compact=True, id=id
        )
        self.cursor_blink = False
        self.match_cursor_bracket = False
        self.history = _NoHistory(0, 0, 0)
        self._viewed = viewed

    # Positions

    def position(self, location: Location) -> int:
        """The position of a row and column; past the end means the end."""
        row, column = location
        lines = self.document.lines
        if row >= len(lines):
            return sum(map(len, lines)) + len(lines) - 1
        return sum(map(len, lines[:row])) + row + min(column, len(lines[row]))

    def location(self, position: int) -> Location:
        """The row and column of a position; past the end means the end."""
        lines = self.document.lines
        for row, line in enumerate(lines):
            if position <= len(line):
                return row, max(0, position)
            position -= len(line) + 1
        return len(lines) - 1, len(lines[-1])

    @property
    def waiting(self) -> bool:
        """Whether edits are under way that the conversation does not have yet."""
        return bool(self._underway)

    def line_in_view(self, y: int) -> int | None:
        """The number of the line that begins in a row of the screen; None where none does."""
        wrapped = self.wrapped_document
        found = wrapped.line_of(y + self.scroll_offset.y) if isinstance(wrapped, _Wrapped) else None
        return found[0] if found and found[1] == 0 else None

    @property
    def hidden(self) -> tuple[int, int]:
        """How many rows are out of view, above and below."""
        above = self.scroll_offset.y
        return above, max(0, self.wrapped_document.height - above - self.size.height)

    # What a person does

    def edit(self, edit: Edit) -> EditResult:
        """Carry out an edit, and send it up where a person made it."""
        if isinstance(edit, _Incoming):
            return self._carry_out(edit)
        if len(edit.text) > PASTE_LIMIT:
            dropped = len(edit.text) - PASTE_LIMIT
            edit.text = edit.text[:PASTE_LIMIT]
            self.post_message(TooMuchPasted(PASTE_LIMIT, dropped))
        edit.text = clean_text(edit.text)
        start, end = self.position(edit.top), self.position(edit.bottom)
        result = self._carry_out(edit)
        if result.replaced_text != edit.text:
            write = Write(start, end - start, edit.text, self._begins_step(start, end, edit.text))
            # Straight to the screen, ahead of the picture that will show it: what can be seen is in
            # the journal, whatever happens next.
            self.screen.post_message(self._underway.send(write))
        return result

    def _begins_step(self, start: int, end: int, text: str) -> bool:
        """Whether undo should take this edit back by itself: typing on in a word goes together."""
        typed = start == end and len(text) == 1
        erased = end - start == 1 and not text
        goes_on = (typed and start == self._typed_to and not text.isspace()) or (
            erased and self._erased_to in (start, end)
        )
        self._typed_to = start + 1 if typed else -1
        self._erased_to = start if erased else -1
        return not goes_on

    def on_blur(self) -> None:
        """Whatever is typed next is a step of its own."""
        self._typed_to = self._erased_to = -1

    def rewrite(self, text: str) -> None:
        """Make this the text, as an edit of this person's that leaves alone what stays."""
        old, new = self.text, clean_text(text)
        head, tail = alike(old, new)
        self.replace(
            new[head : len(new) - tail], self.location(head), self.location(len(old) - tail)
        )

    def action_undo(self) -> None:
        """Take back the last step, in whichever pane it was."""
        self.post_message(UndoWanted())

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self.post_message(RedoWanted())

    def undo(self) -> None:
        """Undo is the conversation's."""
        self.action_undo()

    def redo(self) -> None:
        """So is redo."""
        self.action_redo()

    # What comes from elsewhere

    def load_text(self, text: str) -> None:
        """Begin with this text; what was under way is forgotten."""
        self._underway.forget()
        self._typed_to = self._erased_to = -1
        super().load_text(clean_text(text))

    def arrived(self) -> bool:
        """The conversation has the oldest edit under way; False where there was none."""
        if self._underway:
            self._underway.arrive()
            return True
        return False

    def take_in(self, splices: Sequence[Splice], notes: Notes, *, follow: bool = False) -> None:
        """Show what changed elsewhere; `notes` are as these splices left them.

        The caret and the view stay with the text they were at; with `follow` the caret goes to the
        place of the last change.
        """
        splices = [splice for splice in splices if splice.deleted or splice.text]
        if not splices:
            return
        top = self._first_in_view()
        selected = self.position(self.selection.start), self.position(self.selection.end)
        if self._underway:
            splices = self._underway.move(splices)
        if len(splices) > _FEW and not self._underway:
            length = self.position(self.document.end)
            head, tail = hull(splices, length)
            news = notes.slice(head, max(head, len(notes) - tail))
            self._put(head, max(head, length - tail), news, _shifted(selected, splices))
        else:
            for splice in splices:
                selected = _shifted(selected, [splice])
                self._put(splice.start, splice.start + splice.deleted, splice.text, selected)
        if not self._underway and self.position(self.document.end) != len(notes):
            self._become(notes.text, selected)
        self._typed_to = shift(self._typed_to, splices)
        self._erased_to = shift(self._erased_to, splices)
        self._settle(shift(top, splices) if top else None)
        if follow:
            last = splices[-1]
            self._typed_to = self._erased_to = -1
            self.move_cursor(self.location(last.start + len(last.text)))

    def _put(self, start: int, end: int, text: str, selected: tuple[int, int]) -> None:
        first, last = self.location(start), self.location(end)
        if self.document.get_text_range(first, last) != text:  # else only its author is another
            self.edit(_Incoming(text, first, last, False, selected=selected))

    def _become(self, text: str, selected: tuple[int, int]) -> None:
        """Show this text: the way back, should the editor ever have lost its place."""
        old = self.text
        head, tail = alike(old, text)
        self._put(head, len(old) - tail, text[head : len(text) - tail], selected)

    def _first_in_view(self) -> int | None:
        """The position at which the view begins; None at the top of the text."""
        if not self.is_mounted or not self.scroll_offset.y:
            return None
        offset = Offset(0, self.scroll_offset.y)
        return self.position(self.wrapped_document.offset_to_location(offset))

    def _settle(self, top: int | None) -> None:
        """Begin the view at this position again, and find the caret's place on the screen."""
        self._cursor_offset = self.wrapped_document.location_to_offset(self.selection.end)
        if top is not None:
            y = self.wrapped_document.location_to_offset(self.location(top)).y
            if y != self.scroll_offset.y:
                self.scroll_to(y=y, animate=False, force=True)
        if self.has_focus:
            self.app.cursor_position = self.cursor_screen_offset

    # Painting no more than what changed

    def _carry_out(self, edit: Edit) -> EditResult:
        result = super().edit(edit)
        # Where the height changed, the new size has everything painted; else only this changed.
        self._repaint(edit.top[0], result.end_location[0])
        return result

    def watch_selection(self, old: Selection, new: Selection) -> None:
        """Paint the lines that the caret left and came to, or all that are or were selected."""
        if not self.is_mounted:
            return
        if old.is_empty and new.is_empty and self.app.has_class(TERMINAL_CARET):
            # Nothing looks otherwise; one cell makes the frame that takes the cursor there.
            x, y = cell_in_text(self, new.end) - self.scroll_offset
            self.refresh(Region(x, y, 1, 1))
        elif old.is_empty and new.is_empty:
            for row in {old.end[0], new.end[0]}:
                self._repaint(row, row)
        else:
            rows = [old.start[0], old.end[0], new.start[0], new.end[0]]
            self._repaint(min(rows), max(rows))

    def _repaint(self, first: int, last: int) -> None:
        wrapped, count = self.wrapped_document, self.document.line_count
        first, last = min(first, count - 1), min(last, count - 1)
        top = wrapped.location_to_offset((first, 0)).y
        bottom = wrapped.location_to_offset((last, len(self.document[last]))).y
        self.refresh_lines(top, bottom - top + 1)

    def _refresh_size(self) -> None:
        super()._refresh_size()
        self._viewed()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell that other rows are in view."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self._viewed()

    def _set_document(self, text: str, language: str | None) -> None:  # noqa: ARG002
        """Begin with a text. Unlike the base's: in no language, and wrapped by our own class."""
        self.document = Document(text)
        self.wrapped_document = _Wrapped(self.document, tab_width=self.indent_width)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self._build_highlight_map()
        self.move_cursor((0, 0))
        self._rewrap_and_refresh_virtual_size()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row, for the compositor, which asks only for those that changed.

        The base keeps rows by caret and selection, which finds none again, and joins the whole
        text for each of them.
        """
        return self._render_line(y)

    def get_line(self, line_index: int) -> Text:
        """A line, headings in bold."""
        line = super().get_line(line_index)
        if _HEADING.match(line.plain):
            line.stylize(_BOLD)
        return line

    def find_matching_bracket(self, bracket: str, search_from: Location) -> Location | None:  # noqa: ARG002
        """None: notes are no program, and the search may go through all of them."""
        return None


def _shifted(selected: tuple[int, int], splices: Sequence[Splice]) -> tuple[int, int]:
    return shift(selected[0], splices), shift(selected[1], splices)
