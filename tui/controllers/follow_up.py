"""Follow-ups: a next conversation that begins with what is still open in this one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ...data.errors import AfspraakError
from ...data.i18n.catalogue import tr
from ...data.notebook.follow_up import (
    find_follow_up,
    follow_up_defaults,
    make_follow_up,
    title_day,
)
from ..formatting.clock import today
from .context import Dialogs

if TYPE_CHECKING:
    from ...data.notebook.new_conversation import NewConversation
    from ...data.session.session import Session


class FollowUpController:
    """Asks how the follow-up of a conversation should begin, and makes it.

    A follow-up that exists is offered first.
    """

    def __init__(self, session: Session, context: Dialogs, templates: Path | None) -> None:
        """Bind to the session of the previous one; `templates` has the user's own checklists."""
        self._session, self._context, self._templates = session, context, templates

    def begin(self, open_it: Callable[[Path], None]) -> None:
        """Begin the follow-up, or offer the one that exists; `open_it` gets its path."""
        previous, me = self._session.full_conversation(), self._session.me
        if me is None:
            names = " / ".join(partner.name for partner in previous.partners)
            self._context.show_status(tr("participant.unknown", names=names))
            return
        expected = follow_up_defaults(previous, me)

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
            self._context.push_screen(form, filled_in)

        def filled_in(beginning: NewConversation | None) -> None:
            if beginning is not None and not self._offer(beginning, open_it, "", lambda: None):
                self._make(beginning, open_it)

        if not self._offer(expected, open_it, tr("follow_up.another"), ask):
            ask()

    def _offer(
        self,
        beginning: NewConversation,
        open_it: Callable[[Path], None],
        no: str,
        otherwise: Callable[[], None],
    ) -> bool:
        """Offer an existing follow-up of this kind. Return False if there is none."""
        from ..forms.confirm import Confirm

        try:
            if find_follow_up(self._session.path, beginning.kind, user=self._session.user) is None:
                return False
        except AfspraakError as error:
            self._context.show_status(tr(error.message))
            return True

        def answered(yes: bool | None) -> None:
            if yes:
                self._make(beginning, open_it)
            else:
                otherwise()

        there = tr("follow_up.exists", kind=tr(f"conversation.kind.{beginning.kind}"))
        yes = tr("follow_up.open")
        question = Confirm(there, tr("follow_up.open_it"), yes=yes, no=no, yes_first=True)
        self._context.push_screen(question, answered)
        return True

    def _make(self, beginning: NewConversation, open_it: Callable[[Path], None]) -> None:
        try:
            path, previous = self._session.path, self._session.full_conversation()
            made = make_follow_up(
                path, previous, beginning, self._templates, user=self._session.user
            )
        except AfspraakError as error:
            self._context.show_status(tr(error.message))
        else:
            open_it(made.path)
