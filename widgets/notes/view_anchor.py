"""The text at the top of the editor's view, which stays there while others change the notes."""

from __future__ import annotations

from textual.geometry import Offset
from textual.widgets import TextArea

from .document import NotesDocument


class ViewAnchor:
    """The position (in code points) at the top of the view after the last change by others.

    It may be within a row: the start of the row instead would sometimes shift the view by a row
    while others type in the line at the top.
    """

    def __init__(self) -> None:
        self._anchor: tuple[int, int] | None = None
        """The row at the top of the view, and the position there."""

    def clear(self) -> None:
        """Forget the position: the reader changed the text, or the rows were wrapped again."""
        self._anchor = None

    def position(self, area: TextArea, document: NotesDocument) -> int | None:
        """Return the position at the top of the view; None at the top of the text."""
        y = area.scroll_offset.y
        if not area.is_mounted or not y:
            return None
        if self._anchor is not None and self._anchor[0] == y:
            return self._anchor[1]
        return document.position(area.wrapped_document.offset_to_location(Offset(0, y)))

    def restore(self, area: TextArea, document: NotesDocument, top: int | None) -> None:
        """Scroll this position back to the top of the view; with None do not scroll."""
        self._anchor = None
        if top is None:
            return
        y = area.wrapped_document.location_to_offset(document.location(top)).y
        if y != area.scroll_offset.y:
            # Immediately: the next change may arrive before this one is painted.
            area.scroll_to(y=y, animate=False, force=True, immediate=True)
        if y == area.scroll_offset.y:
            self._anchor = y, top
