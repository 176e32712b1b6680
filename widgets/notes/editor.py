"""The editor of the notes: all edits pass through one method, and only changed lines are painted.

`edit` handles keys, pastes and commands, and applies each edit of this person to the session as a
`Write`. The edits of others, and those of undo, pass through `apply_remote`, which leaves the caret
and the view at the same text. The session has the undo steps, the editor has none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rich.text import Text
from textual import events
from textual.geometry import Region
from textual.reactive import Reactive, reactive
from textual.strip import Strip
from textual.widgets import TextArea
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
from ...data.text.line_markup import is_fence, is_heading
from ...data.text.list_editing import LineEdit
from ...data.text.sanitize import clean_text
from ...data.text.splice import Splice
from ...data.text.text_diff import changed_span
from ..messages import CaretLineChanged, PasteTruncated, RedoRequested, UndoRequested
from ..presence.remote_carets import RemoteCaret, draw_caret, moved_carets
from ..primitives.cursor import TERMINAL_CARET, cell_in_text, character_region
from ..primitives.role_styles import styles_of
from ..primitives.viewport import Viewport
from .document import NotesDocument, NotesWrappedDocument
from .line_rows import line_rows
from .list_keys import ListKeys
from .markdown_styles import MarkdownStyles
from .remote_edit import RemoteEdit
from .undo_grouping import UndoGrouping
from .view_anchor import ViewAnchor

PASTE_LIMIT = 200_000
"""The most code points that one edit inserts."""

_MAX_SEPARATE_SPLICES = 8
"""More splices than this in one change are applied as one."""


class _NoHistory(EditHistory):
    """An empty history: the session keeps the undo steps."""

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
    """

    # As in the base class, but without `repaint`, which paints everything at each caret move.
    selection: Reactive[Selection] = reactive(
        Selection(), init=False, always_update=True, repaint=False
    )

    def __init__(
        self,
        apply: Callable[[Write], object],
        *,
        refuses: Callable[[Write], bool] = lambda _: False,
        on_view_change: Callable[[], None] = lambda: None,
    ) -> None:
        """Build the editor.

        `apply` applies an edit to the session, before it returns; `refuses` returns whether an edit
        cannot be made. `on_view_change` is called when other rows may be in view, or rows were
        added or removed.
        """
        self._apply, self._refuses = apply, refuses
        self._remote_carets: tuple[RemoteCaret, ...] = ()
        self._markdown = MarkdownStyles()
        self._columns_drawn = 0, 0
        """The columns between which the row that is drawn stands in its line."""
        self._fence_edited: int | None = None
        """The line of an edit that may have moved a fence, until the caret leaves that line."""
        self.lists = ListKeys(self)
        self._undo_grouping = UndoGrouping()
        self._joins_step = False
        """Whether the next edit belongs to the step of the one before."""
        self._view_anchor = ViewAnchor()
        self._remote_selection: tuple[Selection, tuple[int, int]] | None = None
        """The selection after a change by others, and its positions, which may be inside a cluster
        that a later change takes apart."""
        super().__init__(
            soft_wrap=True, tab_behavior="focus", highlight_cursor_line=False, compact=True
        )
        # Nobody reads these, and at each key they would bubble through all that is around.
        self.disable_messages(TextArea.Changed, TextArea.SelectionChanged)
        self.cursor_blink = False
        self.match_cursor_bracket = False
        self.history = _NoHistory(0, 0, 0)
        self._view_changed = on_view_change

    def on_click(self, event: events.Click) -> None:
        """Toggle the box that was clicked."""
        at = self.get_target_document_location(event)
        if self.selection.is_empty and self.lists.is_box(at):
            self.lists.toggle_box()

    # Positions

    def position(self, location: Location) -> int:
        """Return the position of a row and column (from 0); past the end means the end."""
        return self._notes_document.position(location)

    def location(self, position: int) -> Location:
        """Return the row and column (from 0) of a position; past the end means the end."""
        return self._notes_document.location(position)

    def line_in_view(self, y: int) -> int | None:
        """Return the number of the line that begins in row `y` of the view, None if none does."""
        found = self.row_in_view(y)
        return found[0] if found and found[1] == 0 else None

    def row_in_view(self, y: int) -> tuple[int, int] | None:
        """Return the line in row `y` of the view, and the index of the row in it (from 0)."""
        return self._notes_wrapped.line_of(y + self.scroll_offset.y)

    def is_heading(self, row: int) -> bool:
        """Return whether a line (from 0) is a heading: none is in a fence."""
        return is_heading(self.document.lines[row]) and not self._markdown.fence_before(row)

    # Edits of this person

    def edit(self, edit: Edit) -> EditResult:
        """Apply an edit, to the session too unless it is a RemoteEdit."""
        if isinstance(edit, RemoteEdit):
            return self._edit_and_repaint(edit)
        if len(edit.text) > PASTE_LIMIT:
            dropped = len(edit.text) - PASTE_LIMIT
            edit.text = truncate(edit.text, PASTE_LIMIT)
            self.post_message(PasteTruncated(PASTE_LIMIT, dropped))
        edit.text = clean_text(edit.text)
        start, end = self.position(edit.top), self.position(edit.bottom)
        if edit.text and self._refuses(Write(start, end - start, edit.text)):
            return EditResult(self.selection.end, "")
        result = self._edit_and_repaint(edit)
        self._view_anchor.clear()
        self._remote_selection = None
        if result.replaced_text != edit.text:
            splices = [Splice(start, end - start, edit.text)]
            self._remote_carets = moved_carets(self._remote_carets, splices)
            replaced = result.replaced_text
            erased = bool(replaced) and next_boundary(replaced, 0) == len(replaced)
            boundary = self._undo_grouping.starts_group(start, end, edit.text, erased)
            boundary = boundary and not self._joins_step
            # Before it is painted: all visible text is in the journal.
            self._apply(Write(start, end - start, edit.text, boundary))
        return result

    def edit_lines(self, edits: Iterable[tuple[int, LineEdit]]) -> None:
        """Apply an edit of each of these lines, from 0, in one undo step; the caret moves along."""
        for row, (start, end, text) in edits:
            here = self.selection.end == (row, end)
            self.replace(text, (row, start), (row, end), maintain_selection_offset=not here)
            self._joins_step = True
        self._joins_step = False
        self.record_cursor_width()

    def is_code(self, row: int) -> bool:
        """Return whether a line (from 0) is in a fence, or begins or ends one."""
        return bool(self._markdown.fence_before(row)) or is_fence(self.document.lines[row])

    async def _on_key(self, event: events.Key) -> None:
        """Go on with a list at Enter; leave all other keys to the base classes."""
        if event.key == "enter" and self.lists.enter():
            event.stop()
            event.prevent_default()

    def on_blur(self) -> None:
        """Begin a new undo step with the next edit."""
        self._undo_grouping.end_group()

    def action_undo(self) -> None:
        """Request to undo the last step, of either pane."""
        self.post_message(UndoRequested())

    def action_redo(self) -> None:
        """Request to redo the step that was undone last."""
        self.post_message(RedoRequested())

    def undo(self) -> None:
        """Undo in the session."""
        self.action_undo()

    def redo(self) -> None:
        """Redo in the session."""
        self.action_redo()

    # Changes of others

    def load_text(self, text: str) -> None:
        """Show this text, without remote carets."""
        self._remote_carets = ()
        self._undo_grouping.end_group()
        super().load_text(clean_text(text))

    def apply_remote(
        self, splices: Sequence[Splice], notes: Notes, *, follow: bool = False
    ) -> None:
        """Apply the splices of others; `notes` are the notes after them.

        The caret and the view stay at the same text; with `follow` the caret moves to the end of
        the last change of the text, not of its author.
        """
        splices = [splice for splice in splices if splice.deleted or splice.text]
        if not splices:
            return
        top = self._view_anchor.position(self, self._notes_document)
        selected = self._selected_positions()
        self._remote_carets = moved_carets(self._remote_carets, splices)
        apply_separately = len(splices) <= _MAX_SEPARATE_SPLICES
        changed: Splice | None = None if apply_separately else splices[-1]
        for splice in splices if apply_separately else ():
            start, deleted, text, _ = splice
            selected = _shift_selection(selected, [splice])
            if self._apply_splice(start, start + deleted, text, selected):
                changed = splice
        if not apply_separately or self._notes_document.length != len(notes):
            selected = selected if apply_separately else _shift_selection(selected, splices)
            self._apply_splice(*changed_span(self.text, notes.text), selected)
        self._remote_selection = self.selection, selected
        self._undo_grouping.move(splices)
        self._restore_view(None if top is None else shift(top, splices, after_insertion=True))
        if follow:
            self._undo_grouping.end_group()
        if follow and changed is not None:
            self.move_cursor(self.location(changed.start + len(changed.text)))

    def _selected_positions(self) -> tuple[int, int]:
        """Return the positions of the selection, also inside a cluster until it is moved."""
        if self._remote_selection is not None and self._remote_selection[0] is self.selection:
            return self._remote_selection[1]
        return self.position(self.selection.start), self.position(self.selection.end)

    def _apply_splice(self, start: int, end: int, text: str, selected: tuple[int, int]) -> bool:
        """Return whether the text changes; else only its author does."""
        first, last = self.location(start), self.location(end)
        if self.document.get_text_range(first, last) == text:
            return False
        self.edit(RemoteEdit(text, first, last, False, selected=selected))
        return True

    def _restore_view(self, top: int | None) -> None:
        """Scroll this position back to the top, and put the terminal's cursor on the caret."""
        self._cursor_offset = self.wrapped_document.location_to_offset(self.selection.end)
        self._view_anchor.restore(self, self._notes_document, top)
        if self.has_focus:
            self.app.cursor_position = self.cursor_screen_offset

    # The carets of others

    def show_remote_carets(self, carets: Iterable[RemoteCaret]) -> None:
        """Show remote carets. Every edit moves them; `load_text` removes them."""
        before = self._remote_carets
        self._remote_carets = tuple(carets)
        for caret in set(before) ^ set(self._remote_carets):
            row, _ = self._drawn_at(caret)
            self._repaint(row, row)
        self._view_changed()

    @property
    def remote_carets(self) -> tuple[RemoteCaret, ...]:
        """The carets of others."""
        return self._remote_carets

    @property
    def remote_carets_in_view(self) -> dict[int, RemoteCaret]:
        """The carets of others by row of the view; the first if a row has several."""
        found: dict[int, RemoteCaret] = {}
        for caret in self._remote_carets:
            _, row = cell_in_text(self, self._drawn_at(caret))
            found.setdefault(row - self.scroll_offset.y, caret)
        return found

    def _drawn_at(self, caret: RemoteCaret) -> Location:
        """Return the location at which a remote caret is drawn: never inside a cluster."""
        return self.clamp_visitable(self.location(caret.position))

    # Painting changed lines only

    def _edit_and_repaint(self, edit: Edit) -> EditResult:
        height, count = self.wrapped_document.height, self.document.line_count
        fenced = self._markdown.has_fence(edit.top[0], edit.bottom[0])
        first, column = edit.top
        before = line_rows(self._notes_wrapped, self._markdown, first)
        result = super().edit(edit)
        last = result.end_location[0]
        lines = self.document.lines
        if fenced or len(lines) != count or any(map(is_fence, lines[first : last + 1])):
            self._markdown.read(lines)
            if fenced or self._markdown.has_fence(first, last):
                self._fence_edited = first
        # Rows that are added or removed move everything below them.
        kept = before.kept(line_rows(self._notes_wrapped, self._markdown, first), column)
        self._repaint(first, last if self.wrapped_document.height == height else None, kept)
        return result

    def watch_selection(self, old: Selection, new: Selection) -> None:
        """Repaint the lines of the old and the new caret, or all that are or were selected."""
        if not self.is_mounted:
            return
        if self._fence_edited is not None and new.end[0] != old.end[0]:
            # The lines below may be code now: not painted while a fence is typed, but after it.
            self._repaint(self._fence_edited, None)
            self._fence_edited = None
        if new.end[0] != old.end[0]:
            self.post_message(CaretLineChanged())
        if old.is_empty and new.is_empty and self.app.has_class(TERMINAL_CARET):
            # No cell looks different, but one has to be painted to move the terminal cursor there.
            self.refresh(character_region(self, new.end))
        elif old.is_empty and new.is_empty:
            for row in {old.end[0], new.end[0]}:
                self._repaint(row, row)
        else:
            rows = [old.start[0], old.end[0], new.start[0], new.end[0]]
            self._repaint(min(rows), max(rows))

    def _repaint(self, first: int, last: int | None, kept: int = 0) -> None:
        """Repaint these lines but `kept` rows at the top; with None all lines from the first on."""
        top, bottom = self._notes_wrapped.rows_of(first, last)
        top += kept
        view = Region(0, self.scroll_offset.y, *self.size)
        if last is None:
            bottom = max(bottom, view.bottom)  # for rows that were removed
        if rows := Region(0, top, self.size.width, bottom - top).intersection(view):
            self.refresh(rows.translate((0, -view.y)))

    def _set_document(self, text: str, language: str | None) -> None:  # noqa: ARG002
        """Set the text. Unlike the base class: in no language, and wrapped by our own class."""
        self._notes_document = NotesDocument(text)
        self._markdown.read(self._notes_document.lines)
        self._notes_wrapped = NotesWrappedDocument(
            self._notes_document, tab_width=self.indent_width
        )
        self._lay_out(self._notes_wrapped)
        self.refresh()

    def _rewrap_and_refresh_virtual_size(self) -> None:
        self._view_anchor.clear()
        super()._rewrap_and_refresh_virtual_size()

    def render_line(self, y: int) -> Strip:
        """Draw one row, for the compositor, which asks only for those that changed.

        The base class caches rows by caret and selection, which never hits, and joins the whole
        text for each row.
        """
        self._columns_drawn = self._notes_wrapped.columns_of(y + self.scroll_offset.y)
        return self._render_line(y)

    def get_line(self, line_index: int) -> Text:
        """Return a line, with the carets of others, and its Markdown styled in the row drawn."""
        line, look = super().get_line(line_index), styles_of(self)
        for start, end, role in self._markdown.spans(line_index, line.plain, self._columns_drawn):
            line.stylize(look[role], start, end)
        for caret in self._remote_carets:
            row, column = self._drawn_at(caret)
            if row == line_index:
                draw_caret(line, column, look[caret.role])
        return line

    def find_matching_bracket(self, bracket: str, search_from: Location) -> Location | None:  # noqa: ARG002
        """Return None: notes are no program, and the search could take the whole text."""
        return None


def _shift_selection(selected: tuple[int, int], splices: Sequence[Splice]) -> tuple[int, int]:
    return shift(selected[0], splices), shift(selected[1], splices)
