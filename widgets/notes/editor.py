"""The editor of the notes: every change goes through one door, and only changed lines are painted.

`edit` is that door for keys, pastes and commands: what a person does there goes up as a `Write`.
What others wrote, and what undo brought, comes in through `take_in` and leaves the caret and the
view where the reader has them. The text is the conversation's own, so undo is left to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region
from textual.reactive import Reactive, reactive
from textual.strip import Strip
from textual.widgets.text_area import (
    Edit,
    EditHistory,
    EditResult,
    Location,
    Selection,
)

from ...data.model.changes import shift
from ...data.model.edits import Write
from ...data.model.notes import Notes
from ...data.text.graphemes import next_boundary, truncate
from ...data.text.sanitize import clean_text
from ...data.text.splice import Splice
from ..messages import PasteTruncated, RedoRequested, UndoRequested
from ..presence.remote_carets import (
    CARET_STYLES,
    RemoteCaret,
    RemoteCarets,
    caret_rules,
    draw_caret,
)
from ..primitives.cursor import TERMINAL_CARET, cell_in_text
from ..primitives.viewport import Viewport
from .document import NotesDocument, NotesWrappedDocument
from .pending_edits import PendingEdits, common_ends, unchanged_ends
from .remote_edit import RemoteEdit
from .undo_grouping import UndoGrouping

PASTE_LIMIT = 200_000
"""The most characters that one edit takes in."""

_MAX_SEPARATE_SPLICES = 8
"""More splices than this at once are taken in as one."""

_HEADING = re.compile(r"#{1,6}\s")
_BOLD = Style(bold=True)


class _NoHistory(EditHistory):
    """Undo is the conversation's: nothing is recorded here."""

    def record(self, edit: Edit) -> None:
        """Record nothing."""


