"""The idle lock: cover the screens of an unattended terminal until the user unlocks them."""

from __future__ import annotations

import time

from textual import events
from textual.app import App, ReturnType

LOOK_SECONDS = 5.0
"""Seconds between two checks whether the user is idle."""


class IdleLock(App[ReturnType], inherit_bindings=False):
    """An application that covers its screens after a while without keys."""

    _last_input = 0.0
    _idle_seconds = 0.0
    locked = False
    """Whether the screens are covered."""

    def begin_idle_lock(self, minutes: int) -> None:
        """Cover the screens after this many minutes without a key; 0 means never."""
        self._last_input = time.monotonic()
        self._idle_seconds = minutes * 60.0
        if minutes:
            self.set_interval(LOOK_SECONDS, self.lock_if_idle)

    async def on_event(self, event: events.Event) -> None:
        """Note the time of each event that a person causes."""
        if isinstance(event, events.Key | events.Paste | events.MouseEvent):
            self._last_input = time.monotonic()
        await super().on_event(event)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Allow no key of the application while the screens are covered, except redraw."""
        if self.locked and action != "redraw":
            return False
        return super().check_action(action, parameters)

    def lock_if_idle(self) -> None:
        """Cover the screens if there was no input for the set time, other than to an editor."""
        seconds = self._idle_seconds
        if not seconds or self.locked or time.monotonic() - self._last_input < seconds:
            return
        from ..forms.locked import LockScreen

        def unlocked(_: None) -> None:
            self.locked = False

        self.locked = True
        self.push_screen(LockScreen(), unlocked)
