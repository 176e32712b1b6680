"""Gathering the conversations of a notebook for a screen: its keys never wait for the reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on, work
from textual.message import Message
from textual.screen import Screen
from textual.worker import get_current_worker

from ...data.errors import AfspraakError
from ...data.i18n.catalogue import tr
from ...data.notebook.notebook import Notebook
from ...data.notebook.summary import Summary


@dataclass
class _LoadProgress(Message):
    """How many conversations were read, of how many."""

    done: int
    total: int


class _TooMuchToReadError(Exception):
    """So much has changed in the folder that reading it takes seconds."""

    def __init__(self, done: int, total: int) -> None:
        super().__init__()
        self.progress = _LoadProgress(done, total)


class _CancelledError(Exception):
    """Nobody waits for the answer any more; what was read is kept, and the rest is for later."""


@dataclass
class _Loaded(Message):
    """The conversations, or why they cannot be read."""

    summaries: Sequence[Summary]
    reason: str = ""


class NotebookLoader(Screen[None]):
    """The part of the notebook screen that reads the folder, in a thread where that takes long."""

    _notebook: Notebook
    _load_running = False

    @property
    def is_loading(self) -> bool:
        """Whether there is so much to read that what asks about all of it had better wait."""
        return self._load_running

    def load_summaries(self) -> None:
        """Read the folder, and `take` what is in it: now, or when all is read that has to be."""
        if self._load_running:
            return
        try:
            summaries = list(Notebook(self._notebook.folder, _stop_after_batch).summaries())
        except _TooMuchToReadError as much:
            self._load_running = True
            self._show_progress(much.progress)
            self._read_all()
        except AfspraakError as error:
            self.show_summaries((), str(error))
        else:
            self.show_summaries(summaries, "")

    def show_summaries(self, summaries: Sequence[Summary], reason: str) -> None:
        """Show these conversations; `reason` tells why they cannot be read, else it is empty."""
        raise NotImplementedError

    def show_load_progress(self, text: str) -> None:
        """Say how far the reading is; an empty text when it is done."""
        raise NotImplementedError

    @work(thread=True, group="gathering")
    def _read_all(self) -> None:
        worker = get_current_worker()

        def told(done: int, total: int) -> None:
            if worker.is_cancelled:
                raise _CancelledError
            # Posted and not called: a screen that is going away answers nobody.
            self.post_message(_LoadProgress(done, total))

        try:
            self.post_message(_Loaded(list(Notebook(self._notebook.folder, told).summaries())))
        except AfspraakError as error:
            self.post_message(_Loaded((), str(error)))
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
