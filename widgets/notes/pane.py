"""The notes pane: the editor, with the author gutter beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets.text_area import Selection

from ...data.ids import NOBODY, PartnerId
from ...data.model.appreciation import appreciation_text, toggle_appreciation
from ...data.model.changes import Changes
from ...data.model.conversation import Conversation, Header
from ...data.model.edits import Write
from ...data.model.notes import Notes
from ...data.text.line_markup import heading_text, is_heading
from ...data.text.sanitize import clean_line
from ..drawing.desk.gutter import Author
from ..drawing.desk.notes_content import line_author, notes_title
from ..messages import CaretLineChanged, KeysChanged, SectionEntered
from ..presence.remote_carets import RemoteCaret
from ..primitives.pane import Pane
from .author_gutter import AuthorGutter
from .drafting import Drafting
from .editor import NotesEditor


def _now() -> datetime:
    return datetime.now(UTC).astimezone()


class NotesPane(Pane):
    """The notes. `show` sets the conversation, `load` the notes; call `apply` for every change.

    The screen calls `apply` at once for each change of the notes, also for those that the
    pane's own edits make.
    """

    def __init__(
        self,
        apply: Callable[[Write], object],
        *,
        refuses: Callable[[Write], bool] = lambda _: False,
        now: Callable[[], datetime] = _now,
        id: str | None = None,  # noqa: A002
    ) -> None:
        """Build the pane.

        `apply` applies an edit to the session, before it returns; `refuses` returns whether an edit
        cannot be made; `now` returns the local time, for time stamps.
        """
        super().__init__(id=id)
        self._apply = apply
        self._applying = False
        self._now = now
        self._editor = NotesEditor(
            self._apply_edit, refuses=refuses, on_view_change=self._update_view
        )
        self._gutter = AuthorGutter(self._author)
        self._drafting = Drafting()
        self._remote_carets: dict[int, RemoteCaret] = {}
        self._row_layout: tuple[int, ...] = ()
        """The layout of the rows when the gutter was last drawn."""
        self._notes = Notes()
        self._conversation = Conversation(Header())
        self._me: PartnerId | None = None
        self._section = ""
        self._in_list = False
        self._writer = ""
        self._is_unread: Callable[[int], bool] = lambda _: False

    def compose(self) -> ComposeResult:
        """Yield the title, and below it the gutter and the editor."""
        yield self.rule
        with Horizontal():
            yield self._gutter
            yield self._editor

    @property
    def body(self) -> NotesEditor:
        """The editor."""
        return self._editor

    @property
    def text(self) -> str:
        """The text as the editor shows it."""
        return self._editor.text

    @property
    def section(self) -> str:
        """The text of the heading that the caret is under; "" above the first one."""
        above = range(self._editor.selection.end[0], -1, -1)
        row = next(filter(self._editor.is_heading, above), None)
        return "" if row is None else heading_text(self._editor.document.lines[row]) or ""

    @on(CaretLineChanged)
    def _caret_line_changed(self, event: CaretLineChanged) -> None:
        event.stop()
        if self._drafting.is_stale and self._drafting.read(self._editor.document.lines):
            self._gutter.lay_out()
        if (section := self.section) != self._section:
            self._section = section
            self.post_message(SectionEntered())
        self._look_at_list()

    @property
    def in_list(self) -> bool:
        """Whether Tab indents: the caret was in a list when it last came to a line."""
        return self._in_list

    def _look_at_list(self) -> None:
        if self._editor.lists.in_item != self._in_list:
            self._in_list = not self._in_list
            self.post_message(KeysChanged())

    def show(self, conversation: Conversation, me: PartnerId | None) -> None:
        """Show the partners of this conversation as authors; `me` is the reader."""
        self._conversation, self._me = conversation, me
        if self._drafting.show(conversation):
            self._drafting.read(self._editor.document.lines)
        self._show_shares()
        self._gutter.lay_out()

    def show_writer(self, words: str) -> None:
        """Show in the title who writes if that is not the reader; "" for the reader."""
        self._writer = clean_line(words)
        self._show_shares()

    def load(self, notes: Notes) -> None:
        """Show these notes, from their beginning."""
        self._notes = notes
        self._show_shares()
        self._editor.load_text(notes.text)
        self._drafting.read(self._editor.document.lines)
        self._update_gutter()

    def apply(self, changes: Changes, notes: Notes, *, follow: bool = False) -> None:
        """Show a change; `notes` are the notes after it.

        `follow` moves the caret to the change: for the reader's own undo.
        """
        self._notes = notes
        if not changes.splices:
            return
        self._show_shares()
        if not (changes.written and self._applying):  # else the editor shows them already
            self._editor.apply_remote(changes.splices, notes, follow=follow)
            self._drafting.read(self._editor.document.lines)
        else:
            self._drafting.follow(self._editor.document.lines)
            if self._stays_in_line(changes):
                self._gutter.lay_out_rows(
                    self._editor.rows_in_view(self._editor.cursor_location[0])
                )
                return
        self._update_gutter()

    def show_remote_carets(self, carets: Iterable[RemoteCaret]) -> None:
        """Show remote carets; see `NotesEditor.show_remote_carets`."""
        self._editor.show_remote_carets(carets)

    def mark_unread(self, is_new: Callable[[int], bool]) -> None:
        """Mark the lines (from 0) for which `is_new` is true, now and after every change."""
        self._is_unread = is_new
        self._update_gutter()

    def in_view(self, position: int) -> bool:
        """Return whether the line of a position begins in view."""
        row, _ = self._editor.location(position)
        lines = (self._editor.line_in_view(y) for y in range(self._editor.size.height))
        return row in lines

    def _find(self, words: str, forward: bool) -> bool:
        """Select the match, if there is one."""
        editor = self._editor
        lines = editor.document.lines
        wanted = re.compile(re.escape(words), re.IGNORECASE)
        first, last = sorted(editor.selection)
        row, column = last if forward else first
        step = 1 if forward else -1
        # Search the caret's line first, and once more at the end for its other half.
        for turn in range(len(lines) + 1 if words else 0):
            number = (row + step * turn) % len(lines)
            spans = [match.span() for match in wanted.finditer(lines[number])]
            if turn == 0 and forward:
                spans = [span for span in spans if span[0] >= column]
            elif turn == 0:
                spans = [span for span in spans if span[1] <= column]
            if spans:
                start, end = spans[0] if forward else spans[-1]
                editor.selection = Selection((number, start), (number, end))
                editor.record_cursor_width()
                return True
        return False

    def go_to_section(self, title: str) -> None:
        """Put the caret on an empty line at the end of a section; add the section if needed."""
        editor, title = self._editor, clean_line(title)
        lines = editor.document.lines
        head = next((row for row, line in enumerate(lines) if _titled(line, title)), None)
        if head is None:
            blank = 0
            while blank < len(lines) and not lines[-1 - blank].strip():
                blank += 1
            before = "" if blank == len(lines) else "\n" * max(0, 2 - blank)
            end = editor.document.end
            editor.replace(f"{before}## {title}\n", end, end, maintain_selection_offset=False)
            editor.move_cursor(editor.document.end)
            return
        following = range(head + 1, len(lines))
        end_row = next((row for row in following if is_heading(lines[row])), len(lines))
        last = end_row - 1
        while last > head and not lines[last].strip():
            last -= 1
        # Keep one blank line before the next heading.
        free = end_row - last - 1 - (1 if end_row < len(lines) else 0)
        if free < 1:
            location = (last, len(lines[last]))
            editor.replace("\n", location, location, maintain_selection_offset=False)
        editor.move_cursor((last + 1, len(editor.document.lines[last + 1])))

    def _apply_edit(self, write: Write) -> None:
        self._applying = True
        self._apply(write)
        self._applying = False

    def _update_view(self) -> None:
        self.show_hidden(*self._editor.hidden)
        self._update_gutter()

    def _show_shares(self) -> None:
        """Show in the title the number of lines of each partner, in the partners' order."""
        counts = self._notes.line_counts
        self.show_title(notes_title(counts, self._conversation, self._me, self._writer))

    def _author(self, y: int) -> Author | None:
        found = self._editor.row_in_view(y)
        if found is None:
            return None
        line, row = found
        unread = row == 0 and self._is_unread(line)
        if (other := self._remote_carets.get(y)) is not None:
            return Author(clean_line(other.initials), caret=other.role, unread=unread)
        text = self._editor.document.lines[line]
        is_nobodys = not text.strip() or self._editor.is_heading(line)
        by = NOBODY if is_nobodys else self._notes.author(line)
        label = self._drafting.label(line) if row == 0 else None
        return line_author(by, self._conversation, self._me, label, unread=unread)

    def _stays_in_line(self, changes: Changes) -> bool:
        """Return whether the reader typed within one line, and all rows are where they were."""
        return (
            self._editor.row_layout == self._row_layout
            and not self._editor.remote_carets
            and not any("\n" in splice.text for splice in changes.splices)
        )

    def _update_gutter(self) -> None:
        self._row_layout = self._editor.row_layout
        self._remote_carets = self._editor.remote_carets_in_view
        self._gutter.lay_out()

    # Actions

    def action_agree(self) -> None:
        """Ask for the form of the agreement of the caret's line, or of a new one drafted from it.

        A selection is the draft instead of the line.
        """
        editor, selected = self._editor, self._editor.selected_text
        row = min(editor.selection)[0] if selected else editor.selection.end[0]
        self.post_message(self._drafting.request(editor.document.lines, row, selected))

    def action_stamp(self) -> None:
        """Put the time at the beginning of the caret's line, once."""
        line = self._editor.document.lines[self._editor.selection.end[0]]
        text = appreciation_text(line)
        start = 0 if text is None else len(line.rstrip()) - len(text)
        self._editor.lists.stamp(f"{self._now():%H:%M}", start)

    def action_toggle_box(self) -> None:
        """Tick the box of the caret's line, or open it again; make one where there is none."""
        self._editor.lists.toggle_box()
        self._look_at_list()

    def indent(self, *, deeper: bool) -> bool:
        """Put the caret's item of a list a level lower or higher.

        Return False if it is in none, or has no higher level.
        """
        return self._editor.has_focus and self._editor.lists.indent(deeper=deeper)

    def action_appreciate(self) -> None:
        """Make the caret's line an appreciation, or an ordinary line again."""
        row, column = self._editor.selection.end
        language = self._conversation.header.language
        change = toggle_appreciation(self._editor.document.lines[row], language)
        if change is None:
            return
        start, end, text = change
        self._editor.replace(text, (row, start), (row, end), maintain_selection_offset=False)
        moved = len(text) - (end - start)
        self._editor.move_cursor((row, max(start, column + moved) if column >= start else column))

    def action_first(self) -> None:
        """Go to the beginning of the notes."""
        self._editor.move_cursor((0, 0))

    def action_last(self) -> None:
        """Go to the end of the notes."""
        self._editor.move_cursor(self._editor.document.end)

    def action_select_all(self) -> None:
        """Select everything."""
        self._editor.select_all()


def _titled(line: str, title: str) -> bool:
    text = heading_text(line)
    return text is not None and text.casefold() == title.casefold()
