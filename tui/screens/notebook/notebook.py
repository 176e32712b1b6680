"""The notebook screen: choose a conversation, or begin a new one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.screen import Screen
from textual.widget import Widget

from ....data.notebook.agenda.board import Board
from ....data.notebook.notebook import Notebook
from ....data.notebook.summary import Summary
from ....data.settings.settings import Settings
from ....data.system.paths import home_relative
from ....widgets.drawing.notebook.facts import notebook_facts
from ....widgets.drawing.notebook.rows import folds
from ....widgets.language import tr
from ....widgets.messages import FindRequested, FindTextChanged, SearchBarClosed
from ....widgets.views.conversations import ConversationList
from ....widgets.views.notebook import NotebookBody, Shown
from ...controllers.context.controller_context import Result
from ...controllers.context.screen_context import ScreenContext
from ...controllers.context.show_errors import show_errors
from ...controllers.notebook.beginning import BeginningController
from ...controllers.notebook.putting_away import PuttingAwayController
from ...controllers.offers import OffersController
from ...controllers.search_bar import SearchBar
from ...environment import keymap_of
from ...formatting.clock import today
from ...keys import table as keys
from ..framed_screen import FramedScreen
from .board import LoadedBoard
from .filter import NotebookFilter
from .loader import NotebookLoader
from .texts import named_keys, notebook_hints, notebook_titles, retention_reminder


class Conversations(ConversationList):
    """The list, with its key bindings."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("notebook")


