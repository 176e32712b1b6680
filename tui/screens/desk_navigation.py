"""The desk's way out: competencies, agreements, history, the header, the user's own editor."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from textual import on

from ...data.i18n.catalogue import tr
from ...data.model.edits import Delete, EditGroup
from ...data.model.header_edits import HeaderChanges, header_edits
from ...widgets.messages import RatingRequested
from ..controllers.ratings import RatingController
from ..formatting.clock import Clock, today
from ..keys.table import first_key

if TYPE_CHECKING:
    from ..controllers.external_editor import ExternalEditor


class DeskNavigation(RatingController):
    """The part of the desk that opens other screens and the header form."""

    clock: Clock

    @cached_property
    def external_editor(self) -> ExternalEditor:
        """The user's own editor for the notes; loaded when it is first wanted."""
        from ..controllers.external_editor import ExternalEditor

        return ExternalEditor(self.app, self.session, self.show_status)

    def begin_external_editor(self) -> None:
        """Offer what editors left; after the first picture, which need not wait for it."""
        self.external_editor.begin()

    def action_edit_outside(self) -> None:
        """Open the notes in the user's own editor."""
        self.external_editor.open()
        self.action_pane("notes")

    def action_competencies(self) -> None:
        """Show all competencies, with the ratings of both partners."""
        from .competencies import CompetenciesScreen

        self.app.push_screen(CompetenciesScreen(self.session, self.action_switch_writer))

    def action_overview(self) -> None:
        """Show the overview of all agreements."""
        from .overview import OverviewScreen

        self.app.push_screen(OverviewScreen(self.session, self.clock))

    def action_history(self) -> None:
        """Show the history of the notes."""
        from .history import HistoryScreen

        self.app.push_screen(HistoryScreen(self.session))

    def action_look_back(self) -> None:
        """Show the minutes of the previous conversation."""
        from .previous_minutes import previous_minutes_screen

        previous = self.session.conversation.header.previous
        self.app.push_screen(previous_minutes_screen(self.session.path, previous))

    def action_header(self) -> None:
        """Edit the header: title, date, place, job profile, goals, competencies, names."""
        from ..forms.header import HeaderForm

        self.app.push_screen(HeaderForm(self.session.conversation, today()), self._take_header)

    @on(RatingRequested)
    def _rating_requested(self, message: RatingRequested) -> None:
        self.show_status(self.rate(message.item_id))

    def show_status(self, text: str) -> None:
        """Show a sentence in the status line. Overridden by the desk."""
        raise NotImplementedError

    def action_pane(self, name: str) -> None:
        """To the pane of this name."""
        raise NotImplementedError

    def action_switch_writer(self) -> None:
        """Make the other partner the writer, on the same keyboard."""
        raise NotImplementedError

    def _take_header(self, changes: HeaderChanges | None) -> None:
        # The conversation may have changed under the form: make the edits from its present state.
        if changes and (edits := header_edits(self.session.conversation, changes)):
            self.session.apply(EditGroup(edits))
            if any(isinstance(edit, Delete) for edit in edits):
                self.show_status(tr("desk.deleted", undo=first_key("list.undo")))
