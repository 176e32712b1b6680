"""The desk: the three panes around one session.

The desk composes panes and controllers, and passes each message of a pane and each key to a
controller. Controllers apply edits to the session, and follow its changes as events.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.events import DescendantFocus, Resize

from ....data.model.edits import Write
from ....data.session.session import Session
from ....widgets import messages
from ....widgets.chrome.dirty_compositor import DirtyRegionCompositor
from ....widgets.chrome.footer import Footer
from ....widgets.chrome.header import Header
from ....widgets.language import tr
from ....widgets.primitives.row_list import RowList
from ....widgets.primitives.wall import Wall
from ...controllers.context.location import Location
from ...controllers.context.panes import DeskPane, Panes
from ...controllers.context.screen_context import ScreenContext
from ...controllers.pane_width import PaneWidth
from ...controllers.rows.row_forms import FormRequest
from ...controllers.search_bar import SearchBar
from ...environment import keymap_of
from ...keys import table as keys
from ..first_frame import FirstFrameScreen
from .controllers import DeskControllers
from .key_hints import desk_hints
from .layout import DeskLayout
from .panes import Agreements, Checklist, Notes


class Desk(FirstFrameScreen[None]):
    """The screen of one conversation. Leaving it closes the session."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("desk")
    AUTO_FOCUS = ""

    def __init__(self, session: Session, location: Location | None = None) -> None:
        """Build the desk; it begins at `location`, or in the checklist if that is None."""
        super().__init__()
        self._begin_at = location
        self._compositor = DirtyRegionCompositor()
        self.session = session
        self.next_path: Path | None = None
        """The conversation to open after this desk closes; None for the notebook."""
        self._header, self._finder, self._hints = Header(), SearchBar(), Footer()
        keymap = keymap_of(self.app)
        add, agree = keymap.first_key("list.add"), keymap.first_key("notes.agree")
        checklist = Checklist(id="checklist", empty_hint=tr("desk.no_items", add=add))
        no_agreements = tr("desk.no_agreements", add=add, agree=agree)
        agreements = Agreements(id="agreements", empty_hint=no_agreements)
        self._panes = panes = Panes(
            checklist,
            Notes(session.apply, refuses=self._refuses, id="notes"),
            agreements,
            self._pane_activated,
        )
        self._layout = DeskLayout(panes)
        self._screen_context = context = ScreenContext(self, self._header, self._hints)
        self._layout.chosen_width = context.settings.checklist_width
        self._width = PaneWidth(context, self._layout, self._layout_changed)
        self.controllers = DeskControllers(
            session, context, panes, self._header, self._hints, self._finder
        )

    @property
    def active_pane(self) -> DeskPane:
        """The pane to which the keys of this context apply."""
        return self._panes.active

    @property
    def key_context(self) -> str:
        """The context of the key table that applies: the id of the active pane."""
        return str(self.active_pane.id)

    def compose(self) -> ComposeResult:
        """Yield the header, the three panes, the hidden search bar and the footer."""
        self._layout.arrange(self.app.size)  # so that the first layout is the final one
        yield self._header
        with Container(id="panes"):
            yield from self._layout.widgets
        yield self._finder
        yield self._hints

    def on_mount(self) -> None:
        """Show everything, and begin in the checklist."""
        self._finder.display = False
        self._panes.checklist.focus()
        self._show_hints()
        self.controllers.start(self._begin_at)

    def on_unmount(self) -> None:
        """Unsubscribe from the session, and release the copies that editors may have open."""
        self._width.remember()
        self.controllers.close()

    def on_resize(self, event: Resize) -> None:
        """Lay the panes out for this size."""
        self._layout.arrange(event.size)
        self.call_after_refresh(self._laid_out)

    def show_status(self, text: str) -> None:
        """Show a sentence in the status line for some seconds."""
        self._screen_context.show_status(text)

    def keys_settled(self) -> None:
        """Record that the user is present; called when no key is left to process."""
        self.controllers.unread.note_key()

    def close_session(self, *, ask: bool) -> bool:
        """Save and close the session; see `SessionScreen`."""
        return self.controllers.autosave.close(ask=ask)

    def more_commands(self) -> Iterator[tuple[str, Callable[[], object]]]:
        """Yield commands for the palette that have no key: title, callback."""
        yield from self.controllers.autosave.commands()
        yield from self.controllers.navigation.commands()

    # Messages of the panes

    @on(messages.EditRequested)
    def _edit(self, message: messages.EditRequested) -> None:
        self.controllers.edits.apply(message.edit)

    @on(messages.AgreementFormRequested)
    @on(messages.ItemFormRequested)
    @on(messages.AnswerFormRequested)
    def _open_form(self, message: FormRequest) -> None:
        self.controllers.forms.open(message)

    @on(messages.ProgressFormRequested)
    def _open_progress(self, message: messages.ProgressFormRequested) -> None:
        self.controllers.progress.open(message.agreement_id)

    @on(messages.RatingRequested)
    def _rate(self, message: messages.RatingRequested) -> None:
        self.show_status(self.controllers.ratings.step(message.item_id, message.rating))

    @on(messages.DisclosureRequested)
    def _disclose(self, message: messages.DisclosureRequested) -> None:
        self.controllers.private.show(message.item_id)

    @on(messages.NoteRequested)
    def _go_to_section(self, message: messages.NoteRequested) -> None:
        self._panes.go_to("notes")
        self._panes.notes.go_to_section(message.section)

    @on(messages.PasteTruncated)
    def _paste_truncated(self, message: messages.PasteTruncated) -> None:
        self.show_status(tr("desk.truncated", kept=message.kept, dropped=message.dropped))

    @on(messages.FindRequested)
    def _find(self, message: messages.FindRequested) -> None:
        self.controllers.search.find(message.words, message.forward)

    @on(messages.SearchBarClosed)
    def _close_search(self) -> None:
        self.controllers.search.close()

    @on(RowList.Highlighted)
    @on(messages.SectionEntered)
    def _cursor_moved(self) -> None:
        self.controllers.detail.follow()

    @on(Wall.Dragged)
    def _wall_dragged(self, message: Wall.Dragged) -> None:
        if message.wall is self._layout.left_wall:
            self._width.choose(message.x)

    @on(messages.KeysChanged)
    def _keys_changed(self) -> None:
        self._show_hints()

    @on(DescendantFocus)
    def _focus_moved(self, message: DescendantFocus) -> None:
        if self._panes.follow_focus(message.widget):
            self._show_hints()
            self.controllers.hints.enter(self.key_context)
            self._mark_active()

    # Keys

    def action_next_pane(self) -> None:
        """Focus the next pane, in the circle checklist, notes, agreements; indent in a list."""
        if not self._panes.notes.indent(deeper=True):
            self._panes.step(1)

    def action_previous_pane(self) -> None:
        """Focus the previous pane in the circle; outdent in a list."""
        if not self._panes.notes.indent(deeper=False):
            self._panes.step(-1)

    def action_pane(self, name: str) -> None:
        """Focus the pane with this id: `checklist`, `notes` or `agreements`."""
        self._panes.go_to(name)

    def action_to_list(self) -> None:
        """Go back from the notes to the list that was active before."""
        self._panes.back_to_list()

    def action_enlarge(self) -> None:
        """Give the notes the room of a talk, or a list all of it; or show all three again."""
        self._layout.switch()
        self.call_after_refresh(self._laid_out)
        self._show_hints()

    def action_wider(self) -> None:
        """Make the checklist wider."""
        self._width.step(1)

    def action_narrower(self) -> None:
        """Make the checklist narrower."""
        self._width.step(-1)

    def action_save(self) -> None:
        """Save now."""
        self.controllers.autosave.save()

    @on(messages.UndoRequested)
    def action_undo(self) -> None:
        """Undo the last step; all panes share one undo history."""
        self.controllers.edits.undo()

    @on(messages.RedoRequested)
    def action_redo(self) -> None:
        """Redo the step that was undone last."""
        self.controllers.edits.redo()

    @on(messages.SearchRequested)
    def action_search(self) -> None:
        """Open the search bar for the active pane."""
        self.controllers.search.open()

    def action_switch_writer(self) -> None:
        """Make the other partner the writer."""
        self.controllers.keyboard.switch_writer()

    def action_hide_private(self) -> None:
        """Hide private answers, or show them again on this screen."""
        self.controllers.private.toggle()

    def action_share(self) -> None:
        """Ask for a host and login, and share; or reconnect to a share that is disconnected."""
        self.controllers.sharing.share()

    def action_to_other(self) -> None:
        """Go to the pane, and to the caret or row, of the other partner."""
        self.controllers.sharing.go_to_peer()

    def action_next_news(self) -> None:
        """Go to the next unread change."""
        self.controllers.unread.next()

    def action_news(self) -> None:
        """List all unread changes in words, and ask whether to mark them as read."""
        self.controllers.unread.open()

    def action_approve(self) -> None:
        """Open the approval form."""
        self.controllers.approvals.open()

    def action_header(self) -> None:
        """Edit the header: title, date, place, job profile, goals, competencies, names."""
        self.controllers.forms.open_header()

    def action_export(self) -> None:
        """Write the minutes to a file in the folder where afspraak was started."""
        self.controllers.navigation.export()

    def action_edit_outside(self) -> None:
        """Open the notes in the user's own editor."""
        self.controllers.navigation.external_editor.open()
        self._panes.go_to("notes")

    def action_competencies(self) -> None:
        """Show all competencies, with the ratings of both partners."""
        self.controllers.navigation.open_competencies()

    def action_overview(self) -> None:
        """Show the overview of all agreements."""
        self.controllers.navigation.open_overview()

    def action_history(self) -> None:
        """Show the history of the notes."""
        self.controllers.navigation.open_history()

    def action_minutes(self) -> None:
        """Show the minutes as they would be exported now."""
        self.controllers.navigation.open_minutes()

    def action_look_back(self) -> None:
        """Show the minutes of the previous conversation."""
        self.controllers.navigation.open_previous_minutes()

    def action_follow_up(self) -> None:
        """Begin the follow-up of this conversation, or offer the existing one."""
        self.controllers.navigation.begin_follow_up(self._open_next)

    def action_leave(self) -> None:
        """Close the session, and return to the notebook."""
        if self.close_session(ask=True):
            self.dismiss(None)

    # Helpers

    def _layout_changed(self) -> None:
        self.call_after_refresh(self._laid_out)

    def _laid_out(self) -> None:
        self._layout.draw_walls()
        self.controllers.detail.follow()

    def _refuses(self, edit: Write) -> bool:
        return self.controllers.edits.refuses(edit)

    def _open_next(self, path: Path) -> None:
        if self.close_session(ask=True):
            self.next_path = path
            self.dismiss(None)

    def _pane_activated(self) -> None:
        self._mark_active()
        self.set_focus(self.active_pane.body)
        self._show_hints()
        self.controllers.hints.enter(self.key_context)

    def _mark_active(self) -> None:
        self._layout.apply()
        self.call_after_refresh(self._laid_out)

    def _show_hints(self) -> None:
        panes, active = self._panes, self.active_pane
        hints = desk_hints(
            keymap_of(self.app),
            self.key_context,
            self._layout.next_mode,
            in_list=active is panes.notes and panes.notes.in_list,
            on_competency=active is panes.checklist and panes.checklist.on_competency,
        )
        self._hints.show_pairs(*hints)
