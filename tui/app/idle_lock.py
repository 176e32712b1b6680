"""The idle lock: cover the screens of an unattended terminal until the user unlocks them."""

from __future__ import annotations

import time
from typing import Any

from textual import events
from textual.app import App

LOOK_SECONDS = 5.0
"""Seconds between two checks whether the user is idle."""


class IdleLock:
    """Covers the screens of an application after a while without keys."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._idle_seconds = 0.0
        self.last_input = 0.0
        """The time of the user's last input, in monotonic seconds."""
        self.locked = False
        """Whether the screens are covered."""

    def start(self, minutes: int) -> None:
        """Cover the screens after this many minutes without a key; 0 means never."""
        self.last_input = time.monotonic()
        self._idle_seconds = minutes * 60.0
        if minutes:
            self._app.set_interval(LOOK_SECONDS, self.lock_if_idle)

    def note(self, event: events.Event) -> None:
        """Note the time of an event that a person causes."""
        if isinstance(event, events.Key | events.Paste | events.MouseEvent):
            self.last_input = time.monotonic()

    def lock_if_idle(self) -> None:
        """Cover the screens if there was no input for the set time, other than to an editor."""
        seconds = self._idle_seconds
        if not seconds or self.locked or time.monotonic() - self.last_input < seconds:
            return
        from ..forms.locked import LockScreen

        def unlocked(_: None) -> None:
            self.locked = False

        self.locked = True
        self._app.push_screen(LockScreen(), unlocked)
