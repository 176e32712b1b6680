"""The context of a controller without an application, and a session on disk."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager, AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from textual.app import App
from textual.screen import Screen

from afspraak.data.ids import MANAGER
from afspraak.data.model.edits import AddAgreement
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session
from afspraak.tui.controllers.context.controller_context import Result
from afspraak.tui.controllers.context.panes import Panes
from afspraak.tui.environment import Environment
from afspraak.tui.keys.keymap import USUAL_KEYMAP
from afspraak.widgets.notes.pane import NotesPane
from afspraak.widgets.views.agreements import AgreementsPane
from afspraak.widgets.views.checklist import ChecklistPane

from .desks import AGREED


def new_session(folder: Path) -> Session:
    """A conversation of Jan's with Anna, with the agreement AGREED, in a file in this folder."""
    beginning = build_conversation(NewConversation("manager", "Jan Bakker", "Anna de Vries"))
    session = Session.create(folder / "talk.json", beginning, me=MANAGER)
    session.apply(AddAgreement(AGREED))
    return session


def new_panes(session: Session, activated: Callable[[], None] = lambda: None) -> Panes:
    """The panes of a desk with the content of this session, without a screen."""
    panes = Panes(
        ChecklistPane(id="checklist"),
        NotesPane(session.apply, id="notes"),
        AgreementsPane(id="agreements"),
        activated,
    )
    panes.load_notes(session)
    panes.show_rows(session)
    return panes


def bare_app() -> AbstractAsyncContextManager[object]:
    """An empty application, for the fields of forms that run a task when they are made."""
    return App[None]().run_test()


class FakeTimer:
    """A timer of a `FakeContext`."""

    def __init__(self, seconds: float, callback: Callable[[], None], *, repeats: bool) -> None:
        self.seconds, self.callback, self.repeats = seconds, callback, repeats
        self.stopped = False

    def stop(self) -> None:
        self.stopped = True


class FakeContext:
    """Records the requests of a controller to its screen; a test ends dialogs and lets time
    pass."""

    def __init__(self) -> None:
        self.first_key = USUAL_KEYMAP.first_key
        self.said: list[str] = []
        """Every sentence in the status line, the last one at the end."""
        self.dialogs: list[Screen[Any]] = []
        """The dialogs that are open, the topmost at the end."""
        self._answered: list[Callable[[Any], None] | None] = []
        self.timers: list[FakeTimer] = []
        self.work: list[Coroutine[Any, Any, None]] = []
        """What was to be run in a task; a test awaits it."""
        self.from_threads: list[Callable[[], None]] = []
        """What other threads asked for; a test calls it."""
        self.closed = False
        self.dismissed = False
        self.exit_status: int | None = None
        self.is_on_top = True
        self.environment = Environment()

    def show_status(self, text: str) -> None:
        self.said.append(text)

    def show_news(self, text: str) -> None:
        self.said.append(text)

    def push_screen(
        self, screen: Screen[Result], answered: Callable[[Result | None], None] | None = None
    ) -> None:
        self.dialogs.append(screen)
        self._answered.append(answered)

    def answer(self, result: object) -> Screen[Any]:
        """End the topmost dialog with this result, and return it."""
        dialog, answered = self.dialogs.pop(), self._answered.pop()
        if answered is not None:
            answered(result)
        return dialog

    def set_timer(self, seconds: float, callback: Callable[[], None]) -> FakeTimer:
        self.timers.append(FakeTimer(seconds, callback, repeats=False))
        return self.timers[-1]

    def set_interval(self, seconds: float, callback: Callable[[], None]) -> FakeTimer:
        self.timers.append(FakeTimer(seconds, callback, repeats=True))
        return self.timers[-1]

    def tick(self) -> None:
        """Make every running timer call back once, as if its time had passed."""
        running = [timer for timer in self.timers if not timer.stopped]
        self.timers = [timer for timer in running if timer.repeats]
        for timer in running:
            timer.callback()

    def run_worker(self, work: Coroutine[Any, Any, None], group: str) -> None:
        assert group
        self.work.append(work)

    def in_screen_thread(self, callback: Callable[[], None]) -> Callable[[], None]:
        return lambda: self.from_threads.append(callback)

    def suspend(self) -> AbstractContextManager[None]:
        return nullcontext()

    def close(self) -> None:
        self.closed = True

    def dismiss(self) -> None:
        self.dismissed = True

    def exit(self, status: int) -> None:
        self.exit_status = status