class NotesEditor(Viewport):
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
    """ + caret_rules("NotesEditor")
    COMPONENT_CLASSES: ClassVar[set[str]] = {*CARET_STYLES}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+delete", "delete_word_right", show=False),
    ]

    # As the base has it, but for `repaint`: with that, every move of the caret paints everything.
    selection: Reactive[Selection] = reactive(
        Selection(), init=False, always_update=True, repaint=False
    )

    def __init__(self, *, on_view_change: Callable[[], None] = lambda: None) -> None:
        """`viewed` is called when other rows may be in view, or the rows changed."""
        self._pending_edits = PendingEdits()
        self._writing = False
        self._remote_carets = RemoteCarets()
        self._undo_grouping = UndoGrouping()
        self._view_anchor: tuple[int, int] | None = None
        self._remote_selection: tuple[Selection, tuple[int, int]] | None = None
        """The selection that others' text left, and its places: those can be inside a cluster,
        and count again once that comes apart."""
        super().__init__(
            soft_wrap=True, tab_behavior="focus", highlight_cursor_line=False, compact=True
        )
        self.cursor_blink = False
        self.match_cursor_bracket = False
        self.history = _NoHistory(0, 0, 0)
        self._viewed = on_view_change

    # Positions

    def position(self, location: Location) -> int:
        """The position of a row and column; past the end means the end."""
        return self._notes_document.position(location)

    def location(self, position: int) -> Location:
        """The row and column of a position; past the end means the end."""
        return self._notes_document.location(position)

    @property
    def has_pending_edits(self) -> bool:
        """Whether edits are under way that the conversation does not have yet."""
        return self._writing or bool(self._pending_edits)

    def line_in_view(self, y: int) -> int | None:
        """The number of the line that begins in a row of the screen; None where none does."""
        found = self._notes_wrapped.line_of(y + self.scroll_offset.y)
        return found[0] if found and found[1] == 0 else None

    # What a person does

    def edit(self, edit: Edit) -> EditResult:
        """Carry out an edit, and send it up where a person made it."""
        if isinstance(edit, RemoteEdit):
            return self._carry_out(edit)
        if len(edit.text) > PASTE_LIMIT:
            dropped = len(edit.text) - PASTE_LIMIT
            edit.text = truncate(edit.text, PASTE_LIMIT)
            self.post_message(PasteTruncated(PASTE_LIMIT, dropped))
        edit.text = clean_text(edit.text)
        start, end = self.position(edit.top), self.position(edit.bottom)
        self._writing = True
        result = self._carry_out(edit)
        self._writing = False
        self._view_anchor = self._remote_selection = None
        if result.replaced_text != edit.text:
            self._remote_carets.move([Splice(start, end - start, edit.text)])
            gone = result.replaced_text
            erased = bool(gone) and next_boundary(gone, 0) == len(gone)
            write = Write(
                start,
                end - start,
                edit.text,
                self._undo_grouping.starts_group(start, end, edit.text, erased),
            )
            # Straight to the screen, ahead of the picture that will show it: what can be seen is in
            # the journal, whatever happens next.
            self.screen.post_message(self._pending_edits.add(write))
        return result

    def on_blur(self) -> None:
        """Whatever is typed next is a step of its own."""
        self._undo_grouping.end_group()

    def rewrite(self, text: str) -> None:
        """Make this the text, as an edit of this person's that leaves alone what stays."""
        old, new = self.text, clean_text(text)
        head, tail = common_ends(old, new)
        self.replace(
            new[head : len(new) - tail], self.location(head), self.location(len(old) - tail)
        )

    def action_undo(self) -> None:
        """Take back the last step, in whichever pane it was."""
        self.post_message(UndoRequested())

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self.post_message(RedoRequested())

    def undo(self) -> None:
        """Undo is the conversation's."""
        self.action_undo()

    def redo(self) -> None:
        """So is redo."""
        self.action_redo()

    # What comes from elsewhere

    def load_text(self, text: str) -> None:
        """Begin with this text; what was under way is forgotten."""
        self._pending_edits.clear()
        self._remote_carets = RemoteCarets()
        self._undo_grouping.end_group()
        super().load_text(clean_text(text))

    def confirm_pending_edit(self) -> bool:
        """The conversation has the oldest edit under way; False where there was none."""
        if self._pending_edits:
            self._pending_edits.confirm_oldest()
            return True
        return False

    def apply_remote(
        self, splices: Sequence[Splice], notes: Notes, *, follow: bool = False
    ) -> None:
        """Show what changed elsewhere; `notes` are as these splices left them.

        The caret and the view stay with the text they were at; with `follow` the caret goes to the
        place of the last change.
        """
        splices = [splice for splice in splices if splice.deleted or splice.text]
        if not splices:
            return
        top = self._first_in_view()
        selected = self._selected_positions()
        if self._pending_edits:
            splices = self._pending_edits.rebase(splices)
        self._remote_carets.move(splices)
        if len(splices) > _MAX_SEPARATE_SPLICES and not self._pending_edits:
            length = self._notes_document.length
            head, tail = unchanged_ends(splices, length)
            news = notes.slice(head, max(head, len(notes) - tail))
            selected = _shift_selection(selected, splices)
            self._apply_splice(head, max(head, length - tail), news, selected)
        else:
            for splice in splices:
                selected = _shift_selection(selected, [splice])
                self._apply_splice(
                    splice.start, splice.start + splice.deleted, splice.text, selected
                )
        if not self._pending_edits and self._notes_document.length != len(notes):
            self._resynchronise(notes.text, selected)
        self._remote_selection = self.selection, selected
        self._undo_grouping.move(splices)
        self._restore_view(None if top is None else shift(top, splices, after_insertion=True))
        if follow:
            last = splices[-1]
            self._undo_grouping.end_group()
            self.move_cursor(self.location(last.start + len(last.text)))

    def _selected_positions(self) -> tuple[int, int]:
        """The positions of the selection, also inside a cluster while nobody moved it."""
        if self._remote_selection is not None and self._remote_selection[0] is self.selection:
            return self._remote_selection[1]
        return self.position(self.selection.start), self.position(self.selection.end)

    def _apply_splice(self, start: int, end: int, text: str, selected: tuple[int, int]) -> None:
        first, last = self.location(start), self.location(end)
        if self.document.get_text_range(first, last) != text:  # else only its author is another
            self.edit(RemoteEdit(text, first, last, False, selected=selected))

    def _resynchronise(self, text: str, selected: tuple[int, int]) -> None:
        """Show this text: the way back, should the editor ever have lost its place."""
        old = self.text
        head, tail = common_ends(old, text)
        end, news = len(old) - tail, text[head : len(text) - tail]
        self._remote_carets.move([Splice(head, end - head, news)])
        self._apply_splice(head, end, news, selected)

    def _first_in_view(self) -> int | None:
        """The position at which the view begins; None at the top of the text.

        It is the one that others' text was kept at last, while nothing else moved the view: else
        the view would slip a row now and then while somebody types in the line it begins in.
        """
        y = self.scroll_offset.y
        if not self.is_mounted or not y:
            return None
        if self._view_anchor is not None and self._view_anchor[0] == y:
            return self._view_anchor[1]
        return self.position(self.wrapped_document.offset_to_location(Offset(0, y)))

    def _restore_view(self, top: int | None) -> None:
        """Begin the view at this position again, and find the caret's place on the screen."""
        self._cursor_offset = self.wrapped_document.location_to_offset(self.selection.end)
        self._view_anchor = None
        if top is not None:
            y = self.wrapped_document.location_to_offset(self.location(top)).y
            if y != self.scroll_offset.y:
                # At once: the next change may come in before there is a picture of this one.
                self.scroll_to(y=y, animate=False, force=True, immediate=True)
            if y == self.scroll_offset.y:
                self._view_anchor = y, top
        if self.has_focus:
            self.app.cursor_position = self.cursor_screen_offset

    # The carets of others

    def show_remote_carets(self, carets: Iterable[RemoteCaret]) -> None:
        """Show where others are, as positions in the notes that the conversation has.

        From then on the carets move along with every edit. They are gone after `load_text`.
        """
        before = list(self._remote_carets)
        self._remote_carets = RemoteCarets(carets)
        self._remote_carets.move(self._pending_edits.splices)
        for caret in set(before) ^ set(self._remote_carets):
            row, _ = self._drawn_at(caret)
            self._repaint(row, row)
        self._viewed()

    @property
    def remote_carets(self) -> tuple[RemoteCaret, ...]:
        """The carets of others, as positions in the text that the editor shows."""
        return tuple(self._remote_carets)

    @property
    def remote_carets_in_view(self) -> dict[int, RemoteCaret]:
        """The carets of others by their row of the screen; the first where several are in one."""
        found: dict[int, RemoteCaret] = {}
        for caret in self._remote_carets:
            _, row = cell_in_text(self, self._drawn_at(caret))
            found.setdefault(row - self.scroll_offset.y, caret)
        return found

    def _drawn_at(self, caret: RemoteCaret) -> Location:
        """Where a caret of another is drawn: behind a cluster that it is in, as one's own is."""
        return self.clamp_visitable(self.location(caret.position))

    # Painting no more than what changed

    def _carry_out(self, edit: Edit) -> EditResult:
        height = self.wrapped_document.height
        result = super().edit(edit)
        first, last = edit.top[0], result.end_location[0]
        # Rows that came or went move everything below them.
        self._repaint(first, last if self.wrapped_document.height == height else None)
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

    def _repaint(self, first: int, last: int | None) -> None:
        """Paint these lines again, and with None everything below the first."""
        top, bottom = self._notes_wrapped.rows_of(first, last)
        view = Region(0, self.scroll_offset.y, *self.size)
        if last is None:
            bottom = max(bottom, view.bottom)  # rows that are gone now
        if rows := Region(0, top, self.size.width, bottom - top).intersection(view):
            self.refresh(rows.translate((0, -view.y)))

    def _set_document(self, text: str, language: str | None) -> None:  # noqa: ARG002
        """Begin with a text. Unlike the base's: in no language, and wrapped by our own class."""
        self._notes_document = NotesDocument(text)
        self._notes_wrapped = NotesWrappedDocument(
            self._notes_document, tab_width=self.indent_width
        )
        self._lay_out(self._notes_wrapped)
        self.refresh()

    def _rewrap_and_refresh_virtual_size(self) -> None:
        self._view_anchor = None
        super()._rewrap_and_refresh_virtual_size()

    def render_line(self, y: int) -> Strip:
        """One row, for the compositor, which asks only for those that changed.

        The base keeps rows by caret and selection, which finds none again, and joins the whole
        text for each of them.
        """
        return self._render_line(y)

    def get_line(self, line_index: int) -> Text:
        """A line, headings in bold, with the carets of others."""
        line = super().get_line(line_index)
        if _HEADING.match(line.plain):
            line.stylize(_BOLD)
        for caret in self._remote_carets:
            row, column = self._drawn_at(caret)
            if row == line_index:
                style = self.get_component_rich_style(caret.component, partial=True)
                draw_caret(line, column, style)
        return line

    def find_matching_bracket(self, bracket: str, search_from: Location) -> Location | None:  # noqa: ARG002
        """None: notes are no program, and the search may go through all of them."""
        return None


def _shift_selection(selected: tuple[int, int], splices: Sequence[Splice]) -> tuple[int, int]:
    return shift(selected[0], splices), shift(selected[1], splices)
