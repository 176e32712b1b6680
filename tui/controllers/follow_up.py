"""Follow-ups: a next conversation that begins with the open items and agreements of this one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ...data.errors import AfspraakError, UsageError
from ...data.notebook.follow_up import find_follow_up, follow_up_defaults, make_follow_up, title_day
from ...widgets.language import tr
from ..formatting.clock import today
from .context.controller_context import Dialogs
from .context.show_errors import show_errors

if TYPE_CHECKING:
    from ...data.notebook.new_conversation import NewConversation
    from ...data.session.session import Session
    from ...data.templates.kind_library import Library


class FollowUpController:
    """Offers the existing follow-up of a conversation, or asks for the values of a new one."""

    def __init__(self, session: Session, context: Dialogs, library: Library) -> None:
        """Bind to the session of the previous conversation; `library` has the kinds."""
        self._session, self._context, self._library = session, context, library

    def begin(self, open_it: Callable[[Path], None]) -> None:
        """Begin a follow-up, or offer the existing one; `open_it` is called with its path."""
        previous, me = self._session.full_conversation(), self._session.me
        if me is None:
            names = " / ".join(partner.name for partner in previous.partners)
            self._context.show_status(tr("participant.unknown", names=names))
            return
        try:
            expected = follow_up_defaults(previous, me, library=self._library)
        except UsageError as error:
            self._context.show_status(tr(error.message))
            return

        def ask() -> None:
            from ..forms.conversation import ConversationForm

            form = ConversationForm(
                my_name=expected.my_name,
                other_name=expected.other_name,
                me=expected.me,
                kind=expected.kind,
                day=expected.date,
                about=title_day(previous),
                minutes=expected.minutes if expected.kind == previous.header.kind else None,
                language=expected.language,
                today=previous.header.date or today(),
                library=self._library,
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
        """Ask whether to open the existing follow-up of this kind. Return False if there is none.

        `no` is the label of the other answer, upon which `otherwise` is called.
        """
        from ..forms.dialog.confirm import Confirm

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

        kind = self._library.name_of(beginning.kind, beginning.language)
        question_text = tr("follow_up.exists", kind=kind)
        yes = tr("follow_up.open")
        question = Confirm(question_text, tr("follow_up.open_it"), yes=yes, no=no, yes_first=True)
        self._context.push_screen(question, answered)
        return True

    def _make(self, beginning: NewConversation, open_it: Callable[[Path], None]) -> None:
        with show_errors(self._context.show_status):
            path, previous = self._session.path, self._session.full_conversation()
            made = make_follow_up(path, previous, beginning, self._library, user=self._session.user)
            open_it(made.path)
