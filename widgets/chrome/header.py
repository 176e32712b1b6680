"""The first row of the screen; see `drawing.header_line`."""

from __future__ import annotations

from collections.abc import Sequence

from ...data.lazy_dataclass import replace
from ...data.storage.saving.status import Saving
from ...data.text.sanitize import clean_line
from ..drawing.header_line import ClockFace, HeaderParts, header_line
from ..drawing.wrapping import Line
from ..primitives.line_widget import LineWidget


class Header(LineWidget):
    """Title at the left; note, clock, state of the share and save status at the right."""

    def __init__(self) -> None:
        super().__init__()
        self._parts = HeaderParts()

    def show_title(self, *forms: str) -> None:
        """Show a title at the left: the first of `forms` that fits, or the last one cut."""
        self._show(replace(self._parts, titles=tuple(map(clean_line, forms))))

    def show_clock(self, clock: ClockFace) -> None:
        """Show the clock."""
        self._show(replace(self._parts, clock=clock))

    def show_facts(self, forms: Sequence[Line]) -> None:
        """Show the first of these that fits, at the right."""
        self._show(replace(self._parts, facts=tuple(forms)))

    def show_note(self, forms: Sequence[str]) -> None:
        """Show a note before the clock: the first of `forms` that fits; none if empty."""
        self._show(replace(self._parts, note=tuple(map(clean_line, forms))))

    def show_share(self, forms: Sequence[str], *, fails: bool) -> None:
        """Show the state of the share: a form that fits, the longest first; none if empty.

        `fails` says that the connection does not live.
        """
        share = tuple(map(clean_line, forms))
        self._show(replace(self._parts, share=share, share_fails=fails))

    def show_save_status(self, state: Saving, time: str = "") -> None:
        """Show whether edits are safe, and the `time` of the last save; "" for none."""
        self._show(replace(self._parts, saving=state, saved_at=time))

    def lay_out(self) -> None:
        """Lay out the line again."""
        self.set_lines([header_line(self._parts, self.size.width)])

    def _show(self, parts: HeaderParts) -> None:
        if parts != self._parts:
            self._parts = parts
            self.lay_out()
