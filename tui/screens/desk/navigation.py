"""The actions that leave the desk: other screens, follow-up, minutes, external editor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from ....data.session.session import Session
from ....widgets.language import tr
from ...controllers.context.screen_context import ScreenContext
from ...controllers.rows.private_answers import PrivateAnswers
from ...controllers.shared_keyboard import SharedKeyboard
from ...formatting.talk_clock import TalkClock

if TYPE_CHECKING:
    from ...controllers.external_editor import ExternalEditor


class DeskNavigation:
    """Opens other screens and programs from the desk; their modules are imported at first use."""

    def __init__(
        self,
        session: Session,
        context: ScreenContext,
        keyboard: SharedKeyboard,
        private: PrivateAnswers,
        clock: TalkClock | None,
    ) -> None:
        self._session, self._context = session, context
        self._keyboard, self._private, self._clock = keyboard, private, clock

    @cached_property
    def external_editor(self) -> ExternalEditor:
        """The user's own editor for the notes."""
        from ...controllers.external_editor import ExternalEditor

        return ExternalEditor(self._session, self._context)

    def start(self) -> None:
        """Offer the leftover copies of external editors, after the first frame."""
        self._context.call_after_refresh(self._begin_external_editor)

    def _begin_external_editor(self) -> None:
        self.external_editor.begin()

    def open_competencies(self) -> None:
        """Show all competencies, with the ratings of both partners."""
        from ..competencies import CompetenciesScreen

        switch_writer = self._keyboard.switch_writer
        screen = CompetenciesScreen(self._session, switch_writer, lambda: self._private.hidden)
        self._context.push_screen(screen)

    def open_overview(self) -> None:
        """Show the overview of all agreements."""
        from ..overview import OverviewScreen

        self._context.push_screen(OverviewScreen(self._session, self._clock))

    def open_history(self) -> None:
        """Show the history of the notes."""
        from ..history import HistoryScreen

        self._context.push_screen(HistoryScreen(self._session))

    def open_minutes(self) -> None:
        """Show the minutes as they would be exported now."""
        from ..minutes import MinutesScreen

        self._context.push_screen(MinutesScreen(self._session))

    def commands(self) -> Iterator[tuple[str, Callable[[], object]]]:
        """Yield commands for the palette that have no key: title, callback."""
        if self._session.conversation.header.talk_order:
            yield tr("desk.talk_order"), self.show_order

    def show_order(self) -> None:
        """Show what the talk is for, how it goes, and what becomes of the answers."""
        from ....data.kinds.kept_kind import order_of
        from ....data.kinds.record_form import record_form_of
        from ...forms.dialog.confirm import Notice

        conversation = self._session.conversation
        header, form = conversation.header, record_form_of(conversation)
        steps = [f"{number}. {step}" for number, step in enumerate(order_of(header), 1)]
        notice = [form.notice.purpose, form.notice.readers, form.notice.keep]
        notice += filter(None, [form.notice.rights, form.notice.never])
        text = "\n\n".join([header.aim, "\n".join(steps), " ".join(notice)])
        self._context.push_screen(Notice(form.name, text))

    def open_previous_minutes(self) -> None:
        """Show the minutes of the previous conversation."""
        from ..previous_minutes import previous_minutes_screen

        session = self._session
        previous = session.conversation.header.previous
        self._context.push_screen(
            previous_minutes_screen(session.path, previous, session.user, self._context)
        )

    def begin_follow_up(self, open_it: Callable[[Path], None]) -> None:
        """Begin a follow-up, or offer the existing one; `open_it` is called with its path."""
        from ....data.templates.kind_library import Library
        from ...controllers.follow_up import FollowUpController

        library = Library.of(self._context.settings)
        FollowUpController(self._session, self._context, library).begin(open_it)

    def export(self) -> None:
        """Write a version of the minutes to a file in the folder where afspraak was started."""
        from ....data.exchange.export import export_session
        from ...controllers.export import choose_and_write_minutes

        session = self._session
        choose_and_write_minutes(
            session.conversation,
            session.path,
            partial(export_session, session),
            self._context,
            locked=session.seal is not None,
        )
