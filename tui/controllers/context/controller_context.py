"""The protocols through which controllers call the screen that composes them.

Each controller names the smallest protocol that it needs; `ScreenContext` satisfies them all.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, runtime_checkable

from textual.screen import Screen

if TYPE_CHECKING:
    from ....data.session.session import Session

Result = TypeVar("Result")


class KeyNames(Protocol):
    """The keys of the user."""

    def first_key(self, binding: str) -> str:
        """Return the first key of the binding with this id, as screens show it."""


class StatusLine(KeyNames, Protocol):
    """The last row of the screen."""

    def show_status(self, text: str) -> None:
        """Show a sentence for some seconds; "" removes it."""


class Dialogs(StatusLine, Protocol):
    """A screen over which other screens can be shown."""

    def push_screen(
        self, screen: Screen[Result], answered: Callable[[Result | None], None] | None = None
    ) -> None:
        """Show a screen over this one; `answered` gets its result, None if it was cancelled."""


class Foreground(Protocol):
    """A screen that another screen may cover."""

    @property
    def is_on_top(self) -> bool:
        """Whether this is the topmost screen; False also below a dialog that covers part of it."""


class Suspendable(Protocol):
    """An application that can hand the terminal to another program."""

    def suspend(self) -> AbstractContextManager[None]:
        """Leave the terminal to another program within this block."""


class RunningTimer(Protocol):
    """A timer that has been started."""

    def stop(self) -> None:
        """Stop: the callback is not called again."""


class Timers(Protocol):
    """Timers that end when the screen closes."""

    def set_timer(self, seconds: float, callback: Callable[[], None]) -> RunningTimer:
        """Call `callback` once, after `seconds`."""

    def set_interval(self, seconds: float, callback: Callable[[], None]) -> RunningTimer:
        """Call `callback` every `seconds`."""


class Workers(Protocol):
    """Work beside the screen, in a task or a thread."""

    def run_worker(self, work: Coroutine[Any, Any, None], group: str) -> None:
        """Run a coroutine in a task; it is cancelled when the screen closes."""

    def in_screen_thread(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Return a function, callable in any thread, that runs `callback` in the screen's thread.

        That happens later, and not at all once the screen has closed.
        """


@runtime_checkable
class SessionScreen(Protocol):
    """A screen that owns a session, and closes it."""

    session: Session

    def close_session(self, *, ask: bool) -> bool:
        """Save and close the session.

        Return False if that failed and `ask` is set: then a form asks whether to leave.
        """
