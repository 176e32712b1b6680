"""Follow-ups: a next conversation that begins with what is still open in this one."""

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
    """The part of the desk that begins or opens the follow-up."""

    next_path: Path | None = None
    """The conversation to open after this desk closes, if any."""

    def action_follow_up(self) -> None:
        """Begin the follow-up of this conversation, or open the one that exists."""
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
        """Show a sentence in the status line. Overridden by the desk."""
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
    """Ask partner `me` how the follow-up of the conversation at `path` should begin.

    A follow-up that exists is offered first. `open_it` gets the path of the follow-up,
    `show_status` a sentence if something fails.
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
            show_status(tr(error.message))
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
        """Offer an existing follow-up of this kind. Return False if there is none."""
        from ..forms.confirm import Confirm

        try:
            if find_follow_up(path, beginning.kind) is None:
                return False
        except AfspraakError as error:
            show_status(tr(error.message))
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
