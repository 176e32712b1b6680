"""The top of the form of a stance: what is still missing, and where both stand.

Of the gaps there are as many as the screen has room for; where some are left out, it says how many.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from ...data.text.sanitize import clean_line
from ...widgets.drawing.wrapping import fit, wrap
from ...widgets.language import tr

_SMALLEST = 20
"""The rows of the smallest terminal."""
_ROWS = 6
"""The rows that it has for this, while the remark takes no more than three."""
_BULLET, _INDENT = "- ", "  "


class GapsIntro(Static):
    """Gaps, below them the statuses."""

    def __init__(self, missing: Sequence[str], statuses: Sequence[str]) -> None:
        """Build it of the gaps and the rows on the status of both, in words."""
        super().__init__("", markup=False)
        self._missing = [clean_line(gap) for gap in missing]
        self._statuses = statuses

    def get_content_height(
        self,
        container: Size,  # noqa: ARG002 - the room depends on the whole screen
        viewport: Size,
        width: int,
    ) -> int:
        """Return the number of rows on a screen of this size."""
        return len(self._lines(width, viewport.height))

    def render(self) -> Content:
        """Return the rows for the size of the screen."""
        return Content("\n".join(self._lines(self.content_size.width, self.app.size.height)))

    def _lines(self, width: int, height: int) -> list[str]:
        statuses = [line for row in self._statuses for line in wrap(row, width)]
        if not self._missing:
            return [tr("approval.form.complete"), *statuses]
        head = wrap(tr("approval.form.missing"), width)
        room = _ROWS + height - _SMALLEST - len(head) - len(statuses)
        gaps = self._gaps(width, max(1, room))
        return [*head, *gaps, *statuses]

    def _gaps(self, width: int, room: int) -> list[str]:
        """Return the gaps in `room` rows: whole, else one row each, else the first of them."""
        whole = [
            f"{_INDENT if below else _BULLET}{line}"
            for gap in self._missing
            for below, line in enumerate(wrap(gap, width - len(_BULLET)))
        ]
        if len(whole) <= room:
            return whole
        rows = [fit(f"{_BULLET}{gap}", width) for gap in self._missing]
        if len(rows) <= room:
            return rows
        more = tr("approval.form.missing_more", count=len(rows) - room + 1)
        return [*rows[: room - 1], f"{_BULLET}{more}"]
