"""Keeping the session of a desk: looking after it now and then, and letting go of it at the end."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from textual import work
from textual.screen import Screen

from ..data.errors import AfspraakError
from ..data.language import say

if TYPE_CHECKING:
    from ..data.keeping import Job
    from ..data.session import Session

LOOK_SECONDS = 0.5
"""How often is looked whether the session needs keeping."""


class Keeping(Screen[None]):
    """The part of the desk that sees to it that its session is saved. The work is a thread's."""

    session: Session
    _left = False

    def begin_keeping(self) -> None:
        """Look after the session from now on."""
        self.set_interval(LOOK_SECONDS, self._look)

    def close_session(self, *, ask: bool) -> bool:
        """Save and let go of the session; False where that fails and `ask` asks what to do."""
        if self._left:
            return True
        self.keep_looked()
        try:
            self.session.close()
        except AfspraakError as error:
            if ask:
                self._ask_to_leave(str(error))
                return False
        self._left = True
        self.end_sharing()  # last of all: a line that is stuck takes a while to let go of
        return True

    def end_sharing(self) -> None:
        """Let go of where the session is shared, if anywhere."""

    def keep_looked(self) -> None:
        """Remember that the user saw everything."""

    def _ask_to_leave(self, reason: str) -> None:
        from .forms.confirm import Confirm

        def answered(yes: bool | None) -> None:
            if yes:
                self._left = True
                self.end_sharing()
                self.app.exit(3)

        question = say("desk.leave_unsaved")
        self.app.push_screen(Confirm(question, reason), answered)

    def _look(self) -> None:
        job = None if self._left else self.session.job(time.monotonic())
        if job is not None:
            self._run_job(job)

    @work(thread=True, group="keeping")
    def _run_job(self, job: Job) -> None:
        job.run()
        self.app.call_from_thread(self._settle, job)

    def _settle(self, job: Job) -> None:
        if not self._left:
            self.session.settle(job)
