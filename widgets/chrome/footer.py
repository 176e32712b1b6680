"""The last row of the screen: keys, the status line, and who is present."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from ...data.text.graphemes import ceiling
from ...data.text.sanitize import clean_line
from ..primitives.line_widget import LineWidget
from ..primitives.wrapping import Line, fit

_GAP = "  "
_MIN_PATH = 8
"""The fewest code points that a shortened path has."""


class Footer(LineWidget):
    """As many whole (key, description) pairs as fit, and a status at the right."""

    def __init__(self) -> None:
        super().__init__()
        self._pairs: Sequence[tuple[str, str]] = ()
        self._status = ""
        self._presence = ""
        self._unread: Sequence[str] = ()
        self._alert: Sequence[str] = ()

    def show_pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Show these keys and descriptions."""
        self._pairs = tuple(pairs)
        self.lay_out()

    def show_status(self, status: str) -> None:
        """Show a status at the right; fewer pairs fit then."""
        self._status = clean_line(status)
        self.lay_out()

    def show_presence(self, present: str) -> None:
        """Show at the right who is present, while nothing else is to be said."""
        if clean_line(present) != self._presence:
            self._presence = clean_line(present)
            self.lay_out()

    def show_unread(self, *forms: str) -> None:
        """Show the first unread summary that fits, at the right, while there is no status."""
        self._unread = [clean_line(each) for each in forms]
        self.lay_out()

    def show_alert(self, *forms: str) -> None:
        """Show the first form that fits, at the right, while there is no status; none to end."""
        self._alert = [clean_line(each) for each in forms]
        self.lay_out()

    @property
    def has_alert(self) -> bool:
        """Whether there is a line that stays until the user reads more."""
        return bool(self._alert)

    def lay_out(self) -> None:
        """Lay out the text again."""
        width = self.size.width - 2  # a blank at either side
        if width < 1:
            return
        lasting = self._alert or self._unread
        summary = next((each for each in lasting if cell_len(each) <= width), "".join(lasting[-1:]))
        status = fit(_shorten_path(self._status or summary or self._presence, width), width)
        room = width - (cell_len(status) + len(_GAP) if status else 0)
        line: Line = ((" ", ""),)
        used = 0
        for key, word in self._pairs:
            gap = _GAP if used else ""
            length = cell_len(f"{gap}{key} {word}")
            if used + length > room:
                break
            line += ((gap, ""), (key, "bold"), (f" {word}", ""))
            used += length
        if status:
            line += ((" " * (width - used - cell_len(status)), ""), (status, ""))
        self.set_lines([line])


def _shorten_path(text: str, width: int) -> str:
    """Return the text with its longest path cut to fit `width` cells.

    The beginning of the path is cut: its end, and the text after it, matter most.
    """
    over = cell_len(text) - width
    path = max((word for word in text.split(" ") if "/" in word), key=len, default="")
    if over <= 0 or len(path) <= _MIN_PATH:
        return text
    return text.replace(path, f"…{path[ceiling(path, min(over + 1, len(path) - _MIN_PATH)) :]}", 1)
