"""What controllers may ask of the screen that composes them.

Each controller names the smallest protocol that it needs; `ScreenContext` satisfies them all.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, runtime_checkable

from textual.screen import Screen

if TYPE_CHECKING:
    from ...data.session.session import Session

Result = TypeVar("Result")


class StatusLine(Protocol):
    """The last row of the screen."""

    def show_status(self, text: str) -> None:
        """Show a sentence for some seconds; "" removes it."""


class Dialogs(StatusLine, Protocol):
    """A screen over which others can be shown."""

    def push_screen(
        self, screen: Screen[Result], answered: Callable[[Result | None], None] | None = None
    ) -> None:
        """Show a screen over this one; `answered` gets its result, None if it was cancelled."""


class Foreground(Protocol):
    """A screen that others may be over."""

    @property
    def is_on_top(self) -> bool:
        """Whether nothing is over this screen, not even a dialog beside which it can be seen."""


class Suspendable(Protocol):
    """A program that can leave the terminal to another one for a while."""

    def suspend(self) -> AbstractContextManager[None]:
        """Show no screens within this block."""


class RunningTimer(Protocol):
    """A timer that has been started."""

    def stop(self) -> None:
        """Stop, before the next call."""


class Timers(Protocol):
    """Calls after some time, unless the screen closes first."""

    def set_timer(self, seconds: float, callback: Callable[[], None]) -> RunningTimer:
        """Call `callback` once, after so many seconds."""

    def set_interval(self, seconds: float, callback: Callable[[], None]) -> RunningTimer:
        """Call `callback` every so many seconds."""


class Workers(Protocol):
    """Work that takes time, in a task or a thread of its own."""

    def run_worker(self, work: Coroutine[Any, Any, None], group: str) -> None:
        """Run a coroutine in a task; it is cancelled when the screen closes."""

    def in_screen_thread(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Return a function that may be called in any thread, and has `callback` called here."""


@runtime_checkable
class SessionScreen(Protocol):
    """A screen that owns a session, and closes it."""

    session: Session

    def close_session(self, *, ask: bool) -> bool:
        """Save and close the session. Return False if that failed and the user is being asked."""
