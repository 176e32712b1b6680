"""The width of the checklist: chosen with keys or the mouse, and remembered in the settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ...widgets.language import tr
from .context.controller_context import RunningTimer, StatusLine, Timers

_STEP = 2
"""Columns of one key."""
_PAUSE = 1.0
"""Seconds without a change until the width is written into the settings."""
SETTING = "checklist_width"


class WidthContext(StatusLine, Timers, Protocol):
    """The context of the width."""

    def remember(self, name: str, value: int) -> str:
        """Write a setting; return the words that say where, or why it is not kept."""


class Layout(Protocol):
    """What gives the panes their places."""

    @property
    def width(self) -> int | None:
        """The columns of the checklist beside the notes; None while it does not stand there."""

    def choose_width(self, columns: int) -> None:
        """Give the checklist so many columns, as far as there is room."""


class PaneWidth:
    """Changes the width of the checklist, and remembers it when the changes pause."""

    def __init__(self, context: WidthContext, layout: Layout, drawn: Callable[[], None]) -> None:
        """Bind to a layout; `drawn` is called after each change."""
        self._context, self._layout, self._drawn = context, layout, drawn
        self._waiting: RunningTimer | None = None

    def step(self, steps: int) -> None:
        """Make the checklist wider by so many steps, or narrower."""
        before = self._layout.width
        if before is None:
            self._context.show_status(tr("desk.width.none"))
            return
        self.choose(before + steps * _STEP)
        if self._layout.width == before:
            self._context.show_status(tr("desk.width.end"))

    def choose(self, columns: int) -> None:
        """Give the checklist so many columns, as far as there is room."""
        before = self._layout.width
        self._layout.choose_width(columns)
        if self._layout.width == before:
            return
        self._drawn()
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self._context.set_timer(_PAUSE, self.remember)

    def remember(self) -> None:
        """Write the width into the settings, if it changed."""
        if self._waiting is None or (width := self._layout.width) is None:
            return
        self._waiting.stop()
        self._waiting = None
        where = self._context.remember(SETTING, width)
        self._context.show_status(tr("desk.width", columns=width, where=where))
