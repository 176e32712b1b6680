"""Load the conversations of a notebook in a thread, so that keys never wait for it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

from ....data.errors import AfspraakError
from ....data.lifecycle.tidying import tidy_if_needed
from ....data.notebook.agenda.board import Board
from ....data.notebook.notebook import Notebook
from ....data.notebook.summary import SUFFIX
from ....data.storage.saving.disk_watch import watch_folder
from ....widgets.language import tr
from ...controllers.context.controller_context import Workers
from .board import (
    LoadedBoard,
    TooMuchToReadError,
    changed_at,
    read_board,
    stop_after_batch,
)


class _CancelledError(Exception):
    """Raised to stop a load whose screen is gone; the index keeps the batches that were read."""


class NotebookLoader:
    """Reads the folder of a notebook, in a thread after the first batch."""

    def __init__(
        self,
        notebook: Notebook,
        context: Workers,
        show: Callable[[Board, str], None],
        show_progress: Callable[[str], None],
        loaded: LoadedBoard | None = None,
    ) -> None:
        """Bind to a notebook.

        `show` gets the conversations, and why they cannot be read or ""; `show_progress` shows how
        far loading is, "" when it is done. `loaded` is shown first, if it is what is there now.
        """
        self._loaded = loaded
        self._notebook, self._context = notebook, context
        self._show, self._show_progress = show, show_progress
        self._progress = 0, 0
        self.is_running = False
        """Whether a load is running; actions that need all conversations should wait."""
        self.stop: Callable[[], None] = lambda: None
        """Stops watching the folder."""

    def watch(self, is_shown: Callable[[], bool]) -> None:
        """Load again after each change of the folder while `is_shown`, until `stop`."""

        def changed() -> None:
            if is_shown():
                self.load()

        on_change = self._context.in_screen_thread(changed)
        self.stop()
        self.stop = watch_folder(self._notebook.folder, SUFFIX, on_change)

    def load(self) -> None:
        """Read the folder, and show it: at once, or when the thread has ended."""
        if self.is_running:
            return
        loaded, self._loaded = self._loaded, None
        if loaded is not None and loaded.changed_at == changed_at(self._notebook.folder):
            self._show(loaded.board, "")
            return
        try:
            found = self._read(stop_after_batch)
        except TooMuchToReadError as partial_load:
            self.is_running = True
            self._progress = partial_load.done, partial_load.total
            self._report()
            self._context.run_worker(self._read_all(), group="loading")
        else:
            self._show(*found)

    async def _read_all(self) -> None:
        abandoned = threading.Event()
        show = self._context.in_screen_thread(self._report)

        def report(done: int, total: int) -> None:
            if abandoned.is_set():
                raise _CancelledError
            self._progress = done, total
            show()

        try:
            found = await asyncio.to_thread(self._read, report)
        finally:
            abandoned.set()
        self.is_running = False
        self._show_progress("")
        self._show(*found)

    def _read(self, report: Callable[[int, int], None]) -> tuple[Board, str]:
        """Return the conversations, and why they cannot be read or ""."""
        try:
            tidy_if_needed(self._notebook.folder)
            return read_board(self._notebook.folder, self._notebook.user, report), ""
        except AfspraakError as error:
            return Board(), tr(error.message)

    def _report(self) -> None:
        if self.is_running:
            done, total = self._progress
            self._show_progress(tr("search.progress", done=done, total=total))
