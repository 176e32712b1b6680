"""The application: one process on one terminal, with the actions and notices of every screen."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.console import RenderableType
from textual import events, on
from textual.binding import BindingType
from textual.command import CommandPalette
from textual.driver import Driver
from textual.filter import LineFilter, NoColor
from textual.geometry import Offset
from textual.screen import ModalScreen
from textual.scrollbar import ScrollBar

from ...data.errors import AfspraakError
from ...data.notebook.notebook import Notebook
from ...data.settings.settings import Settings
from ...data.settings.toml_reader import TomlFault
from ...data.system import child_processes
from ...data.system.process_hardening import set_undumpable
from ...widgets.chrome.control_filter import ControlFilter
from ...widgets.language import plural, speaking, tr
from ...widgets.messages import KeyClicked
from ...widgets.primitives.scroll_bar import PlainScrollBar
from ..controllers.context.controller_context import SessionScreen
from ..environment import Environment
from ..keys import table as keys
from ..keys.names import character_of
from ..screens.first_picture import NOTHING_BEGUN, Beginning
from ..screens.open_conversation import open_conversation
from ..terminal.cursor import TerminalCursor
from .crash_report import Crashed, install_hooks, install_loop_handler
from .idle_lock import IdleLock
from .key_queue import KeyQueue
from .plain_app import PlainApp
from .shutdown import Shutdown
from .start_up import StartUp

if TYPE_CHECKING:
    from textual.command import Provider

    from ..controllers.context.location import Location


_PENDING_KEYS_SECONDS = 1.0
"""Seconds to wait, after a hang-up, for the effects of the keys typed before it."""


def _nothing(*_: object) -> None:
    """Do nothing: stands for a method that a screen or a driver does not have."""


def _commands() -> type[Provider]:
    """Return the provider of the palette's commands; imported when the palette opens."""
    from .palette import Commands

    return Commands


