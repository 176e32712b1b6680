"""The screen of the idle lock: it shows only how to unlock it."""

from __future__ import annotations

import time
from datetime import datetime

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Input, Static

from ...data.settings.idle_passphrase import is_set, verify_passphrase
from ...widgets.forms.field import LineInput
from ...widgets.language import tr

_LONGEST_PAUSE = 30.0
"""Seconds; the pause doubles after each wrong passphrase, up to this."""


class LockScreen(Screen[None]):
    """Covers everything until the passphrase is typed, or any key if there is none."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    LockScreen {
        align: center middle;
        .frame {
            width: 100%; max-width: 56; height: auto; padding: 0 1;
            background: $surface; border: solid $foreground; border-title-style: bold;
        }
        .hint { height: 1; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._asks = is_set()
        self._line = LineInput()
        self._line.password = True
        self._message = Static("", classes="hint", markup=False)
        self._attempts = 0
        self._retry_at = 0.0

    def compose(self) -> ComposeResult:
        """Yield the time since which it is locked, the input and the instruction."""
        with Vertical(classes="frame"):
            since = tr("idle_lock.since", time=f"{datetime.now().astimezone():%H:%M}")
            yield Static(since, classes="hint", markup=False)
            yield self._line
            yield self._message

    def on_mount(self) -> None:
        """Focus the input."""
        self._line.display = self._asks
        self._show_message("idle_lock.ask" if self._asks else "idle_lock.enter")
        if self._asks:
            self._line.focus()

    def on_key(self, event: events.Key) -> None:
        """Unlock at any key if there is no passphrase; the key does nothing else."""
        if not self._asks:
            event.stop()
            self.dismiss(None)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Check the passphrase."""
        event.stop()
        words = self._line.value
        self._line.value = ""
        if time.monotonic() < self._retry_at:
            self._show_message("idle_lock.wait")
        elif verify_passphrase(words):
            self.dismiss(None)
        else:
            self._attempts += 1
            self._retry_at = time.monotonic() + min(2.0 ** (self._attempts - 1), _LONGEST_PAUSE)
            self._show_message("idle_lock.wrong")

    def _show_message(self, key: str) -> None:
        self._message.update(tr(key))
