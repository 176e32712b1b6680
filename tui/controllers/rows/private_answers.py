"""Private answers on the desk: hidden from the meeting day on, and shared on request.

Before the meeting day, a partner who prepares sees their private answers. From that day on, the
other partner may see the screen: then private answers are hidden until the user shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from ....data.ids import RowId
from ....data.model.checklist.private_answers import answers_to_share, are_hidden_on
from ....data.model.edits import Answer, EditGroup
from ....data.session.session import Session
from ....widgets.language import plural, tr
from ..context.controller_context import Dialogs
from ..shared_keyboard import SharedKeyboard


class PrivateAnswers:
    """Hides private answers, and shares them on request."""

    def __init__(
        self,
        session: Session,
        context: Dialogs,
        keyboard: SharedKeyboard,
        show_instead: Callable[[str], None],
    ) -> None:
        """Bind to a session.

        `show_instead` shows a text instead of private answers; "" shows the answers.
        """
        self._session, self._context, self._keyboard = session, context, keyboard
        self._show_instead = show_instead
        self.hidden = False
        """Whether private answers are hidden now."""

    def begin(self, day: date) -> None:
        """Hide private answers if the meeting day is `day` or earlier; `day` is today."""
        self._hide(self._meeting_day_reached(day))

    def hide_again(self, day: date) -> None:
        """Hide private answers again, when the writer changes on or after the meeting day."""
        self._hide(self.hidden or self._meeting_day_reached(day))

    def _meeting_day_reached(self, day: date) -> bool:
        return are_hidden_on(day, self._session.conversation.header)

    def toggle(self) -> None:
        """Hide private answers, or show them again on this screen."""
        if self._keyboard.refuses("participant.guest.private"):
            return
        self._hide(not self.hidden)
        key = "desk.private_hidden" if self.hidden else "desk.private_visible"
        self._context.show_status(tr(key, press=self._context.first_key("list.hide_private")))

    def _hide(self, hidden: bool) -> None:
        self.hidden = hidden
        key = self._context.first_key("list.hide_private")
        self._show_instead(tr("pane.private_hidden", press=key) if hidden else "")

    def show(self, item_id: RowId | None) -> None:
        """Share the private answer to one item; with None, those to all items after a question."""
        if self._keyboard.refuses("participant.guest.private"):
            return
        private = self._session.private_answers()
        if item_id is not None:
            private = {item: text for item, text in private.items() if item == item_id}
        shown = answers_to_share(
            self._session.conversation, private, self._session.require_partner()
        )
        if not shown and item_id is None:
            self._context.show_status(
                tr("desk.nothing_private_left" if private else "desk.nothing_private_at_all")
            )
        elif not shown:
            self._context.show_status(
                tr("desk.shown_already" if private else "desk.nothing_private")
            )
        elif item_id is not None:
            self._move_answers(shown)
        else:
            self._ask_to_show(list(shown))

    def _move_answers(self, shown: Mapping[RowId, str]) -> None:
        """Move the private answers to these items to the shared ones, item id to text.

        It is one undo step. Say how many are left for this partner alone.
        """
        session = self._session
        me = session.require_partner()
        shared = EditGroup(tuple(Answer(item, me, text) for item, text in shown.items()))
        with session.undo_stack.one_step():
            session.apply(shared)
            for item in shown:
                session.apply(Answer(item, me, "", private=True))
        items = {item.id for item in session.conversation.checklist}
        left = len(items & session.private_answers().keys())
        name = session.conversation.short_name(session.conversation.name_of(session.other))
        self._context.show_status(
            tr(
                "desk.shown",
                name=name,
                left=plural("desk.private_left", left) if left else tr("desk.private_left.none"),
                undo=self._context.first_key("list.undo"),
            )
        )

    def _ask_to_show(self, items: list[RowId]) -> None:
        """Ask whether to share the answers to these items; the question has their number."""
        from ...forms.dialog.confirm import Confirm

        session = self._session

        def answered(yes: bool | None) -> None:
            if not yes:
                return
            # The answers may have changed since the question: share the present ones.
            own = session.private_answers()
            private = {item: own[item] for item in items if item in own}
            if shown := answers_to_share(session.conversation, private, session.require_partner()):
                self._move_answers(shown)

        name = session.conversation.name_of(session.other)
        question = plural("desk.show_private", len(items), name=name)
        self._context.push_screen(Confirm(question, tr("desk.show_private.detail")), answered)