class NotebookScreen(FramedScreen[Conversations]):
    """The conversations of a notebook."""

    key_context = "notebook"

    def __init__(
        self, notebook: Notebook, settings: Settings, loaded: LoadedBoard | None = None
    ) -> None:
        """Build the screen; `loaded` is what was read of the notebook already."""
        super().__init__()
        self.active_pane = Conversations(id="conversations")
        keys = named_keys(keymap_of(self.app))
        self._body = NotebookBody(self.active_pane, keys, self.first_key("notebook.fold"))
        self._notebook = notebook
        self._settings = settings
        self._board = Board()
        self._folded = True
        self._reminded = False
        self._filter = NotebookFilter()
        self._finder = SearchBar()
        context = ScreenContext(self, self._heading, self._hints)
        self._screen_context = context
        self._loader = NotebookLoader(
            notebook, context, self._show_loaded, self._show_progress, loaded
        )
        self._offers = OffersController(notebook, context, self._show_offers, self.open)
        self._beginning = BeginningController(notebook, settings, self)
        self._away = PuttingAwayController(notebook, context, self._put_away)
        self._untouched = True
        """Whether no key was pressed since the screen was opened: the cursor may still move."""

    def body(self) -> Iterable[Widget]:
        """Yield list and filter, which is hidden at first."""
        yield self._body
        yield self._finder

    def on_mount(self) -> None:
        """Show the title; `on_screen_resume` reads the folder."""
        self._finder.display = False
        folder = self._notebook.folder
        self._heading.show_title(*notebook_titles(folder))
        self._loader.watch(lambda: self._screen_context.is_on_top)

    def on_screen_resume(self) -> None:
        """Read the folder: at the beginning, and after returning from a conversation."""
        self.action_reload()

    def on_screen_suspend(self) -> None:
        """Look for no offers while another screen is shown."""
        self._offers.pause()

    def on_unmount(self) -> None:
        """Stop looking for offers, and watching the folder."""
        self._offers.stop()
        self._loader.stop()
        self._screen_context.close()

    def keys_settled(self) -> None:
        """Record that the user has begun: from now on only they move the cursor."""
        self._untouched = False

    def more_commands(self) -> Iterator[tuple[str, Callable[[], object]]]:
        """Yield commands for the palette that have no key: title, callback."""
        yield from self._offers.commands()

    def action_reload(self) -> None:
        """Read the folder again, and look at every host again."""
        self._offers.stop()
        self._loader.load()

    @property
    def _is_empty(self) -> bool:
        """Whether there is nothing to choose: the first steps are shown."""
        return not (self._summaries or self._offers.by_key or self._loader.is_running)

    @property
    def _summaries(self) -> Sequence[Summary]:
        return self._board.summaries

    def _show_loaded(self, board: Board, reason: str) -> None:
        """Show these conversations, or `reason`, the error that hindered reading them."""
        if board.summaries != self._summaries:
            self._filter = NotebookFilter(board.summaries)
        self._board = board
        self._offers.watch(board.summaries)
        if reason:
            self.show_status(reason)
        elif not self._reminded:
            self._reminded = True
            self._remind()
        self._show()

    def _remind(self) -> None:
        """Remind once, in the status line, of people past the retention period."""
        years = self._settings.keep_years
        if line := retention_reminder(self._notebook, self._summaries, years, today()):
            self.show_status(tr(line))

    def _show_progress(self, text: str) -> None:
        """Show the progress of loading: in the status line, and in the list while it is empty."""
        self.show_status(text)
        self.active_pane.set_empty_text(text)
        self._show()

    @on(Conversations.Opened)
    def action_open(self) -> None:
        """Open the selected conversation, or join the selected offer.

        If there are copies of it, ask first whether to bring them together.
        """
        from ..open_conversation import offer_copies

        if (offer := self._offers.by_key.get(self.active_pane.key or "")) is not None:
            self._offers.join(offer)
            return
        if self._is_empty:
            self.action_begin()
        elif (chosen := self._chosen()) is None:
            return
        elif chosen.copies:
            offer_copies(self, chosen, self._notebook.user, self.open)
        else:
            self.open(chosen.path)

    def open(self, path: Path) -> None:
        """Open the desk with a conversation, or show why that fails."""
        from ..open_conversation import open_conversation

        # Nothing to push when the desk closes: the notebook is below it.
        open_conversation(self.app, path, home=lambda: None)

    def action_begin(self) -> None:
        """Ask for the first values of a conversation, create it and open it."""
        self._beginning.begin(self._summaries, self.open)

    def action_follow_up(self) -> None:
        """Begin the follow-up of the selected conversation, or offer the existing one."""
        from ....data.session.session import Session
        from ....data.templates.kind_library import Library
        from ...controllers.follow_up import FollowUpController

        if self._loader.is_running or (chosen := self._chosen()) is None:
            return

        def ask() -> None:
            session = Session.open_read_only(chosen.path, user=self._notebook.user)
            FollowUpController(session, self, Library.of(self._settings)).begin(self.open)

        self._with_participant(chosen.path, ask)

    def action_filter(self) -> None:
        """Open the filter, which shows only conversations that contain its words."""
        self._finder.display = True
        self._finder.focus()

    def action_show_all(self) -> None:
        """Close the filter, so that all conversations are shown."""
        self._filter_closed()

    def action_search(self) -> None:
        """Search the text of all conversations."""
        from ..search import SearchScreen

        if not self._loader.is_running:
            self.app.push_screen(SearchScreen(self._notebook))

    def action_agreements(self) -> None:
        """Show the agreements of all conversations."""
        from ..agreements import AgreementsScreen

        if not self._loader.is_running:
            self.app.push_screen(AgreementsScreen(self._notebook))

    def action_export(self) -> None:
        """Write the minutes of the selected conversation."""
        from ....data.exchange.export import export_minutes
        from ....data.notebook.summary import read_conversation
        from ...controllers.export import choose_and_write_minutes

        if (chosen := self._chosen()) is not None:
            user = self._notebook.user
            with show_errors(self.show_status):
                conversation = read_conversation(chosen.path, user=user)
                write = partial(export_minutes, chosen.path, user=user)
                choose_and_write_minutes(conversation, chosen.path, write, self, locked=False)

    def action_invite(self) -> None:
        """Write the other partner's preparation sheet and the appointment, and show their paths.

        Without any conversation, begin one first.
        """
        if self._is_empty:
            self._beginning.begin(self._summaries, self._invite)
        elif (chosen := self._chosen()) is not None:
            self._invite(chosen.path)

    def _invite(self, path: Path) -> None:
        from ....data.invitation.invite import invite
        from ....data.system.paths import working_folder
        from ...forms.dialog.confirm import Notice

        def write() -> None:
            invitation = invite(path, working_folder(), user=self._notebook.user)
            text = "\n\n".join(map(tr, invitation.lines(home_relative)))
            self.app.push_screen(Notice(tr("invitation.title"), text))

        self._with_participant(path, write)

    def action_about(self) -> None:
        """Show all data about the other partner of the selected conversation."""
        from ..about import show_about

        if self._loader.is_running or (chosen := self._chosen()) is None:
            return
        show_about(self.app, self._notebook.folder, chosen, self.show_status)

    def action_rename(self) -> None:
        """Ask for another name of the selected conversation."""
        if (chosen := self._chosen()) is not None:
            self._away.rename(chosen)

    def action_archive(self) -> None:
        """Archive the selected conversation."""
        if (chosen := self._chosen()) is not None:
            self._away.archive(chosen)

    def action_delete(self) -> None:
        """Ask, and delete the selected conversation."""
        if (chosen := self._chosen()) is not None:
            self._away.delete(chosen)

    def action_undo(self) -> None:
        """Undo the last rename, archiving or deletion."""
        self._away.undo()

    def action_archived(self) -> None:
        """Show what is archived, and what was deleted."""
        from ..archive.archived import ArchiveScreen

        self.app.push_screen(ArchiveScreen(self._notebook))

    def action_to_shell(self) -> None:
        """Suspend to the shell, until `fg`."""
        self.app.action_suspend_process()

    def first_key(self, binding: str) -> str:
        """Return the first key of the binding with this id, as screens show it."""
        return keymap_of(self.app).first_key(binding)

    def push_screen(
        self, screen: Screen[Result], answered: Callable[[Result | None], None] | None = None
    ) -> None:
        """Show a screen over this one; `answered` gets its result, None if it was cancelled."""
        self.app.push_screen(screen, answered)

    @on(FindTextChanged)
    def _filter_typed(self) -> None:
        self._show()

    @on(FindRequested)
    def _filter_done(self, message: FindRequested) -> None:
        message.stop()
        self.set_focus(self.active_pane)

    @on(SearchBarClosed)
    def _filter_closed(self) -> None:
        self._finder.display = False
        self.set_focus(self.active_pane)
        self._show()

    def _chosen(self) -> Summary | None:
        """Return the selected conversation; None, with a hint, for what is only offered."""
        if self.active_pane.key in self._offers.by_key:
            self._screen_context.show_status(tr("offers.first"))
        return next((s for s in self._summaries if s.slug == self.active_pane.key), None)

    def _put_away(self, key: str) -> None:
        """Read the folder again, and select this row, if it is there."""
        self.action_reload()
        self.active_pane.select(key)

    def _with_participant(self, path: Path, then: Callable[[], None]) -> None:
        """Call `then` once the user's partner in the conversation is known; show its errors."""
        from ..participant import with_participant

        def known() -> None:
            with show_errors(self.show_status):
                then()

        with show_errors(self.show_status):
            with_participant(self.app, path, known)

    def _show(self) -> None:
        words = self._finder.words if self._finder.display else ""
        day = today()
        self._heading.show_facts(notebook_facts(self._filter.agenda(day), self._board.late, day))
        shown = self._filter.agenda(day, words)
        if words:
            self.active_pane.set_empty_text(tr("notebook.no_match"))
        self._body.show(
            Shown(
                self._board,
                shown,
                self._offers.rows(words),
                day,
                len(self._summaries),
                folded=self._folded and not words,
                is_loading=self._loader.is_running,
            )
        )
        self._show_keys(can_fold=not words and folds(shown))

    def _show_keys(self, *, can_fold: bool) -> None:
        """Show the keys that have a meaning now."""
        has_rows = bool(self._summaries or self._offers.by_key)
        folder = self._notebook.folder
        keymap = keymap_of(self.app)
        hints = notebook_hints(keymap, folder, has_rows=has_rows, can_fold=can_fold)
        self._hints.show_pairs(*hints)

    def action_fold(self) -> None:
        """Show all conversations that were held, or only the last with each person."""
        self._folded = not self._folded
        self._show()

    def _show_offers(self) -> None:
        """Show what others offer; the cursor goes there while the user has not begun."""
        self._show()
        if self._untouched and self._offers.by_key:
            self.active_pane.select(next(iter(self._offers.by_key)))