class AfspraakApp(PlainApp[int], inherit_bindings=False):
    """Show the notebook screen, or the desk of one conversation."""

    CSS_PATH = "afspraak.tcss"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS = {_commands}  # noqa: RUF012 - Textual's own declaration
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("app")

    def __init__(
        self,
        notebook: Notebook,
        settings: Settings,
        path: Path | None = None,
        shutdown: Shutdown | None = None,
        environment: Environment | None = None,
        location: Location | None = None,
        beginning: Beginning = NOTHING_BEGUN,
    ) -> None:
        """Build the application for one conversation, or for the notebook if `path` is None.

        The conversation begins at `location`, by default in its checklist. `shutdown`, if given,
        asks it to leave on signals and a hang-up. `beginning` is what was done before.
        """
        self.early_terminal = beginning.terminal
        """The early terminal, from which the driver takes over; None without one."""
        self._beginning = beginning
        driver = _driver(settings)
        ScrollBar.renderer = PlainScrollBar
        self._cursor = TerminalCursor(self)  # before Textual sets a position
        super().__init__(driver)
        if settings.driver == "cells" and driver is not None:
            self._cursor.use()
        self._keys = KeyQueue(self, super().on_event, self._key_settled, self._handle_exception)
        self._start_up = StartUp(self, self._keys)
        self.idle_lock = IdleLock(self)
        self.notebook = notebook
        self.settings = settings
        self.environment = environment or Environment()
        self._initial_path, self._initial_location = path, location
        self._shutdown_watch = shutdown
        self._leaving_task: asyncio.Task[None] | None = None
        self._paste_notice: asyncio.Task[None] | None = None
        self._control_filter = ControlFilter()
        self._ascii_reported = False
        self.crash: BaseException | None = None
        """The first exception that escaped, if any."""
        self.theme = settings.theme
        self.author_colours = settings.author_colours
        self.set_keymap(dict(self.environment.keymap.remapped))

    @contextmanager
    def _context(self) -> Generator[None, None, None]:
        """Also show texts in this application's language, whatever another one speaks."""
        with speaking(self.environment.words), super()._context():
            yield

    def on_mount(self) -> None:
        """Show the first screen, and arrange to leave in order when the terminal hangs up."""
        if self._shutdown_watch is not None:
            loop = asyncio.get_running_loop()
            install_loop_handler(loop)

            def leave() -> None:
                loop.call_soon_threadsafe(self._leave_now)

            self._shutdown_watch.set_callbacks(leave, self._fsync_journals, self._restore_terminal)
        if self._initial_path is None:
            self._show_notebook()
        else:
            open_conversation(
                self,
                self._initial_path,
                self._show_notebook,
                self._initial_location,
                opened=self._beginning.session,
            )
        self.idle_lock.start(self.settings.idle_lock)
        if self.settings.faults:
            self.call_after_refresh(self._show_settings_faults)
        self.call_after_refresh(self._start_up.finish)

    async def on_event(self, event: events.Event) -> None:
        """Queue keys and pastes; handle every other event at once."""
        self.idle_lock.note(event)
        if not self._keys.add(event):
            await super().on_event(event)

    @on(KeyClicked)
    def _press(self, message: KeyClicked) -> None:
        """Press the key that was clicked."""
        if name := self.environment.keymap.name_of(message.key):
            self._keys.press(events.Key(name, character_of(name)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Allow no key of the application while the screens are covered, except redraw."""
        if self.idle_lock.locked and action != "redraw":
            return False
        return super().check_action(action, parameters)

    def exit(
        self, result: int | None = None, return_code: int = 0, message: RenderableType | None = None
    ) -> None:
        """Leave, without waiting for keys that are still queued."""
        self._keys.stop()
        super().exit(result, return_code, message)

    def lock_if_idle(self) -> None:
        """Cover the screens if nobody has typed for the idle time of the settings."""
        self.idle_lock.lock_if_idle()

    async def wait_until_settled(self) -> None:
        """Wait until the last key has had its effects."""
        await self._keys.wait_until_settled()

    @property
    def terminal_caret(self) -> bool:
        """Whether the driver shows the terminal cursor."""
        return self._cursor.is_shown

    @property
    def cursor_position(self) -> Offset:
        """The cell of the terminal cursor."""
        return self._cursor.position

    @cursor_position.setter
    def cursor_position(self, position: Offset) -> None:
        self._cursor.reported = position

    def _key_settled(self) -> None:
        """Call `keys_settled` of the screen, if it has one, when no key is waiting."""
        callback = getattr(self.screen, "keys_settled", None)
        if callback is not None and self._keys.is_empty:
            self.screen.call_later(callback)

    def _show_settings_faults(self) -> None:
        """Show that settings are wrong: the screen hides the messages on stderr."""
        faults = self.settings.faults
        name, line = self.settings.path.name, faults[0].line
        if line:
            text = plural("settings.summary", len(faults), file=name, line=line)
        else:
            text = tr("settings.summary.unreadable", file=name)
        screen = self.screen
        if isinstance(screen, SessionScreen) and screen.session.replicas.has_findings:
            return  # the desk reports that instead
        self._show_status(text)

    def _show_status(self, text: str) -> None:
        """Show `text` in the status line of the topmost screen that has one."""
        shows = (getattr(screen, "show_status", None) for screen in reversed(self.screen_stack))
        next(filter(None, shows), _nothing)(text)

    def _show_notebook(self) -> None:
        """Push the notebook screen, unless it is on the stack already."""
        from ..screens.notebook.notebook import NotebookScreen

        if not any(isinstance(screen, NotebookScreen) for screen in self.screen_stack):
            loaded, self._beginning = self._beginning.board, self._beginning._replace(board=None)
            self.push_screen(NotebookScreen(self.notebook, self.settings, loaded))

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return Textual's filters, with the control filter as the last one."""
        colourless = [NoColor()] if self.no_color else []  # Textual's own still sends greys
        return [*super().get_line_filters(), *colourless, self._control_filter]

    def action_help(self) -> None:
        """Show help for the current screen."""
        from ..forms.help import HelpScreen

        screen = self.screen
        if isinstance(screen, HelpScreen):
            screen.dismiss(None)
            return
        context = str(getattr(screen, "key_context", "form"))
        self.push_screen(HelpScreen(context, tr(f"help.{context}")))

    def action_command_palette(self) -> None:
        """Open the palette: every command that is available here, searchable by name."""
        from .palette import Palette

        if not isinstance(self.screen, CommandPalette):
            self.push_screen(Palette(placeholder=tr("app.palette.placeholder")))

    def action_choose_theme(self) -> None:
        """Open the palette of colours."""
        from .theme_picker import ThemePicker

        self.push_screen(ThemePicker(tr("app.theme.which")))

    def keep_theme(self, name: str) -> None:
        """Use these colours from now on, and write them into the settings."""
        from ...data.settings.settings_file import remember

        self.theme = name
        path = self.settings.path
        try:
            remember(path, "theme", name)
        except (AfspraakError, TomlFault) as error:
            cause = tr(error.message)
            self._show_status(tr("app.theme.not_kept", theme=name, file=path.name, cause=cause))
        else:
            self._show_status(tr("app.theme.kept", theme=name, file=path.name))

    def action_redraw(self) -> None:
        """Draw everything again."""
        self.refresh(repaint=True, layout=True)
        # A driver that sends only differences must forget what the terminal shows.
        getattr(self._driver, "redraw", _nothing)()

    async def action_leave(self) -> None:
        """Save and leave. Keep a filled-in form first; stay if it is not valid."""
        while isinstance(self.screen, ModalScreen):
            finish = getattr(self.screen, "finish_before_quit", None)
            if finish is None:
                self.screen.dismiss()
            elif not finish():
                return
            await self._keys.wait_until_settled()  # the screen below takes in the form's result
        if self._close_desks():
            self.exit(0)

    def terminal_gone(self) -> None:
        """Leave, because the terminal cannot be read any more. May run in any thread."""
        if self._shutdown_watch is not None:
            self._shutdown_watch.begin()

    def paste_not_ended(self) -> None:
        """Report that only part of a paste arrived, once that part has been inserted."""
        self._paste_notice = asyncio.create_task(self._report_cut_paste())

    async def _report_cut_paste(self) -> None:
        await self._keys.all_delivered()
        with self._context():
            self._show_status(tr("app.paste_not_ended"))

    def terminal_draws_ascii(self) -> None:
        """Report once that the terminal does not decode UTF-8, and which setting helps."""
        if not self._ascii_reported:
            self._ascii_reported = True
            self.run_worker(self._report_ascii(), group="start-up")

    async def _report_ascii(self) -> None:
        await self._start_up.wait_until_finished()
        self._show_status(tr("cli.ascii"))

    @property
    def is_leaving(self) -> bool:
        """Whether the application is ending because of a signal."""
        return self._leaving_task is not None

    def _leave_now(self) -> None:
        """Save and leave without asking: the terminal is gone, or the system shuts down."""
        self._leaving_task = asyncio.create_task(self._leave_in_order())

    async def _leave_in_order(self) -> None:
        getattr(self._driver, "shorten_timeouts", _nothing)()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._keys.all_delivered(), _PENDING_KEYS_SECONDS)
        with self._context():
            self._save_all()
            self.exit(0)

    def _save_all(self) -> None:
        """Save all conversations, and the values in open forms."""
        for screen in reversed(self.screen_stack):
            getattr(screen, "accept_on_hang_up", _nothing)()
        self._close_desks(ask=False)

    def _fsync_journals(self) -> None:
        for screen in tuple(self.screen_stack):
            if isinstance(screen, SessionScreen):
                screen.session.replicas.fsync_journals()

    def _restore_terminal(self) -> None:
        getattr(self._driver, "restore_terminal", _nothing)()

    def _close_desks(self, *, ask: bool = True) -> bool:
        """Close every open session. Return False if a save failed and the user is being asked."""
        for screen in self.screen_stack:
            if isinstance(screen, SessionScreen) and not screen.close_session(ask=ask):
                return False
        return True

    def _handle_exception(self, error: BaseException) -> None:
        # Textual would print local variables, which may hold the text of notes.
        if self.crash is None:
            self.crash = error
            with suppress(Exception), self._context():
                self._save_all()
        self._return_code = 1
        if self._exception is None:
            self._exception = error  # type: ignore[assignment]
            self._exception_event.set()
        self._close_messages_no_wait()


def _driver(settings: Settings) -> type[Driver] | None:
    """Return the driver class to use; None for Textual's own."""
    cells = settings.driver == "cells"
    if sys.platform == "win32" or (not cells and "TEXTUAL_DRIVER" in os.environ):
        return None
    from ..terminal.driver.driver import CellDriver
    from ..terminal.driver.input.reader import TerminalReader

    return CellDriver if cells else TerminalReader


def run(
    notebook: Notebook,
    settings: Settings,
    path: Path | None,
    environment: Environment,
    location: Location | None = None,
    beginning: Beginning = NOTHING_BEGUN,
) -> int:
    """Run the application on this terminal and return the exit status.

    Raises Crashed if an exception escaped; the command line reports it.
    """
    set_undumpable()
    install_hooks()
    shutdown = Shutdown()
    shutdown.watch()
    app = AfspraakApp(notebook, settings, path, shutdown, environment, location, beginning)
    try:
        status = app.run(mouse=settings.mouse)
    finally:
        child_processes.kill_all()
    if app.crash is not None:
        raise Crashed(app.crash)
    return status or 0
