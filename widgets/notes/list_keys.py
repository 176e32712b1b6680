"""The keys that know lists: Enter, the box, the time, and indenting. Each is one undo step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...data.text import list_editing
from ...data.text.list_editing import LineEdit

if TYPE_CHECKING:
    from .editor import NotesEditor


class ListKeys:
    """Edits the lines of an editor that are selected, or that of the caret."""

    def __init__(self, editor: NotesEditor) -> None:
        self._editor = editor

    @property
    def in_item(self) -> bool:
        """Whether the caret is in an item of a list."""
        row = self._editor.selection.end[0]
        return not self._editor.is_code(row) and list_editing.is_item(self._line(row))

    def enter(self) -> bool:
        """Go on with the list, or end it; return False if Enter is a line feed alone."""
        editor = self._editor
        row, column = editor.selection.end
        if not editor.selection.is_empty or editor.is_code(row):
            return False
        edit = list_editing.enter(self._line(row), column)
        if edit is not None:
            editor.edit_lines([(row, edit)])
            if "\n" not in edit.text:  # the list ended
                editor.move_cursor((row, len(self._line(row))))
        return edit is not None

    def toggle_box(self) -> None:
        """Tick the box of each line, open it again, or make one."""
        rows = [row for row in self._rows() if self._line(row).strip() or self._is_alone]
        self._edit({row: list_editing.toggle_box(self._line(row)) for row in rows})

    def is_box(self, location: tuple[int, int]) -> bool:
        """Return whether a character belongs to the box of an item."""
        row, column = location
        return not self._editor.is_code(row) and column in list_editing.box_span(self._line(row))

    def stamp(self, time: str, start: int) -> None:
        """Put a time at the beginning of the caret's line, from column `start` on."""
        row = self._editor.selection.end[0]
        self._edit({row: list_editing.stamp(self._line(row), time, start)})

    def indent(self, *, deeper: bool) -> bool:
        """Put the items a level lower or higher; return False if this key is for another use.

        That is outside a list, and where there is no higher level.
        """
        if not self.in_item:
            return False
        change = list_editing.indent if deeper else list_editing.outdent
        above = self._editor.document.lines
        edits = {row: change(self._line(row), above[:row]) for row in self._rows()}
        self._edit(edits)
        return deeper or any(edits.values())

    def _edit(self, edits: dict[int, LineEdit | None]) -> None:
        self._editor.edit_lines([(row, edit) for row, edit in edits.items() if edit is not None])

    @property
    def _is_alone(self) -> bool:
        return len(self._rows()) == 1

    def _rows(self) -> range:
        first, last = sorted(row for row, _ in self._editor.selection)
        return range(first, last + 1)

    def _line(self, row: int) -> str:
        return str(self._editor.document.lines[row])
