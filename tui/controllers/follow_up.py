"""Following up: the next conversation begins with what is left open in this one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App

from ...data.errors import AfspraakError
from ...data.i18n.catalogue import tr
from ...data.settings.settings import Settings
from ..formatting.clock import today
from .autosave import AutosaveController

if TYPE_CHECKING:
    from ...data.model.conversation import Conversation
    from ...data.notebook.new_conversation import NewConversation


class FollowUpController(AutosaveController):
    """The part of the desk that goes on to the follow-up."""

    next_path: Path | None = None
    """The conversation to open when this desk is left, where there is one."""

    def action_follow_up(self) -> None:
        """Begin the conversation that follows this one, or open it where it is there already."""
        session = self.session
        ask_follow_up(
            self.app,
            session.path,
            session.full_conversation(),
            session.me,
            open_it=self._open_follow_up,
            show_status=self.show_status,
        )

    def show_status(self, text: str) -> None:
        """A word about what just happened; the desk knows where to put it."""
        raise NotImplementedError

    def _open_follow_up(self, path: Path) -> None:
        if self.close_session(ask=True):
            self.next_path = path
            self.dismiss(None)


def ask_follow_up(
    app: App[Any],
    path: Path,
    previous: Conversation,
    me: str | None,
    *,
    open_it: Callable[[Path], None],
    show_status: Callable[[str], None],
) -> None:
    """Ask partner `me` for what the follow-up of the conversation at `path` begins with.

    One that is there already is offered first. `open_it` gets the path of the one that it becomes,
    `tell` what went wrong.
    """
    from ...data.notebook.follow_up import (
        find_follow_up,
        follow_up_defaults,
        make_follow_up,
        title_day,
    )

    def make(beginning: NewConversation) -> None:
        try:
            made = make_follow_up(path, previous, beginning, own)
        except AfspraakError as error:
            show_status(str(error))
        else:
            open_it(made.path)

    def ask() -> None:
        from ..forms.conversation import ConversationForm

        form = ConversationForm(
            my_name=expected.my_name,
            other_name=expected.other_name,
            me=expected.me,
            kind=expected.kind,
            day=expected.date,
            about=title_day(previous),
            minutes=expected.minutes,
            language=expected.language,
            today=today(),
        )
        app.push_screen(form, filled_in)

    def filled_in(beginning: NewConversation | None) -> None:
        if beginning is not None and not offer(beginning, "", lambda: None):
            make(beginning)

    def offer(beginning: NewConversation, no: str, otherwise: Callable[[], None]) -> bool:
        """Offer the follow-up of this kind that is there already; False where there is none."""
        from ..forms.confirm import Confirm

        try:
            if find_follow_up(path, beginning.kind) is None:
                return False
        except AfspraakError as error:
            show_status(str(error))
            return True
        there = tr("follow_up.exists", kind=tr(f"conversation.kind.{beginning.kind}"))
        yes = tr("follow_up.open")
        question = Confirm(there, tr("follow_up.open_it"), yes=yes, no=no, yes_first=True)
        app.push_screen(question, lambda answer: make(beginning) if answer else otherwise())
        return True

    if me is None:
        names = " / ".join(partner.name for partner in previous.partners)
        show_status(tr("participant.unknown", names=names))
        return
    own = getattr(app, "settings", Settings()).templates
    expected = follow_up_defaults(previous, me)
    if not offer(expected, tr("follow_up.another"), ask):
        ask()
