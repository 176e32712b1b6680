"""The context of a screen, through which controllers call it until it closes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import AbstractContextManager
from typing import Any, ParamSpec

from textual.screen import Screen
from textual.timer import Timer

from ....data.errors import AfspraakError
from ....data.session.listeners import Listener
from ....data.session.session import Session
from ....data.settings.settings import Settings
from ....data.settings.toml_reader import TomlFault
from ....data.storage.saving.status import SaveStatus, Saving
from ....widgets.chrome.footer import Footer
from ....widgets.chrome.header import Header
from ....widgets.language import tr
from ...environment import Environment, environment_of
from ...formatting.clock import format_moment
from .controller_context import Result

STATUS_SECONDS = 6.0
"""Seconds that a sentence stays in the status line."""

_Arguments = ParamSpec("_Arguments")


class ScreenContext:
    """The services of a screen for its controllers.

    Once the screen closes, its widgets may be gone: from then on timers, events of a session and
    results of threads are dropped.
    """

    def __init__(self, screen: Screen[Any], heading: Header, footer: Footer) -> None:
        """Bind to a screen with this header and footer. Call `close` when it is unmounted."""
        self._screen, self._heading, self._footer = screen, heading, footer
        self._status_timer: Timer | None = None
        self._unsubscribe: list[Callable[[], None]] = []
        self._closed = False
        self._in_trouble = False

    @property
    def is_closing(self) -> bool:
        """Whether the screen, or the whole application, is closing or has closed."""
        # In Textual, `display` is False once a screen begins to close, before its widgets go.
        return self._closed or not (self._screen.is_attached and self._screen.display)

    @property
    def is_on_top(self) -> bool:
        """Whether this is the topmost screen; False also below a dialog that covers part of it."""
        return self._screen.app.screen is self._screen

    @property
    def settings(self) -> Settings:
        """The settings of the application."""
        return getattr(self._screen.app, "settings", Settings())

    def remember(self, name: str, value: int) -> str:
        """Write a setting, here and in the file; return the words that say where, or why not."""
        from ....data.settings.settings_file import remember

        path = self.settings.path
        changed: dict[str, Any] = {name: value}
        setattr(self._screen.app, "settings", self.settings._replace(**changed))  # noqa: B010
        try:
            remember(path, name, value)
        except (AfspraakError, TomlFault) as error:
            return tr("settings.not_kept", file=path.name, cause=tr(error.message))
        return tr("settings.kept", file=path.name)

    @property
    def environment(self) -> Environment:
        """What `main` made for this process: the user, the hosts, the keymap, the open remotes."""
        return environment_of(self._screen.app)

    def close(self) -> None:
        """Unsubscribe from the session, and drop all later calls to the screen."""
        self._closed = True
        while self._unsubscribe:
            self._unsubscribe.pop()()

    def subscribe(self, session: Session, listener: Listener) -> None:
        """Call `listener` with each event of a session, until the screen closes."""
        self._unsubscribe.append(session.subscribe(self._unless_closing(listener)))

    def first_key(self, binding: str) -> str:
        """Return the first key of the binding with this id, as screens show it."""
        return self.environment.keymap.first_key(binding)

    def show_status(self, text: str) -> None:
        """Show a sentence in the status line for some seconds; "" removes it."""
        if self.is_closing:
            return
        if self._status_timer is not None:
            self._status_timer.stop()
        self._footer.show_status(text)
        self._status_timer = self.set_timer(STATUS_SECONDS, lambda: self._footer.show_status(""))

    def show_news(self, text: str) -> None:
        """Show a sentence that is no answer to a key, unless a lasting line is to be read."""
        if not self._footer.has_alert:
            self.show_status(text)

    def show_alert(self, *forms: str) -> None:
        """Show the first form that fits until this is called again, in place of a sentence."""
        if forms and not self._in_trouble:
            self.show_status("")
        self._footer.show_alert(*forms)

    def show_save_status(self, status: SaveStatus) -> None:
        """Show a save status in the header; the reason of a failure stays in the status line."""
        self._heading.show_save_status(status.state, format_moment(status.at))
        failed = status.state is Saving.FAILED
        if failed or self._in_trouble:
            self._footer.show_status(tr(status.reason) if status.reason else "")
        self._in_trouble = failed

    def push_screen(
        self, screen: Screen[Result], answered: Callable[[Result | None], None] | None = None
    ) -> None:
        """Show a screen over this one; `answered` gets its result, None if it was cancelled."""
        if not self.is_closing:
            self._screen.app.push_screen(screen, answered)

    def dismiss(self) -> None:
        """Close the screen."""
        self._screen.dismiss(None)

    def suspend(self) -> AbstractContextManager[None]:
        """Leave the terminal to another program within this block."""
        return self._screen.app.suspend()

    def exit(self, status: int) -> None:
        """End the program with this exit status."""
        self._screen.app.exit(status)

    def lock_if_idle(self) -> None:
        """Lock the screens if nobody has typed for the idle time of the settings.

        Time in another program counts as idle too.
        """
        getattr(self._screen.app, "lock_if_idle", lambda: None)()

    def set_timer(self, seconds: float, callback: Callable[[], None]) -> Timer:
        """Call `callback` after `seconds`, unless the screen closes first."""
        return self._screen.set_timer(seconds, self._unless_closing(callback))

    def set_interval(self, seconds: float, callback: Callable[[], None]) -> Timer:
        """Call `callback` every `seconds`, until the screen closes."""
        return self._screen.set_interval(seconds, self._unless_closing(callback))

    def call_after_refresh(self, callback: Callable[[], None]) -> None:
        """Call `callback` after the next frame, unless the screen closes first."""
        self._screen.call_after_refresh(self._unless_closing(callback))

    def run_worker(self, work: Coroutine[Any, Any, None], group: str) -> None:
        """Run a coroutine in a task, which cancels the running one of its group.

        It is cancelled when the screen closes.
        """
        self._screen.run_worker(work, group=group, exclusive=True)

    def in_screen_thread(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Return a function, callable in any thread, that runs `callback` in the screen's thread.

        That happens later, and not at all once the screen has closed.
        """
        loop, app = asyncio.get_running_loop(), self._screen.app

        def call() -> None:
            if not self.is_closing:
                with app._context():  # noqa: SLF001 - sets the sender of messages
                    callback()

        def call_in_any_thread() -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(call)

        return call_in_any_thread

    def _unless_closing(self, callback: Callable[_Arguments, None]) -> Callable[_Arguments, None]:
        def call(*args: _Arguments.args, **kwargs: _Arguments.kwargs) -> None:
            if not self.is_closing:
                callback(*args, **kwargs)

        return call
