"""The overview screen: all agreements of a conversation, and the progress of the selected one."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.events import DescendantFocus, Resize

from ...data.model.changes import Changes
from ...data.model.edits import Change
from ...data.session.session import Session
from ...widgets.drawing.beside.agreement_log import log_rows, log_title
from ...widgets.drawing.desk.desk_geometry import WIDE
from ...widgets.drawing.title_rule import Title
from ...widgets.language import tr
from ...widgets.messages import AgreementFormRequested
from ...widgets.primitives.pane import ListPane, pane_around
from ...widgets.primitives.row_list import RowList
from ...widgets.primitives.wall import Wall
from ...widgets.views.overview import AgreementChosen, OverviewPane
from ...widgets.views.reading import ReadingPane
from ..controllers.autosave import POLL_SECONDS
from ..controllers.rows.edits import EditController
from ..controllers.rows.progress import ProgressController
from ..controllers.rows.row_forms import RowForms
from ..environment import keymap_of
from ..formatting.clock import today
from ..formatting.talk_clock import TalkClock
from ..keys import table as keys
from .framed_screen import SessionView

_FRAME_ROWS = 2
_MIN_LOG = 5
"""The fewest rows of the log below the overview."""


class Overview(OverviewPane):
    """The overview, with its key bindings."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("overview")


class Log(ReadingPane):
    """The progress log, with its key bindings."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("overview")


class OverviewScreen(SessionView[ListPane]):
    """All agreements of the desk's session."""

    key_context = "overview"

    def __init__(self, session: Session, clock: TalkClock | None) -> None:
        """Build the overview; without a clock its header shows none."""
        super().__init__(session)
        add = keymap_of(self.app).first_key("overview.add")
        hint = tr("overview.empty", press=add)
        self.active_pane = self._overview = Overview(empty_hint=hint, id="overview")
        self._clock = clock
        self._log = Log(id="log")
        self._wall = Wall(
            [self._overview.rule, self._log.rule],
            lambda _: True,  # one of its two neighbours has the focus
            lambda rule: rule is self.active_pane.rule,
        )
        context = self._screen_context
        self._edits = edits = EditController(session, context)
        self._forms = RowForms(session, context, edits)
        self._progress = ProgressController(session, context, edits)

    def body(self) -> ComposeResult:
        """Yield overview, wall and log."""
        with Container(id="at_a_glance"):
            yield self._overview
            yield self._wall
            yield self._log

    def on_mount(self) -> None:
        """Show everything."""
        self._show()
        if self._clock is not None:
            self._show_clock(self._clock)
            self._screen_context.set_interval(POLL_SECONDS, partial(self._show_clock, self._clock))

    def on_resize(self, event: Resize) -> None:
        """Put the log below the overview, or beside it if there is room."""
        self._arrange(event.size.width, event.size.height)

    @on(AgreementChosen)
    def _agreement_chosen(self) -> None:
        self._show_log()

    @on(DescendantFocus)
    def _focus_moved(self, message: DescendantFocus) -> None:
        panes = (self._overview, self._log)
        self.active_pane = pane_around(message.widget, panes) or self.active_pane
        self.call_after_refresh(self._wall.lay_out)

    def follow(self, changes: Changes) -> None:
        """Show the changes of the agreements."""
        if changes.rows:
            self._show()

    # Actions

    def action_add(self) -> None:
        """Open the form of a new agreement."""
        self._forms.open_agreement(AgreementFormRequested(None))

    def action_done(self) -> None:
        """Toggle the selected agreement between done and open."""
        if agreement := self._overview.agreement:
            status = "open" if agreement.status == "done" else "done"
            self._edits.apply(Change("agreement", agreement.id, {"status": status}))

    def action_progress(self) -> None:
        """Record progress on the selected agreement."""
        if agreement := self._overview.agreement:
            self._progress.open(agreement.id)

    @on(RowList.Opened)
    def action_edit(self) -> None:
        """Edit the selected agreement."""
        self._open_form()

    def action_owner(self) -> None:
        """Edit who does the selected agreement."""
        self._open_form("owner")

    def action_due(self) -> None:
        """Edit when the selected agreement is due."""
        self._open_form("due")

    def action_undo(self) -> None:
        """Undo the last step of the desk."""
        self._edits.undo()

    def action_redo(self) -> None:
        """Redo the step that was undone last."""
        self._edits.redo()

    def action_other_pane(self) -> None:
        """Move the focus between the overview and the log."""
        to_log = self.active_pane is self._overview and self._log.display
        other = self._log if to_log else self._overview
        self.active_pane = other
        self.set_focus(other.body)

    # Showing

    def _open_form(self, field: str = "") -> None:
        if agreement := self._overview.agreement:
            self._forms.open_agreement(AgreementFormRequested(agreement.id, focus_field=field))

    def _show(self) -> None:
        self._heading.show_title(*self.title_forms(tr("overview.heading")))
        self._overview.show(self._session.full_conversation(), today())
        self._arrange(*self.app.size)
        self._show_log()
        self.show_keys()

    def show_keys(self) -> None:
        """Show the keys that have a meaning now."""
        keymap, context = keymap_of(self.app), self.key_context
        if self._overview.agreement:
            super().show_keys()
        else:
            add = (keymap.first_key("overview.add"), tr("hint.overview.add"))
            to_log = ("overview.other_pane",)
            self._hints.show_pairs([add], keymap.hints(context, always=True, omit=to_log))

    def _arrange(self, width: int, height: int) -> None:
        """Give the log what the agreements and their timeline leave, or the right of the screen."""
        is_wide = width >= WIDE and self._overview.agreement is not None
        self.set_class(is_wide, "-wide")
        self._wall.display = is_wide
        room = height - _FRAME_ROWS
        wanted = self._overview.lines_wanted(width)
        if is_wide or self._overview.agreement is None:
            self._overview.styles.height = "100%"
        else:
            self._overview.styles.height = max(4, min(wanted, room - _MIN_LOG))

    def _show_log(self) -> None:
        agreement, conversation = self._overview.agreement, self._session.conversation
        self._log.display = agreement is not None
        if agreement is None or conversation.agreement(agreement.id) is None:
            self._log.show(None, Title((tr("overview.log"),)), [])
            return
        keymap = keymap_of(self.app)
        pressed = keymap.first_key("overview.progress"), keymap.first_key("overview.edit")
        width = self._log.size.width or self.app.size.width
        rows = log_rows(agreement, conversation, self._session.me, today(), width - 1, pressed)
        self._log.show(agreement.id, log_title(agreement, conversation), rows)

    def _show_clock(self, clock: TalkClock) -> None:
        self._heading.show_clock(clock.face(self._session.conversation.header))
