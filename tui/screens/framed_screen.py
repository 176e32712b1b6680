"""The frame of a screen beside the desk: a header, a body, and a footer with the keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.widget import Widget

from ...data.model.changes import Changes
from ...data.session.listeners import SessionEvent
from ...data.session.session import Session
from ...data.storage.saving.status import SaveStatus
from ...widgets.chrome.footer import Footer
from ...widgets.chrome.header import Header
from ..controllers.context.screen_context import ScreenContext
from ..environment import keymap_of
from ..formatting.titles import title_forms
from .first_frame import FirstFrameScreen

_Pane = TypeVar("_Pane", bound=Widget)


class FramedScreen(FirstFrameScreen[None], Generic[_Pane]):
    """A screen with a header, a body and a footer; `key_context` is its context of the key table.

    `active_pane` is the widget to which the keys of the context apply; it has the focus at first.
    """

    active_pane: _Pane
    key_context: str
    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__()
        self._heading, self._hints = Header(), Footer()

    def compose(self) -> ComposeResult:
        """Yield header, body and footer."""
        yield self._heading
        yield from self.body()
        yield self._hints

    def body(self) -> Iterable[Widget]:
        """Yield the widgets between header and footer."""
        yield self.active_pane

    def on_mount(self) -> None:
        """Show the keys, and focus the active pane."""
        self.show_keys()
        self.active_pane.focus()

    def show_keys(self) -> None:
        """Show the keys that have a meaning now; all of the context, unless a screen overrides."""
        keymap, context = keymap_of(self.app), self.key_context
        self._hints.show_pairs(keymap.hints(context), keymap.hints(context, always=True))

    def show_status(self, text: str) -> None:
        """Show a sentence in the status line until the next one."""
        self._hints.show_status(text)

    def action_close(self) -> None:
        """Return to the screen below."""
        if self.is_current:
            self.dismiss(None)


class SessionView(FramedScreen[_Pane]):
    """A screen over the desk that shows the desk's session, and follows its changes."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._screen_context = ScreenContext(self, self._heading, self._hints)

    def on_mount(self) -> None:
        """Follow the session, and show its save status."""
        self._screen_context.subscribe(self._session, self._noticed)
        self._screen_context.show_save_status(self._session.save_status)

    def on_unmount(self) -> None:
        """Unsubscribe from the session."""
        self._screen_context.close()

    def show_status(self, text: str) -> None:
        """Show a sentence in the status line for some seconds."""
        self._screen_context.show_status(text)

    def title_forms(self, place: str) -> tuple[str, str]:
        """Return forms of a title with this place; see `formatting.titles`."""
        return title_forms(self._session, place)

    def follow(self, changes: Changes) -> None:
        """Show these changes of the session."""
        raise NotImplementedError

    def _noticed(self, event: SessionEvent) -> None:
        if isinstance(event, SaveStatus):
            self._screen_context.show_save_status(event)
        else:
            self.follow(event)
