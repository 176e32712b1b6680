"""Load the conversations of a notebook in a thread, so that keys never wait for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on, work
from textual.message import Message
from textual.screen import Screen
from textual.worker import get_current_worker

from ...data.errors import AfspraakError
from ...data.notebook.notebook import Notebook
from ...data.notebook.summary import Summary
from ...widgets.language import tr


@dataclass
class _LoadProgress(Message):
    """Reports that `done` of `total` conversations have been read."""

    done: int
    total: int


class _TooMuchToReadError(Exception):
    """Raised after the first batch, if there are more conversations to read."""

    def __init__(self, done: int, total: int) -> None:
        super().__init__()
        self.progress = _LoadProgress(done, total)


class _CancelledError(Exception):
    """Raised to stop a load whose screen is gone; the index keeps the batches that were read."""


@dataclass
class _Loaded(Message):
    """Reports the conversations, or the reason why they cannot be read."""

    summaries: Sequence[Summary]
    reason: str = ""


class NotebookLoader(Screen[None]):
    """The part of the notebook screen that reads the folder, in a thread after the first batch."""

    _notebook: Notebook
    _load_running = False

    @property
    def is_loading(self) -> bool:
        """Whether a load is running; actions that need all conversations should wait."""
        return self._load_running

    def load_summaries(self) -> None:
        """Read the folder, and call `show_summaries`: at once, or when the thread has ended."""
        if self._load_running:
            return
        try:
            notebook = Notebook(self._notebook.folder, _stop_after_batch, user=self._notebook.user)
            summaries = list(notebook.summaries())
        except _TooMuchToReadError as much:
            self._load_running = True
            self._show_progress(much.progress)
            self._read_all()
        except AfspraakError as error:
            self.show_summaries((), tr(error.message))
        else:
            self.show_summaries(summaries, "")

    def show_summaries(self, summaries: Sequence[Summary], reason: str) -> None:
        """Show these conversations; `reason` is the error that hindered reading them, or ""."""
        raise NotImplementedError

    def show_load_progress(self, text: str) -> None:
        """Show the progress of loading; "" when it is done."""
        raise NotImplementedError

    @work(thread=True, group="gathering")
    def _read_all(self) -> None:
        worker = get_current_worker()

        def report(done: int, total: int) -> None:
            if worker.is_cancelled:
                raise _CancelledError
            # A message to a screen that has closed is dropped.
            self.post_message(_LoadProgress(done, total))

        try:
            notebook = Notebook(self._notebook.folder, report, user=self._notebook.user)
            self.post_message(_Loaded(list(notebook.summaries())))
        except AfspraakError as error:
            self.post_message(_Loaded((), tr(error.message)))
        except _CancelledError:
            pass

    @on(_LoadProgress)
    def _show_progress(self, message: _LoadProgress) -> None:
        if self._load_running:
            self.show_load_progress(tr("search.progress", done=message.done, total=message.total))

    @on(_Loaded)
    def _show_loaded(self, message: _Loaded) -> None:
        self._load_running = False
        self.show_load_progress("")
        self.show_summaries(message.summaries, message.reason)


def _stop_after_batch(done: int, total: int) -> None:
    if done < total:
        raise _TooMuchToReadError(done, total)
