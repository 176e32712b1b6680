"""The last row of the screen; see `drawing.footer_line`."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events

from ...data.lazy_dataclass import replace
from ...data.text.sanitize import clean_line
from ..drawing.footer_line import FooterParts, KeyHint, footer_line, key_at
from ..messages import KeyClicked
from ..primitives.line_widget import LineWidget


class Footer(LineWidget):
    """Keys at the left; at the right news, or the keys that always work."""

    def __init__(self) -> None:
        super().__init__()
        self._parts = FooterParts()
        self._unread: Sequence[str] = ()
        self._alert: Sequence[str] = ()

    def on_click(self, event: events.Click) -> None:
        """Post the key that was clicked."""
        event.stop()
        if key := key_at(footer_line(self._parts, self.size.width), event.x):
            self.post_message(KeyClicked(key))

    def show_pairs(self, pairs: Sequence[KeyHint], always: Sequence[KeyHint] = ()) -> None:
        """Show these keys with their descriptions; `always` at the right, while there is room."""
        self._show(replace(self._parts, keys=tuple(pairs), always=tuple(always)))

    def show_status(self, status: str) -> None:
        """Show news at the right; fewer pairs fit then."""
        self._show(replace(self._parts, news=clean_line(status)))

    def show_presence(self, present: str) -> None:
        """Show at the right who is present, while nothing else is to be said."""
        self._show(replace(self._parts, presence=clean_line(present)))

    def show_unread(self, *forms: str) -> None:
        """Show the first unread summary that fits, at the right, while there is no news."""
        self._unread = [clean_line(each) for each in forms]
        self._show_lasting()

    def show_alert(self, *forms: str) -> None:
        """Show the first form that fits, at the right, while there is no news; none to end."""
        self._alert = [clean_line(each) for each in forms]
        self._show_lasting()

    def show_hint(self, hint: str) -> None:
        """Show a hint at the right, while there is nothing else; "" removes it."""
        self._show(replace(self._parts, hint=clean_line(hint)))

    @property
    def has_alert(self) -> bool:
        """Whether there is a line that stays until the user reads more."""
        return bool(self._alert)

    def lay_out(self) -> None:
        """Lay out the line again."""
        self.set_lines([footer_line(self._parts, self.size.width)])

    def _show_lasting(self) -> None:
        self._show(replace(self._parts, lasting=tuple(self._alert or self._unread)))

    def _show(self, parts: FooterParts) -> None:
        if parts != self._parts:
            self._parts = parts
            self.lay_out()
