"""Private answers on the desk: hidden while both partners look on, shown on purpose.

While somebody prepares, they see their private answers. On the meeting day, and after it, the other
partner may be looking on: then private answers are hidden until asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from textual import on
from textual.screen import Screen

from ...data.i18n.catalogue import plural, tr
from ...data.model.edits import Answer, EditGroup
from ...data.model.private_answers import answers_to_share
from ...data.session.session import Session
from ...widgets.messages import DisclosureRequested
from ...widgets.views.checklist import ChecklistPane
from ..keys import table as keys
from .shared_keyboard import SharedKeyboard


class PrivateAnswers(Screen[None]):
    """The part of the desk that hides private answers, and shares them on request."""

    session: Session
    keyboard: SharedKeyboard
    private_hidden = False
    """Whether private answers are hidden now."""

    def show_status(self, text: str) -> None:
        """Show a sentence in the status line. Overridden by the desk."""
        raise NotImplementedError

    def begin_private_answers(self, day: date) -> None:
        """Hide private answers if the meeting day has come; `day` is today."""
        self._hide(self._meeting_day_reached(day))

    def hide_private_again(self, day: date) -> None:
        """Hide private answers because the keyboard changed hands on the meeting day."""
        self._hide(self.private_hidden or self._meeting_day_reached(day))

    def _meeting_day_reached(self, day: date) -> bool:
        held = self.session.conversation.header.date
        return held is not None and held <= day

    def action_hide_private(self) -> None:
        """Hide private answers, or show them again on this screen."""
        if self.keyboard.refuses("participant.guest.private"):
            return
        self._hide(not self.private_hidden)
        key = "desk.private_hidden" if self.private_hidden else "desk.private_visible"
        self.show_status(tr(key, press=keys.first_key("list.hide_private")))

    def _hide(self, hidden: bool) -> None:
        self.private_hidden = hidden
        key = keys.first_key("list.hide_private")
        pane = self.query_one(ChecklistPane)
        pane.hide_private(tr("pane.private_hidden", press=key) if hidden else "")

    @on(DisclosureRequested)
    def _disclosure_requested(self, message: DisclosureRequested) -> None:
        if self.keyboard.refuses("participant.guest.private"):
            return
        private = self.session.private_answers()
        if message.item_id is not None:
            private = {item: text for item, text in private.items() if item == message.item_id}
        shown = answers_to_share(self.session.conversation, private, self.session.require_partner())
        if not shown and message.item_id is None:
            self.show_status(
                tr("desk.nothing_private_left" if private else "desk.nothing_private_at_all")
            )
        elif not shown:
            self.show_status(tr("desk.shown_already" if private else "desk.nothing_private"))
        elif message.item_id is not None:
            self._show_answers(shown)
            self.show_status(tr("desk.shown", undo=keys.first_key("list.undo")))
        else:
            self._ask_to_show(list(shown))

    def _show_answers(self, shown: Mapping[str, str]) -> None:
        """Set these shared answers, item id to text, in one undo step."""
        me = self.session.require_partner()
        self.session.apply(EditGroup(tuple(Answer(item, me, text) for item, text in shown.items())))

    def _ask_to_show(self, items: list[str]) -> None:
        """Ask once whether to share these answers; the question says how many they are."""
        from ..forms.confirm import Confirm

        session = self.session

        def answered(yes: bool | None) -> None:
            if not yes:
                return
            # They may have changed meanwhile: share the answers as they are now.
            own = session.private_answers()
            private = {item: own[item] for item in items if item in own}
            if shown := answers_to_share(session.conversation, private, session.require_partner()):
                self._show_answers(shown)
                undo = keys.first_key("list.undo")
                self.show_status(tr("desk.shown_all", count=len(shown), undo=undo))

        other = session.conversation.partner(session.other)
        name = other.name if other else ""
        question = plural("desk.show_private", len(items), name=name)
        self.app.push_screen(Confirm(question, tr("desk.show_private.detail")), answered)
