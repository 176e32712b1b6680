"""An edit of the notes that this person did not make in the editor."""

from __future__ import annotations

from dataclasses import dataclass, field

from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult, Selection

from .document import NotesDocument


@dataclass
class RemoteEdit(Edit):
    """An edit by others, or by undo: it sets the selection to `selected`, and does not scroll."""

    selected: tuple[int, int] = field(kw_only=True)
    """The selection after the edit, as positions in code points."""

    def do(self, text_area: TextArea, record_selection: bool = True) -> EditResult:  # noqa: ARG002
        """Change the document; `after` sets the selection."""
        return text_area.document.replace_range(self.top, self.bottom, self.text)

    def after(self, text_area: TextArea) -> None:
        """Set the selection, before a caret past the new end of the text can be queried."""
        document = text_area.document
        if isinstance(document, NotesDocument):
            locations = map(document.location, self.selected)
            start, end = map(text_area.clamp_visitable, locations)
            # Not by assignment, which would scroll to the caret.
            text_area.set_reactive(TextArea.selection, Selection(start, end))
